use std::num::NonZeroU32;
use std::time::Duration;

/// `quota` requests per `window`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    pub(super) quota: NonZeroU32,
    pub(super) window: Duration,
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
}
