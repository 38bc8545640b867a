use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use doorbuster_domain::catalogue::PictureFile;

use crate::App;
use crate::extract::is_known;
use crate::problem::{ApiError, Code};

/// Names are contents' names: what is behind one never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// A drawing that is opened by itself runs nothing and loads nothing.
const INERT: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
);

/// A file of a picture, from the store.
pub(super) async fn get_image_file(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let file: PictureFile = name.parse().map_err(|_| ApiError::not_found())?;
    let etag = format!("\"{file}\"");
    let mut answer = HeaderMap::new();
    answer.insert(header::CACHE_CONTROL, FOR_EVER);
    answer.insert(header::ETAG, HeaderValue::try_from(&etag).map_err(|_| ApiError::not_found())?);
    if is_known(&headers, &etag) {
        return Ok((StatusCode::NOT_MODIFIED, answer).into_response());
    }
    let content = app.engine.images.read(file).await.map_err(|error| {
        tracing::warn!(%error, "cannot read {file}");
        ApiError::new(Code::Unavailable, "Please try again in a moment.").retry_after(Duration::from_secs(1))
    })?;
    let content = content.ok_or_else(ApiError::not_found)?;
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.format.media_type()));
    answer.insert(header::CONTENT_SECURITY_POLICY, INERT);
    Ok((answer, content).into_response())
}
