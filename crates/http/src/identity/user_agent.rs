use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

/// More tells a person nothing about which of their devices it was.
const MAX_CHARACTERS: usize = 200;

/// What the client calls itself, shortened.
pub(super) struct UserAgent(pub(super) Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for UserAgent {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let text = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self(text.map(|text| text.chars().take(MAX_CHARACTERS).collect())))
    }
}
