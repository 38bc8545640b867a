use std::collections::HashMap;
use std::hash::Hash;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use chrono::{DateTime, TimeDelta, Utc};
use doorbuster_domain::{SessionId, UserId};
use tokio::sync::Mutex;

use super::access_token::AccessToken;

/// What was revoked so lately that an access token may still tell otherwise. Reading takes no lock.
///
/// Bounded: when there is more than fits, the oldest are forgotten and every token older than they are is refused, so
/// that nothing revoked comes back. Only tokens of load tests live long enough to notice.
pub(super) struct Revocations {
    users: Recent<UserId, i32>,
    sessions: Recent<SessionId, ()>,
    /// Tokens made before this second are refused.
    floor: AtomicI64,
    /// When the database was last asked.
    pub(super) polled: Mutex<Option<Instant>>,
}

/// Entries of some kind, none older than it matters.
struct Recent<K, V> {
    entries: ArcSwap<HashMap<K, Entry<V>>>,
    capacity: usize,
    kept: TimeDelta,
}

#[derive(Clone, Copy)]
pub(super) struct Entry<V> {
    /// For accounts: the oldest epoch that counts.
    pub(super) value: V,
    pub(super) at: DateTime<Utc>,
}

impl Revocations {
    /// The longest that an access token without a stored session lives, and so an account's entry.
    pub(super) const USERS_KEPT: Duration = Duration::from_secs(24 * 3600);
    /// Longer than the access token of a stored session lives.
    pub(super) const SESSIONS_KEPT: Duration = Duration::from_secs(20 * 60);
    /// 100,000 revocations in 20 minutes, or changed accounts in a day, before the floor rises. About 10 MB.
    pub(super) const CAPACITY: usize = 100_000;

    fn with_capacity(capacity: usize) -> Self {
        Self {
            users: Recent::new(capacity, Self::USERS_KEPT),
            sessions: Recent::new(capacity, Self::SESSIONS_KEPT),
            floor: AtomicI64::new(i64::MIN),
            polled: Mutex::new(None),
        }
    }

    /// Whether `token` was revoked after it was made.
    pub(super) fn covers(&self, token: &AccessToken) -> bool {
        token.iat < self.floor.load(Ordering::Relaxed)
            || self.users.get(&token.sub).is_some_and(|epoch| token.epoch < epoch)
            || self.sessions.get(&token.sid).is_some()
    }

    /// Notes accounts whose older tokens became worthless.
    pub(super) fn learn_epochs(&self, news: &[(UserId, Entry<i32>)], now: DateTime<Utc>) {
        let dropped = self.users.learn(news, now);
        self.raise_floor(dropped);
    }

    /// Notes sessions that are over.
    pub(super) fn learn_sessions(&self, news: &[(SessionId, Entry<()>)], now: DateTime<Utc>) {
        let dropped = self.sessions.learn(news, now);
        self.raise_floor(dropped);
    }

    fn raise_floor(&self, dropped: Option<DateTime<Utc>>) {
        if let Some(at) = dropped {
            self.floor.fetch_max(at.timestamp(), Ordering::Relaxed);
            tracing::warn!("more revocations than the map holds: access tokens from before {at} are refused");
        }
    }
}

impl Default for Revocations {
    fn default() -> Self {
        Self::with_capacity(Self::CAPACITY)
    }
}

impl<K: Copy + Eq + Hash, V: Copy + Ord> Recent<K, V> {
    fn new(capacity: usize, kept: Duration) -> Self {
        let kept = TimeDelta::from_std(kept).unwrap_or(TimeDelta::MAX);
        Self { entries: ArcSwap::default(), capacity, kept }
    }

    fn get(&self, key: &K) -> Option<V> {
        self.entries.load().get(key).map(|entry| entry.value)
    }

    /// Takes over what is new, and forgets what is too old to matter. When something that matters had to be dropped,
    /// returns the time of the latest such entry.
    fn learn(&self, news: &[(K, Entry<V>)], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let current = self.entries.load();
        let is_new =
            |(key, entry): &(K, Entry<V>)| current.get(key).is_none_or(|known| known.value < entry.value);
        // A poll that brings nothing, as nearly all do, copies nothing; what is too old waits for the next news.
        if !news.iter().any(is_new) {
            return None;
        }
        let mut dropped = None;
        self.entries.rcu(|current| {
            let mut next = HashMap::clone(current);
            for (key, entry) in news {
                next.entry(*key)
                    .and_modify(|known| {
                        if known.value < entry.value {
                            *known = *entry;
                        }
                    })
                    .or_insert(*entry);
            }
            next.retain(|_, entry| now - entry.at < self.kept);
            dropped = self.shrink(&mut next);
            next
        });
        dropped
    }

