//! What the shop writes to its account holders, and when: each is a job, so that it is written also when the mail server
//! is away for hours, and never for what was rolled back.
//!
//! A link carries a token that is made when the mail is written. No table ever holds one that could be used.

mod email_changed;
mod password_changed;
mod password_reset;
mod verification;

use std::sync::Arc;
use std::time::Duration;

use doorbuster_domain::UserId;
use doorbuster_domain::identity::Email;
use doorbuster_gateways::mail::{Mail, MailError, MailTransport};
use doorbuster_persistence::identity::{NewMailedToken, Purpose, keep_mailed_token};
use doorbuster_persistence::{Database, Error};
use uuid::Uuid;

use super::OpaqueToken;

/// Who writes, and for which shop.
#[derive(Clone)]
pub struct MailSettings {
    /// Hands the mails over.
    pub transport: Arc<dyn MailTransport>,
    /// `SHOP_NAME`.
    pub shop: String,
    /// `PUBLIC_URL`: where links lead.
    pub public_url: String,
}

/// Writes one mail.
pub(crate) struct Letter<'a> {
    pub(crate) settings: &'a MailSettings,
    pub(crate) database: &'a Database,
    /// The job's id: the same for every try.
    pub(crate) id: Uuid,
}

/// Why a letter was not written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LetterError {
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error(transparent)]
    Storage(#[from] Error),
}

impl Letter<'_> {
    /// Hands a mail over.
    pub(crate) async fn send(&self, to: Email, subject: String, text: String) -> Result<(), LetterError> {
        let mail = Mail { id: self.id, to, subject, text };
        Ok(self.settings.transport.send(&mail).await?)
    }

    /// A link to `page` that only who reads `email` can follow; none when the account is gone. The token is behind a `#`:
    /// browsers send that part to nobody, so it is in no log on the way.
    async fn link(
        &self,
        page: &str,
        purpose: Purpose,
        user: UserId,
        email: &Email,
        lifetime: Duration,
    ) -> Result<Option<String>, Error> {
        let token = OpaqueToken::generate();
        let new = NewMailedToken { hash: token.hash(), user, purpose, email, lifetime };
        let mut connection = self.database.acquire().await?;
        let kept = keep_mailed_token(&mut connection, &new).await?;
        Ok(kept.then(|| format!("{}/{page}#token={}", self.settings.public_url, token.expose())))
    }
}
