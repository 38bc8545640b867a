//! Who may ask how often: in this process, by governor's GCRA.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue};
use doorbuster_domain::UserId;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use crate::problem::{ApiError, Code};

/// `quota` requests per `window`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    quota: NonZeroU32,
    window: Duration,
}

/// `RATE_LIMIT`: `off`, or policies like `purchase=10/60s,login=10/60s,default=600/60s`. What is not named keeps its
/// default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimits {
    /// Purchases, per user.
    pub purchase: Option<Policy>,
    /// Sign-ins, per account and per address.
    pub login: Option<Policy>,
    /// Everything else, per address.
    pub default: Option<Policy>,
}

/// Why the text of `RATE_LIMIT` is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "RATE_LIMIT is `off` or policies like `purchase=10/60s,login=10/60s,default=600/60s`; not understood: {0}"
)]
pub struct RateLimitsError(String);

impl RateLimits {
    /// No limits at all, for load tests.
    pub const OFF: Self = Self { purchase: None, login: None, default: None };
}

impl Default for RateLimits {
    fn default() -> Self {
        let per_minute =
            |quota| NonZeroU32::new(quota).map(|quota| Policy { quota, window: Duration::from_secs(60) });
        Self { purchase: per_minute(10), login: per_minute(10), default: per_minute(600) }
    }
}

impl std::str::FromStr for RateLimits {
    type Err = RateLimitsError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.trim() == "off" {
            return Ok(Self::OFF);
        }
        let mut limits = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let refused = || RateLimitsError(part.to_owned());
            let (name, policy) = part.split_once('=').ok_or_else(refused)?;
            let policy = if policy == "off" { None } else { Some(policy.parse().map_err(|()| refused())?) };
            match name.trim() {
                "purchase" => limits.purchase = policy,
                "login" => limits.login = policy,
                "default" => limits.default = policy,
                _ => return Err(refused()),
            }
        }
        Ok(limits)
    }
}

impl std::fmt::Display for RateLimits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { purchase, login, default } = self;
        for (place, (name, policy)) in
            [("purchase", purchase), ("login", login), ("default", default)].into_iter().enumerate()
        {
            if place > 0 {
                f.write_str(",")?;
            }
            match policy {
                Some(Policy { quota, window }) => write!(f, "{name}={quota}/{}s", window.as_secs())?,
                None => write!(f, "{name}=off")?,
            }
        }
        Ok(())
    }
}

impl std::str::FromStr for Policy {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (quota, window) = text.split_once('/').ok_or(())?;
        let seconds: u64 = window.trim_end_matches('s').parse().map_err(|_| ())?;
        let quota = quota.trim().parse().map_err(|_| ())?;
        if (1..=86_400).contains(&seconds) {
            Ok(Self { quota, window: Duration::from_secs(seconds) })
        } else {
            Err(())
        }
    }
}

/// One policy, applied per key.
struct Limit<K: Hash + Eq + Clone> {
    name: &'static str,
    policy: Policy,
    limiter: RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock, StateInformationMiddleware>,
}

impl<K: Hash + Eq + Clone> Limit<K> {
    fn new(name: &'static str, policy: Policy) -> Option<Self> {
        let quota = Quota::with_period(policy.window / policy.quota.get())?.allow_burst(policy.quota);
        let limiter = RateLimiter::keyed(quota).with_middleware::<StateInformationMiddleware>();
        Some(Self { name, policy, limiter })
    }

    fn admit(&self, key: &K) -> Result<RateLimitFields, ApiError> {
        match self.limiter.check_key(key) {
            Ok(snapshot) => Ok(self.fields(snapshot.remaining_burst_capacity(), Duration::ZERO)),
            Err(refused) => {
                let wait = refused.wait_time_from(DefaultClock::default().now());
                metrics::counter!("doorbuster_rate_limited_total", "policy" => self.name).increment(1);
                Err(ApiError::new(Code::RateLimited, "Please wait a moment before you try again.")
                    .retry_after(wait.max(Duration::from_secs(1))))
            }
        }
    }

    fn fields(&self, remaining: u32, wait: Duration) -> RateLimitFields {
        RateLimitFields { name: self.name, policy: self.policy, remaining, wait }
    }
}

/// The `RateLimit` and `RateLimit-Policy` fields of an answer (draft-ietf-httpapi-ratelimit-headers).
#[derive(Clone, Copy, Debug)]
pub struct RateLimitFields {
    name: &'static str,
    policy: Policy,
    remaining: u32,
    wait: Duration,
}

