use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use doorbuster_domain::OrderId;
use doorbuster_domain::orders::{Idempotency, NewReturn, Units};
use doorbuster_engine::orders::request_return;
use doorbuster_persistence::orders::find;
use serde::Deserialize;

use super::create_shipment::UnitsBody;
use super::own::OwnOrderId;
use super::view::OrderView;
use crate::App;
use crate::catalogue::mistakes;
use crate::extract::{IdempotencyHeader, Json};
use crate::problem::{ApiError, Problem};

/// What to send back.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewReturn)]
pub(super) struct NewReturnBody {
    /// Which units.
    #[schema(min_items = 1, max_items = 100)]
    lines: Vec<UnitsBody>,
    /// Why.
    #[schema(example = "It is too small", min_length = 1, max_length = 1000)]
    reason: String,
}

/// Ask to send something back
///
/// Of an order that arrived in the last fourteen days, by its customer. The staff answer, and the customer gets a mail for every step. A key makes
/// a retry safe.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/returns", tag = "orders", security(("bearer" = []), ("cart_token" = [])),
    request_body = NewReturnBody,
    params(
        ("id" = OrderId, Path, description = "The order"),
        ("Idempotency-Key" = String, Header, description = "Of your making; the same for every retry",
            example = "5f0c9a52-return"),
    ),
    responses(
        (status = 201, description = "The order as it is now", body = OrderView,
            headers(("Idempotency-Replayed" = String, description = "`true` when the same key had asked before"))),
        (status = 400, description = "`idempotency_key_missing`, `malformed_json`", body = Problem,
            content_type = "application/problem+json"),
        (status = 409, description = "`not_delivered`: it has not arrived, or went back; `return_too_late`", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`validation`: more units than can be sent back; `idempotency_mismatch`",
            body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create_return(
    State(app): State<App>,
    OwnOrderId(id): OwnOrderId,
    key: IdempotencyHeader,
    Json(body): Json<NewReturnBody>,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1], Json<OrderView>), ApiError> {
    let key = key.required()?;
    let NewReturnBody { lines, reason } = body;
    let lines = lines.into_iter().map(Units::from).collect();
    let new = NewReturn { lines, reason: reason.trim().to_owned() };
    new.check().map_err(mistakes)?;
    let work = app.engine.database.begin_work().await?;
    let idempotency = Idempotency::new(key, &new.canonical());
    let replayed = request_return(work, id, &new, idempotency, app.engine.board.now()).await?;
    let mut connection = app.engine.database.acquire().await?;
    let order = find(&mut connection, id).await?.ok_or_else(ApiError::not_found)?;
    let replayed = HeaderValue::from_static(if replayed { "true" } else { "false" });
    let headers = [(HeaderName::from_static("idempotency-replayed"), replayed)];
    Ok((StatusCode::CREATED, headers, Json(OrderView::at(order, app.engine.board.now()))))
}
