use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::view::OrderView;
use crate::extract::Json;

/// 201 with an order, `replayed` when the same key had made it before.
pub(crate) fn created(order: OrderView, replayed: bool) -> Response {
    let location = format!("/api/v1/orders/{}", order.id);
    let mut response = (StatusCode::CREATED, [(header::LOCATION, location)], Json(order)).into_response();
    if replayed {
        let name = HeaderName::from_static("idempotency-replayed");
        response.headers_mut().insert(name, HeaderValue::from_static("true"));
    }
    response
}
