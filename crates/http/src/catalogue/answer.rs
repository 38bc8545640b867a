use axum::http::{HeaderName, HeaderValue, StatusCode, header};

use crate::extract::{Json, etag};

/// A thing that counts its edits, with its `ETag`.
pub(super) type Tagged<T> = ([(HeaderName, HeaderValue); 1], Json<T>);

/// A thing that was made: where it is, and its `ETag`.
pub(super) type Created<T> = (StatusCode, [(HeaderName, String); 1], Tagged<T>);

pub(super) fn tagged<T>(version: i64, view: T) -> Tagged<T> {
    (etag(version), Json(view))
}

pub(super) fn created<T>(location: String, version: i64, view: T) -> Created<T> {
    (StatusCode::CREATED, [(header::LOCATION, location)], tagged(version, view))
}
