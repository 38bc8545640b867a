//! The most that the shop's HTTP stack can do: every layer that a purchase passes, token, limiter and body checked as
//! the shop does it, and then the same bytes for everybody. Nothing is asked, nothing is put together.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use doorbuster_http::App;
use doorbuster_http::extract::{IdempotencyHeader, Json};
use doorbuster_http::identity::{OrdersPlace, Permitted};
use doorbuster_http::problem::ApiError;
use metrics_exporter_prometheus::PrometheusHandle;
use uuid::Uuid;

use super::PurchaseBody;
use super::naive::Sold;
use super::no_database::Memory;
use crate::ambient;

/// `POST /api/v1/orders` with a constant 201, for tokens signed with `secret`. Call it inside a runtime.
///
/// # Errors
/// When the constant is no JSON.
pub fn router(secret: &str, metrics: Option<PrometheusHandle>) -> serde_json::Result<Router> {
    let body = Bytes::from(serde_json::to_vec(&example().view())?);
    let app = super::app(secret, Arc::new(Memory::default()), metrics);
    let buy =
        |State(app): State<App>,
         customer: Permitted<OrdersPlace>,
         // Read, as the shop reads it, and of no use.
         _key: IdempotencyHeader,
         Json(purchase): Json<PurchaseBody>| async move { answer(&app, &customer, purchase, body).await };
    Ok(doorbuster_http::in_layers(app, Router::new().route("/api/v1/orders", post(buy)), Router::new()))
}

async fn answer(
    app: &App,
    customer: &Permitted<OrdersPlace>,
    PurchaseBody { quantity, .. }: PurchaseBody,
    body: Bytes,
) -> Result<Response, ApiError> {
    let fields = app.limiter.purchase(customer.caller().user).await?;
    if quantity < 1 {
        return Err(ApiError::field("/quantity", "at least 1"));
    }
    let headers = [
        (header::LOCATION, "/api/v1/orders/00000000-0000-7000-8000-000000000000"),
        (header::CONTENT_TYPE, "application/json"),
    ];
    let mut response = (StatusCode::CREATED, headers, body).into_response();
    if let Some(fields) = fields {
        fields.write(response.headers_mut());
    }
    Ok(response)
}

/// An order as long as those that the benchmark buys.
fn example() -> Sold {
    let now = ambient::now();
    Sold {
        order: Uuid::nil(),
        sale: Uuid::nil(),
        product: Uuid::nil(),
        name: "Load test hot-thing".to_owned(),
        quantity: 1,
        unit_minor: 4_999,
        currency: "EUR".to_owned(),
        placed_at: now,
        pay_by: now,
    }
}
