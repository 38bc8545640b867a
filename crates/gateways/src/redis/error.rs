use deadpool_redis::PoolError;
use deadpool_redis::redis;

/// Why Redis did not do what it was asked. Whoever asks has another way.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RedisError {
    /// It failed a moment ago and is not asked until it answers a probe.
    #[error("Redis is not asked: it failed a moment ago")]
    Resting,
    /// It did not answer in time.
    #[error("Redis did not answer in time")]
    TimedOut,
    /// It cannot be reached, or the connection was lost.
    #[error("Redis cannot be reached: {0}")]
    Lost(String),
    /// It answered with an error: a wrong password, a missing permission, no memory.
    #[error("Redis refused: {0}")]
    Refused(String),
}

impl From<redis::RedisError> for RedisError {
    fn from(error: redis::RedisError) -> Self {
        use redis::ErrorKind::{AuthenticationFailed, Extension, Server};
        match error.kind() {
            AuthenticationFailed | Extension | Server(_) => Self::Refused(error.to_string()),
            _ if error.is_timeout() => Self::TimedOut,
            _ => Self::Lost(error.to_string()),
        }
    }
}

impl From<PoolError> for RedisError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Timeout(_) => Self::TimedOut,
            PoolError::Backend(error) => error.into(),
            PoolError::Closed | PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_) => {
                Self::Lost(error.to_string())
            }
        }
    }
}

impl RedisError {
    /// The label of the metric.
    pub(super) fn reason(&self) -> &'static str {
        match self {
            Self::Resting => "resting",
            Self::TimedOut => "timed_out",
            Self::Lost(_) => "lost",
            Self::Refused(_) => "refused",
        }
    }
}
