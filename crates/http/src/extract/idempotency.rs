use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use doorbuster_domain::orders::IdempotencyKey;

use crate::problem::{ApiError, Code};

/// The `Idempotency-Key` header, if there is one.
#[derive(Clone, Copy, Debug)]
pub struct IdempotencyHeader(pub Option<IdempotencyKey>);

impl IdempotencyHeader {
    /// The key of an operation that must have one.
    ///
    /// # Errors
    /// 400 `idempotency_key_missing`.
    pub fn required(self) -> Result<IdempotencyKey, ApiError> {
        self.0.ok_or_else(|| {
            ApiError::new(
                Code::IdempotencyKeyMissing,
                "Send an Idempotency-Key of your making, the same for every retry of this request.",
            )
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyHeader {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let Some(value) = parts.headers.get("idempotency-key") else {
            return Ok(Self(None));
        };
        let key = value.to_str().ok().and_then(|text| text.parse().ok());
        key.map(|key| Self(Some(key)))
            .ok_or_else(|| ApiError::field("#Idempotency-Key", "1 to 255 visible ASCII characters"))
    }
}
