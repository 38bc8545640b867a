//! Who may ask how often.
//!
//! With Redis, all processes count together, in sliding window logs. While it is away, and without one, each counts for
//! itself.

mod fields;
mod local;
mod policy;

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::time::{Duration, Instant};

use doorbuster_domain::UserId;
use doorbuster_engine::Engine;
use doorbuster_engine::ambient::fresh_id;
use doorbuster_engine::identity::Identity;
use doorbuster_gateways::redis::{Count, Log, SlidingWindow};

use self::local::Local;
use self::policy::Policy;
use crate::problem::{ApiError, Code};

pub use fields::RateLimitFields;
pub use policy::{RateLimits, RateLimitsError};

/// All limits of this process.
pub struct Limiter {
    purchase: Option<Limit<UserId>>,
    login_by_account: Option<Limit<String>>,
    login_by_address: Option<Limit<IpAddr>>,
    default: Option<Limit<IpAddr>>,
    shared: Option<Shared>,
}

/// One policy, applied per key.
struct Limit<K: Hash + Eq + Clone> {
    name: &'static str,
    policy: Policy,
    local: Local<K>,
}

/// Where all processes count.
struct Shared {
    windows: SlidingWindow,
    identity: Identity,
}

impl Limiter {
    /// A limiter with these policies, which counts in the engine's Redis when there is one.
    pub fn new(limits: &RateLimits, engine: &Engine) -> Self {
        let RateLimits { purchase, login, default } = *limits;
        // Some bits of a UUIDv7 are random, and nobody else's.
        let process = || fresh_id().as_u64_pair().1;
        Self {
            purchase: Limit::new("purchase", purchase),
            login_by_account: Limit::new("login", login),
            login_by_address: Limit::new("login", login),
            default: Limit::new("default", default),
            shared: engine.redis.as_ref().map(|redis| Shared {
                windows: SlidingWindow::start(redis.clone(), process()),
                identity: engine.identity.clone(),
            }),
        }
    }

    /// One purchase of `user`.
    ///
    /// # Errors
    /// 429 with `Retry-After`.
    pub async fn purchase(&self, user: UserId) -> Result<Option<RateLimitFields>, ApiError> {
        let Some(limit) = &self.purchase else {
            return Ok(None);
        };
        // The id of an account says nothing about its owner.
        self.count(limit, &user, |_| Some(limit.log("user", &user.to_string()))).await.map(Some)
    }

    /// One sign-in to the account with this e-mail from `address`: counted for both, or, when either is refused, for
    /// neither, as far as the one who counts can.
    ///
    /// # Errors
    /// 429 with `Retry-After`.
    pub async fn login(&self, email: &str, address: IpAddr) -> Result<Option<RateLimitFields>, ApiError> {
        let (Some(by_account), Some(by_address)) = (&self.login_by_account, &self.login_by_address) else {
            return Ok(None);
        };
        let (email, network) = (email.to_lowercase(), network(address));
        let logs = |identity: &Identity| {
            Some(vec![
                by_account.log("account", &identity.pseudonym(&email)?),
                by_address.log("address", &identity.pseudonym(&network.to_string())?),
            ])
        };
        if let Some(count) = self.count_together(logs).await {
            by_account.note_if_admitted(count, &email);
            by_address.note_if_admitted(count, &network);
            return by_account.judge(count).map(Some);
        }
        by_address.judge(by_address.local.count(&network))?;
        by_account.judge(by_account.local.count(&email)).map(Some)
    }

    /// One request of any other kind from `address`.
    ///
    /// # Errors
    /// 429 with `Retry-After`.
    pub async fn default(&self, address: IpAddr) -> Result<Option<RateLimitFields>, ApiError> {
        let Some(limit) = &self.default else {
            return Ok(None);
        };
        let network = network(address);
        let log =
            |identity: &Identity| Some(limit.log("address", &identity.pseudonym(&network.to_string())?));
        self.count(limit, &network, log).await.map(Some)
    }

