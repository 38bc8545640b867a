use std::hash::Hash;
use std::time::Duration;

use doorbuster_gateways::redis::Count;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use super::Policy;

/// Counts in this process, by governor's GCRA: a bucket of the quota's size that refills evenly over the window.
///
/// Whatever a sliding window log admits, it admits too; so when it takes over from one that it has seen, nobody is
/// refused sooner than before.
pub(super) struct Local<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock, StateInformationMiddleware>,
    /// After which a used unit is back.
    refill: Duration,
}

impl<K: Hash + Eq + Clone> Local<K> {
    pub(super) fn new(policy: Policy) -> Option<Self> {
        let refill = policy.window / policy.quota.get();
        let quota = Quota::with_period(refill)?.allow_burst(policy.quota);
        Some(Self { limiter: RateLimiter::keyed(quota).with_middleware(), refill })
    }

    pub(super) fn count(&self, key: &K) -> Count {
        match self.limiter.check_key(key) {
            Ok(state) => Count::Admitted { remaining: state.remaining_burst_capacity(), reset: self.refill },
            Err(refused) => {
                Count::Refused { retry_after: refused.wait_time_from(DefaultClock::default().now()) }
            }
        }
    }

    /// Counts what was admitted elsewhere.
    pub(super) fn note(&self, key: &K) {
        // Full is full.
        let _count = self.limiter.check_key(key);
    }

    /// Forgets those who have not asked for a while: memory stays bounded by the recent ones.
    pub(super) fn forget_idle(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }
}