impl RateLimitFields {
    /// Writes the fields.
    pub fn write(&self, headers: &mut HeaderMap) {
        let Self { name, policy: Policy { quota, window }, remaining, wait } = self;
        let window = window.as_secs();
        let reset = wait.as_secs().max(window / u64::from(quota.get()));
        let policy = HeaderValue::try_from(format!("\"{name}\";q={quota};w={window}"));
        let state = HeaderValue::try_from(format!("\"{name}\";r={remaining};t={reset}"));
        if let (Ok(policy), Ok(state)) = (policy, state) {
            headers.insert("ratelimit-policy", policy);
            headers.insert("ratelimit", state);
        }
    }
}

/// All limits of this process.
pub struct Limiter {
    purchase: Option<Limit<UserId>>,
    login_by_account: Option<Limit<String>>,
    login_by_address: Option<Limit<IpAddr>>,
    default: Option<Limit<IpAddr>>,
}

impl Limiter {
    /// A limiter with these policies.
    pub fn new(limits: &RateLimits) -> Self {
        Self {
            purchase: limits.purchase.and_then(|policy| Limit::new("purchase", policy)),
            login_by_account: limits.login.and_then(|policy| Limit::new("login", policy)),
            login_by_address: limits.login.and_then(|policy| Limit::new("login", policy)),
            default: limits.default.and_then(|policy| Limit::new("default", policy)),
        }
    }

    /// One purchase of `user`.
    ///
    /// # Errors
    /// 429 with `Retry-After`.
    pub fn purchase(&self, user: UserId) -> Result<Option<RateLimitFields>, ApiError> {
        self.purchase.as_ref().map(|limit| limit.admit(&user)).transpose()
    }

    /// One sign-in to the account with this e-mail from `address`.
    ///
    /// # Errors
    /// 429 with `Retry-After`.
    pub fn login(&self, email: &str, address: IpAddr) -> Result<Option<RateLimitFields>, ApiError> {
        if let Some(limit) = &self.login_by_address {
            limit.admit(&network(address))?;
        }
        self.login_by_account.as_ref().map(|limit| limit.admit(&email.to_lowercase())).transpose()
    }

    /// One request of any other kind from `address`.
    ///
    /// # Errors
    /// 429 with `Retry-After`.
    pub fn default(&self, address: IpAddr) -> Result<Option<RateLimitFields>, ApiError> {
        self.default.as_ref().map(|limit| limit.admit(&network(address))).transpose()
    }

    /// Forgets those who have not asked for a while: memory stays bounded by the recent ones.
    pub fn forget_idle(&self) {
        fn forget<K: Hash + Eq + Clone>(limit: Option<&Limit<K>>) {
            if let Some(limit) = limit {
                limit.limiter.retain_recent();
                limit.limiter.shrink_to_fit();
            }
        }
        forget(self.purchase.as_ref());
        forget(self.login_by_account.as_ref());
        forget(self.login_by_address.as_ref());
        forget(self.default.as_ref());
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

    #[test]
    fn policies_are_read() {
        assert_eq!("off".parse(), Ok(RateLimits::OFF));
        assert_eq!("".parse(), Ok(RateLimits::default()));
        let limits: RateLimits = "purchase=3/10s, default=off".parse().unwrap();
        let three = Policy { quota: NonZeroU32::new(3).unwrap(), window: Duration::from_secs(10) };
        assert_eq!(limits, RateLimits { purchase: Some(three), default: None, ..RateLimits::default() });
        assert_eq!(limits.to_string().parse(), Ok(limits));
        for text in
            ["purchase", "purchase=0/10s", "purchase=1/0s", "purchase=1/x", "other=1/1s", "purchase=-1/1s"]
        {
            assert!(text.parse::<RateLimits>().is_err(), "{text}");
        }
    }

    #[test]
    fn each_key_has_its_own_quota() {
        let limiter = Limiter::new(&"default=2/60s".parse().unwrap());
        let [a, b]: [IpAddr; 2] = [[127, 0, 0, 1].into(), [127, 0, 0, 2].into()];
        assert!(limiter.default(a).is_ok());
        assert_eq!(limiter.default(a).unwrap().map(|fields| fields.remaining), Some(0));
        assert_eq!(limiter.default(a).unwrap_err().code(), Code::RateLimited);
        assert!(limiter.default(b).is_ok());
    }

    #[test]
    fn neighbours_in_one_ipv6_network_share() {
        let limiter = Limiter::new(&"default=1/60s".parse().unwrap());
        assert!(limiter.default("2001:db8::1".parse().unwrap()).is_ok());
        assert!(limiter.default("2001:db8::2".parse().unwrap()).is_err());
        assert!(limiter.default("2001:db8:0:1::1".parse().unwrap()).is_ok());
    }
}
