use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use doorbuster_domain::orders::{Arrival, Idempotency, Units};
use doorbuster_domain::{Money, ReturnId};
use doorbuster_engine::orders::receive_return as receive;
use serde::Deserialize;

use super::create_shipment::UnitsBody;
use super::return_view::StaffReturn;
use crate::App;
use crate::catalogue::mistakes;
use crate::extract::{IdempotencyHeader, Json, Path};
use crate::identity::{OrdersRefund, Permitted};
use crate::problem::{ApiError, Problem};

/// What came back, and what is paid for it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReturnArrival)]
pub(super) struct ArrivalBody {
    /// What was in the parcel; what the customer asked to send when empty.
    #[serde(default)]
    #[schema(max_items = 100)]
    lines: Vec<UnitsBody>,
    /// Whether what the parcel to the customer cost goes back too.
    #[serde(default)]
    shipping: bool,
    /// How much goes back; what was paid for the units when not said. May be nothing.
    amount: Option<Money>,
    /// Whether the units can be sold again: they go back to the sale, or into the stock of their product.
    restock: bool,
    /// What to tell the customer.
    #[schema(example = "Thank you. The box was torn, so we keep 5 €.", min_length = 1, max_length = 1000)]
    answer: Option<String>,
}

/// Receive a return
///
/// Staff. An approved return has come back: it is refunded, and restocked or not, in one step and once per key. When all of the
/// order came back it is `returned`. The customer gets a mail, and another once the money is on its way.
#[utoipa::path(
    post, path = "/api/v1/returns/{id}/receive", tag = "refunds", security(("bearer" = [])),
    request_body = ArrivalBody,
    params(
        ("id" = ReturnId, Path, description = "The return"),
        ("Idempotency-Key" = String, Header, description = "Of your making; the same for every retry",
            example = "5f0c9a52-receive"),
    ),
    responses(
        (status = 200, description = "The return as it is now", body = StaffReturn,
            headers(("Idempotency-Replayed" = String, description = "`true` when the same key had received it before"))),
        (status = 400, description = "`idempotency_key_missing`, `malformed_json`", body = Problem,
            content_type = "application/problem+json"),
        (status = 409, description = "`illegal_transition`: it is not approved, or was received", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`refund_exceeds_paid`: more money than was paid for it; `validation`: more units than were \
            to come; `idempotency_mismatch`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn receive_return(
    State(app): State<App>,
    staff: Permitted<OrdersRefund>,
    Path(id): Path<ReturnId>,
    key: IdempotencyHeader,
    Json(body): Json<ArrivalBody>,
) -> Result<([(HeaderName, HeaderValue); 1], Json<StaffReturn>), ApiError> {
    let key = key.required()?;
    let ArrivalBody { lines, shipping, amount, restock, answer } = body;
    let lines = lines.into_iter().map(Units::from).collect();
    let answer = answer.map(|answer| answer.trim().to_owned());
    let arrival = Arrival { lines, shipping, amount, restock, answer };
    arrival.check().map_err(mistakes)?;
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let idempotency = Idempotency::new(key, &arrival.canonical(id));
    let received = receive(&app.engine, work, id, &arrival, staff.caller().user, idempotency).await?;
    let replayed = HeaderValue::from_static(if received.replayed { "true" } else { "false" });
    let headers = [(HeaderName::from_static("idempotency-replayed"), replayed)];
    Ok((headers, Json(StaffReturn::read(&app, id).await?)))
}
