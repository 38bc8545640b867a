use axum::http::{HeaderName, StatusCode, header};

use crate::extract::{Tagged, tagged};

/// A thing that was made: where it is, and its `ETag`.
pub(crate) type Created<T> = (StatusCode, [(HeaderName, String); 1], Tagged<T>);

pub(crate) fn created<T>(location: String, version: i64, view: T) -> Created<T> {
    (StatusCode::CREATED, [(header::LOCATION, location)], tagged(version, view))
}
