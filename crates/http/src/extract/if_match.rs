use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, header};
use doorbuster_domain::platform::IfMatch;

use super::Json;
use crate::problem::{ApiError, Code};

/// The `If-Match` header of an operation that must have one: nobody overwrites what they have not seen.
#[derive(Clone, Debug)]
pub struct IfMatchHeader(pub IfMatch);

impl<S: Send + Sync> FromRequestParts<S> for IfMatchHeader {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            return Err(ApiError::new(
                Code::PreconditionRequired,
                "Send the ETag of what you have seen as If-Match, so that nobody else's change is lost.",
            ));
        };
        let text = value.to_str().unwrap_or_default();
        text.parse().map(Self).map_err(|error| ApiError::field("#If-Match", format!("{error}")))
    }
}

/// Something that counts its changes, with its `ETag`.
pub(crate) type Tagged<T> = ([(HeaderName, HeaderValue); 1], Json<T>);

/// What `version` of something looks like, with its `ETag`.
pub(crate) fn tagged<T>(version: i64, view: T) -> Tagged<T> {
    (etag(version), Json(view))
}

fn etag(version: i64) -> [(HeaderName, HeaderValue); 1] {
    // Digits and quotes are always a header's value.
    let value = HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"\""));
    [(header::ETAG, value)]
}
