use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use doorbuster_domain::{SaleId, SessionId, UserId};
use doorbuster_persistence::platform::News;
use tokio::sync::Notify;

/// More news than this at once is not said: whoever misses it asks the database within a second.
const LIMIT: usize = 10_000;

/// What this process did, on its way to the others. PostgreSQL passes it on by itself, from the outbox and from triggers;
/// with a Redis it is said there too, which is sooner.
pub(crate) struct Announcer {
    /// Rings when something was written to the outbox.
    pub(super) outbox: Notify,
    /// Only with Redis: without it, a purchase pays for nothing here.
    pub(super) unsaid: Option<Unsaid>,
}

/// What was not said in Redis yet, each thing once.
#[derive(Default)]
pub(super) struct Unsaid {
    news: Mutex<BTreeSet<News>>,
    rung: Notify,
}

impl Announcer {
    pub(crate) fn new(with_redis: bool) -> Self {
        Self { outbox: Notify::new(), unsaid: with_redis.then(Unsaid::default) }
    }

    /// A transaction that was committed changed this sale and left word of it in the outbox.
    pub(crate) fn sale_changed(&self, sale: SaleId) {
        self.outbox.notify_one();
        self.say(News::Sale(sale));
    }

    /// A checkout was committed and left word of it in the outbox.
    pub(crate) fn order_placed(&self) {
        self.outbox.notify_one();
    }

    /// This session is over.
    pub(crate) fn session_revoked(&self, session: SessionId) {
        self.say(News::RevokedSession(session));
    }

    /// The older access tokens of this account are worthless.
    pub(crate) fn epoch_raised(&self, user: UserId, epoch: i32) {
        self.say(News::RaisedEpoch { user, epoch });
    }

    fn say(&self, news: News) {
        let Some(Unsaid { news: unsaid, rung }) = &self.unsaid else {
            return;
        };
        let is_new = {
            let mut unsaid = unsaid.lock().unwrap_or_else(PoisonError::into_inner);
            unsaid.len() < LIMIT && unsaid.insert(news)
        };
        if is_new {
            rung.notify_one();
        }
    }
}

impl Unsaid {
    /// Waits until there is something to say, and takes it.
    pub(super) async fn take(&self) -> BTreeSet<News> {
        loop {
            let news = std::mem::take(&mut *self.news.lock().unwrap_or_else(PoisonError::into_inner));
            if !news.is_empty() {
                return news;
            }
            self.rung.notified().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn sale(n: u128) -> SaleId {
        SaleId(Uuid::from_u128(n))
    }

    #[tokio::test]
    async fn a_thing_is_said_once_however_often_it_happened() {
        let announcer = Announcer::new(true);
        for _ in 0..1_000 {
            announcer.sale_changed(sale(1));
        }
        announcer.session_revoked(SessionId(Uuid::from_u128(2)));
        let unsaid = announcer.unsaid.as_ref().unwrap();
        let said = unsaid.take().await;
        assert_eq!(said.len(), 2);
        assert!(said.contains(&News::Sale(sale(1))));
        announcer.sale_changed(sale(1));
        assert_eq!(unsaid.take().await.len(), 1, "what happens later is said again");
    }

    #[tokio::test]
    async fn what_is_unsaid_stays_bounded() {
        let announcer = Announcer::new(true);
        for n in 0..20_000 {
            announcer.sale_changed(sale(n));
        }
        assert_eq!(announcer.unsaid.as_ref().unwrap().take().await.len(), LIMIT);
    }
}
