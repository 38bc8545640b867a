use std::fmt;
use std::str::FromStr;

use doorbuster_domain::{SaleId, SessionId, UserId};
use sqlx::postgres::PgListener;

use crate::{Database, Error};

/// Which sales changed: the relay says so.
pub(super) const SALES: &str = "doorbuster_sales";
/// What was revoked: triggers of the migration `sessions` say so.
const REVOCATIONS: &str = "doorbuster_revocations";

/// Something that another process did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum News {
    /// A sale changed.
    Sale(SaleId),
    /// A session is over.
    RevokedSession(SessionId),
    /// The older access tokens of an account are worthless.
    RaisedEpoch {
        /// Whose.
        user: UserId,
        /// The oldest epoch that counts.
        epoch: i32,
    },
}

/// Hears what any process did, from PostgreSQL's LISTEN and NOTIFY. It may miss something; whoever listens asks the
/// database besides.
#[derive(Debug)]
pub struct Bus(PgListener);

impl Bus {
    /// Starts to listen, on a connection of its own.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn listen(database: &Database) -> Result<Self, Error> {
        let mut listener = PgListener::connect_with(database.pool()).await?;
        listener.listen_all([SALES, REVOCATIONS]).await?;
        Ok(Self(listener))
    }

    /// The next news; none when it says nothing to us, as while a newer version of the shop runs beside this one. After a
    /// lost connection it listens again; what was said meanwhile is missed.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn next(&mut self) -> Result<Option<News>, Error> {
        let notification = self.0.recv().await?;
        Ok(parse(notification.channel(), notification.payload()))
    }
}

fn parse(channel: &str, payload: &str) -> Option<News> {
    if channel == SALES { payload.parse().ok().map(News::Sale) } else { payload.parse().ok() }
}

/// A text that is no news, or news that only a newer version of the shop understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not understood")]
pub struct NotNews;

impl FromStr for News {
    type Err = NotNews;

    fn from_str(text: &str) -> Result<Self, NotNews> {
        let read = || match text.split_once(' ')? {
            ("sale", id) => id.parse().ok().map(Self::Sale),
            ("session", id) => id.parse().ok().map(Self::RevokedSession),
            ("epoch", raised) => {
                let (epoch, user) = raised.split_once(' ')?;
                Some(Self::RaisedEpoch { user: user.parse().ok()?, epoch: epoch.parse().ok()? })
            }
            _ => None,
        };
        read().ok_or(NotNews)
    }
}

/// As it is read back.
impl fmt::Display for News {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sale(id) => write!(f, "sale {id}"),
            Self::RevokedSession(id) => write!(f, "session {id}"),
            Self::RaisedEpoch { user, epoch } => write!(f, "epoch {epoch} {user}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const ID: &str = "019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e";

    #[test]
    fn what_is_said_is_read() {
        let id: Uuid = ID.parse().unwrap();
        assert_eq!(parse(SALES, ID), Some(News::Sale(SaleId(id))));
        let session = parse(REVOCATIONS, &format!("session {ID}"));
        assert_eq!(session, Some(News::RevokedSession(SessionId(id))));
        let epoch = parse(REVOCATIONS, &format!("epoch 7 {ID}"));
        assert_eq!(epoch, Some(News::RaisedEpoch { user: UserId(id), epoch: 7 }));
        for news in [News::Sale(SaleId(id)), session.unwrap(), epoch.unwrap()] {
            assert_eq!(news.to_string().parse(), Ok(news));
        }
    }

    #[test]
    fn anything_else_says_nothing() {
        assert_eq!(parse(SALES, "x"), None);
        for payload in
            ["", "session", "session x", "epoch 7", &format!("epoch x {ID}"), &format!("role {ID}"), ID]
        {
            assert_eq!(parse(REVOCATIONS, payload), None, "{payload}");
        }
    }
}
