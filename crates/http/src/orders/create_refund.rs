use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use doorbuster_domain::orders::{Idempotency, NewRefund, Units};
use doorbuster_domain::{Money, OrderId};
use doorbuster_engine::orders::refund;
use doorbuster_persistence::orders::find;
use serde::Deserialize;

use super::create_shipment::UnitsBody;
use super::refund_view::{OrderRefunds, RefundMade};
use super::staff_view::StaffOrderView;
use crate::App;
use crate::catalogue::mistakes;
use crate::extract::{IdempotencyHeader, Json, Path};
use crate::identity::{OrdersRefund, Permitted};
use crate::problem::{ApiError, Problem};

/// What to refund. Without lines, shipping and amount it is everything that is left.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRefund)]
pub(super) struct NewRefundBody {
    /// Units that leave the order, each at what was really paid for it. Those that have not left the house are not sent any
    /// more.
    #[serde(default)]
    #[schema(max_items = 100)]
    lines: Vec<UnitsBody>,
    /// Whether what the parcel cost goes back too.
    #[serde(default)]
    shipping: bool,
    /// How much, when it is not what was paid for the lines and the shipping. With neither it is only about money: no unit
    /// leaves the order, and the amount is split over all that was paid.
    amount: Option<Money>,
    /// Whether the units can be sold again: they go back to the sale, or into the stock of their product.
    #[serde(default)]
    restock: bool,
    /// Why. The customer reads it.
    #[schema(example = "The lid was broken", min_length = 1, max_length = 500)]
    reason: String,
}

/// Refund an order
///
/// Staff. The whole of it or a part, once per key; all refunds of an order are never more than was captured for it. When
/// nothing is left to be sent the order is cancelled, or shipped when a part of it has left; when all of it came back and was
/// restocked it is returned. The customer gets a mail once the money is on its way.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/refunds", tag = "refunds", security(("bearer" = [])),
    request_body = NewRefundBody,
    params(
        ("id" = OrderId, Path, description = "The order"),
        ("Idempotency-Key" = String, Header, description = "Of your making; the same for every retry",
            example = "5f0c9a52-refund"),
    ),
    responses(
        (status = 201, description = "The refund, and its order as it is now", body = RefundMade,
            headers(("Idempotency-Replayed" = String, description = "`true` when the same key had made it before"))),
        (status = 400, description = "`idempotency_key_missing`, `malformed_json`", body = Problem,
            content_type = "application/problem+json"),
        (status = 409, description = "`nothing_to_refund`: it was not paid, or all of it has gone back", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`refund_exceeds_paid`: more money than is left; `validation`: more units than are left; \
            `idempotency_mismatch`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create_refund(
    State(app): State<App>,
    staff: Permitted<OrdersRefund>,
    Path(id): Path<OrderId>,
    key: IdempotencyHeader,
    Json(body): Json<NewRefundBody>,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1], Json<RefundMade>), ApiError> {
    let key = key.required()?;
    let NewRefundBody { lines, shipping, amount, restock, reason } = body;
    let lines = lines.into_iter().map(Units::from).collect();
    let new = NewRefund { lines, shipping, amount, restock, reason: reason.trim().to_owned() };
    new.check().map_err(mistakes)?;
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let idempotency = Idempotency::new(key, &new.canonical());
    let made = refund(&app.engine, work, id, &new, staff.caller().user, idempotency).await?;
    let order = {
        let mut connection = app.engine.database.acquire().await?;
        find(&mut connection, id).await?.ok_or_else(ApiError::not_found)?
    };
    let refunds = OrderRefunds::read(&app, order).await?.items;
    let refund = refunds.into_iter().find(|known| known.refund.id == made.id);
    let refund = refund.ok_or_else(ApiError::not_found)?;
    let replayed = HeaderValue::from_static(if made.replayed { "true" } else { "false" });
    let headers = [(HeaderName::from_static("idempotency-replayed"), replayed)];
    Ok((
        StatusCode::CREATED,
        headers,
        Json(RefundMade { refund, order: StaffOrderView::read(&app, id).await? }),
    ))
}
