use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue};

use super::Policy;

/// The `RateLimit` and `RateLimit-Policy` fields of an answer (draft-ietf-httpapi-ratelimit-headers-10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimitFields {
    pub(super) name: &'static str,
    pub(super) policy: Policy,
    /// How many more are admitted now.
    pub(super) remaining: u32,
    /// After which one more than that is.
    pub(super) reset: Duration,
}

impl RateLimitFields {
    /// Writes the fields.
    pub fn write(&self, headers: &mut HeaderMap) {
        let Self { name, policy: Policy { quota, window }, remaining, reset } = self;
        let (window, reset) = (window.as_secs(), whole_seconds(*reset));
        let policy = HeaderValue::try_from(format!("\"{name}\";q={quota};w={window}"));
        let state = HeaderValue::try_from(format!("\"{name}\";r={remaining};t={reset}"));
        if let (Ok(policy), Ok(state)) = (policy, state) {
            headers.insert("ratelimit-policy", policy);
            headers.insert("ratelimit", state);
        }
    }
}

/// Rounded up, at least one: who comes back then is not a moment early.
fn whole_seconds(wait: Duration) -> u64 {
    (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(remaining: u32, reset: Duration) -> String {
        let policy = "10/60s".parse().unwrap();
        let mut headers = HeaderMap::new();
        RateLimitFields { name: "login", policy, remaining, reset }.write(&mut headers);
        let field = |name: &str| headers[name].to_str().unwrap().to_owned();
        assert_eq!(field("ratelimit-policy"), r#""login";q=10;w=60"#);
        field("ratelimit")
    }

    #[test]
    fn waits_are_rounded_up() {
        assert_eq!(written(9, Duration::ZERO), r#""login";r=9;t=1"#);
        assert_eq!(written(0, Duration::from_secs(60)), r#""login";r=0;t=60"#);
        assert_eq!(written(3, Duration::from_millis(59_001)), r#""login";r=3;t=60"#);
    }
}