    /// Drops the oldest tenth when there are too many.
    fn shrink(&self, entries: &mut HashMap<K, Entry<V>>) -> Option<DateTime<Utc>> {
        if entries.len() <= self.capacity {
            return None;
        }
        let excess = entries.len() - self.capacity * 9 / 10;
        let mut times: Vec<DateTime<Utc>> = entries.values().map(|entry| entry.at).collect();
        let (_, latest, _) = times.select_nth_unstable(excess - 1);
        let latest = *latest;
        entries.retain(|_, entry| entry.at > latest);
        Some(latest)
    }
}

#[cfg(test)]
mod tests {
    use doorbuster_domain::identity::Role;
    use uuid::Uuid;

    use super::*;
    use crate::identity::Claims;

    fn second(n: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + n, 0).unwrap()
    }

    fn user(n: u128) -> UserId {
        UserId(Uuid::from_u128(n))
    }

    fn session(n: u128) -> SessionId {
        SessionId(Uuid::from_u128(n))
    }

    fn token(of: u128, epoch: i32, made: i64) -> AccessToken {
        let claims = Claims { user: user(of), session: session(of), role: Role::Customer };
        AccessToken::new(claims, epoch, second(made), Duration::from_secs(900))
    }

    #[test]
    fn a_raised_epoch_ends_older_tokens_of_that_account() {
        let revocations = Revocations::default();
        assert!(!revocations.covers(&token(1, 0, 0)));
        revocations.learn_epochs(&[(user(1), Entry { value: 2, at: second(5) })], second(5));
        assert!(revocations.covers(&token(1, 0, 0)));
        assert!(revocations.covers(&token(1, 1, 0)));
        assert!(!revocations.covers(&token(1, 2, 0)));
        assert!(!revocations.covers(&token(2, 0, 0)));
    }

    #[test]
    fn an_epoch_never_falls() {
        let revocations = Revocations::default();
        revocations.learn_epochs(&[(user(1), Entry { value: 2, at: second(5) })], second(5));
        revocations.learn_epochs(&[(user(1), Entry { value: 1, at: second(4) })], second(6));
        assert!(revocations.covers(&token(1, 1, 0)));
    }

    #[test]
    fn a_revoked_session_ends_its_tokens_whatever_their_epoch() {
        let revocations = Revocations::default();
        revocations.learn_sessions(&[(session(1), Entry { value: (), at: second(5) })], second(5));
        assert!(revocations.covers(&token(1, 9, 0)));
        assert!(!revocations.covers(&token(2, 9, 0)));
    }

    #[test]
    fn what_is_too_old_to_matter_is_forgotten_with_the_next_news() {
        let revocations = Revocations::default();
        revocations.learn_sessions(&[(session(1), Entry { value: (), at: second(0) })], second(0));
        let later = i64::try_from(Revocations::SESSIONS_KEPT.as_secs()).unwrap();
        revocations.learn_sessions(&[(session(2), Entry { value: (), at: second(later) })], second(later));
        assert!(!revocations.covers(&token(1, 0, 0)));
        assert!(revocations.covers(&token(2, 0, 0)));
        assert_eq!(revocations.sessions.entries.load().len(), 1);
    }

    #[test]
    fn when_it_is_full_nothing_revoked_comes_back() {
        let revocations = Revocations::with_capacity(100);
        for n in 0..1_000_u32 {
            let at = second(i64::from(n));
            let news = (session(u128::from(n)), Entry { value: (), at });
            revocations.learn_sessions(&[news], at);
        }
        assert!(revocations.sessions.entries.load().len() <= 100);
        for n in 0..1_000_u32 {
            let revoked = token(u128::from(n), 0, i64::from(n) - 1);
            assert!(revocations.covers(&revoked), "{n}");
        }
        assert!(!revocations.covers(&token(5_000, 0, 999)), "a token made lately lives on");
    }
}