    /// One request of `key` under one limit.
    async fn count<K: Hash + Eq + Clone>(
        &self,
        limit: &Limit<K>,
        key: &K,
        log: impl FnOnce(&Identity) -> Option<Log>,
    ) -> Result<RateLimitFields, ApiError> {
        match self.count_together(|identity| Some(vec![log(identity)?])).await {
            Some(count) => {
                limit.note_if_admitted(count, key);
                limit.judge(count)
            }
            None => limit.judge(limit.local.count(key)),
        }
    }

    /// What the processes together say; none when each counts for itself.
    async fn count_together(&self, logs: impl FnOnce(&Identity) -> Option<Vec<Log>>) -> Option<Count> {
        let Shared { windows, identity } = self.shared.as_ref()?;
        let count = if windows.is_up() {
            let asked = Instant::now();
            let count = windows.count(logs(identity)?).await;
            // Also what was waited for in vain.
            metrics::histogram!("doorbuster_limiter_seconds").record(asked.elapsed().as_secs_f64());
            count.ok()
        } else {
            None
        };
        let store = if count.is_some() { "redis" } else { "process" };
        metrics::counter!("doorbuster_limiter_checks_total", "store" => store).increment(1);
        count
    }

    /// Forgets those who have not asked for a while: memory stays bounded by the recent ones.
    pub fn forget_idle(&self) {
        let Self { purchase, login_by_account, login_by_address, default, shared: _ } = self;
        purchase.iter().for_each(|limit| limit.local.forget_idle());
        login_by_account.iter().for_each(|limit| limit.local.forget_idle());
        login_by_address.iter().for_each(|limit| limit.local.forget_idle());
        default.iter().for_each(|limit| limit.local.forget_idle());
    }
}

impl<K: Hash + Eq + Clone> Limit<K> {
    fn new(name: &'static str, policy: Option<Policy>) -> Option<Self> {
        let policy = policy?;
        Some(Self { name, policy, local: Local::new(policy)? })
    }

    /// Where all processes count the requests of `whom`. The hash tag keeps all logs in one slot of a cluster.
    fn log(&self, kind: &str, whom: &str) -> Log {
        let Self { name, policy: Policy { quota, window }, local: _ } = self;
        Log { key: format!("{{doorbuster:limit}}:{name}:{kind}:{whom}"), quota: *quota, window: *window }
    }

    /// Keeps what this process has seen, for when it has to count alone.
    fn note_if_admitted(&self, count: Count, key: &K) {
        if let Count::Admitted { .. } = count {
            self.local.note(key);
        }
    }

    /// What to tell the one who asks.
    fn judge(&self, count: Count) -> Result<RateLimitFields, ApiError> {
        let fields =
            |remaining, reset| RateLimitFields { name: self.name, policy: self.policy, remaining, reset };
        match count {
            Count::Admitted { remaining, reset } => Ok(fields(remaining, reset)),
            Count::Refused { retry_after } => {
                metrics::counter!("doorbuster_rate_limited_total", "policy" => self.name).increment(1);
                Err(ApiError::new(Code::RateLimited, "Please wait a moment before you try again.")
                    .retry_after(retry_after.max(Duration::from_secs(1)))
                    .rate_limited(fields(0, retry_after)))
            }
        }
    }
}

/// One customer owns a whole /64 of IPv6: it counts as one address.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(address: &str) -> String {
        network(address.parse().unwrap()).to_string()
    }

    #[test]
    fn one_ipv6_network_is_one_client() {
        assert_eq!(seen("203.0.113.9"), "203.0.113.9");
        assert_eq!(seen("::ffff:203.0.113.9"), "203.0.113.9");
        assert_eq!(seen("2001:db8:0:1:2:3:4:5"), "2001:db8:0:1::");
        assert_eq!(seen("2001:db8:0:1::"), "2001:db8:0:1::");
        assert_ne!(seen("2001:db8:0:2::1"), seen("2001:db8:0:1::1"));
    }
}
