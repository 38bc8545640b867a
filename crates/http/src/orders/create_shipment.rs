use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use doorbuster_domain::orders::{Idempotency, NewShipment, Units};
use doorbuster_domain::{OrderId, ProductId};
use doorbuster_engine::orders::ship;
use serde::Deserialize;

use super::staff_view::StaffOrderView;
use crate::App;
use crate::catalogue::mistakes;
use crate::extract::{IdempotencyHeader, Json, Path};
use crate::identity::{OrdersFulfil, Permitted};
use crate::problem::{ApiError, Problem};

/// A parcel.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewShipment)]
pub(super) struct NewShipmentBody {
    /// Who carries it.
    #[schema(example = "DHL", min_length = 1, max_length = 60)]
    carrier: String,
    /// The carrier's number for it, if it has one.
    #[schema(example = "00340434161094042557", min_length = 1, max_length = 100)]
    tracking_number: Option<String>,
    /// What is in it; everything that has not left yet when empty.
    #[serde(default)]
    #[schema(max_items = 100)]
    lines: Vec<UnitsBody>,
}

/// Some units of one line of an order.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewUnits)]
pub(super) struct UnitsBody {
    /// Which line.
    pub(super) product_id: ProductId,
    /// How many units.
    #[schema(example = 1, minimum = 1)]
    pub(super) quantity: u32,
}

impl From<UnitsBody> for Units {
    fn from(body: UnitsBody) -> Self {
        let UnitsBody { product_id, quantity } = body;
        Self { product_id, quantity }
    }
}

/// Send a parcel
///
/// Staff. An order is shipped when every unit of it has left; until then it stays packed. Its customer gets a mail for
/// every parcel. A key makes a retry safe.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/shipments", tag = "fulfilment", security(("bearer" = [])),
    request_body = NewShipmentBody,
    params(
        ("id" = OrderId, Path, description = "The order"),
        ("Idempotency-Key" = String, Header, description = "Of your making; the same for every retry",
            example = "5f0c9a52-ship"),
    ),
    responses(
        (status = 201, description = "The order as it is now", body = StaffOrderView,
            headers(("Idempotency-Replayed" = String, description = "`true` when the same key had sent it before"))),
        (status = 400, description = "`idempotency_key_missing`, `malformed_json`", body = Problem,
            content_type = "application/problem+json"),
        (status = 409, description = "`illegal_transition`: it is not packed", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`validation`: more units than have not left yet; `idempotency_mismatch`",
            body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create_shipment(
    State(app): State<App>,
    staff: Permitted<OrdersFulfil>,
    Path(id): Path<OrderId>,
    key: IdempotencyHeader,
    Json(body): Json<NewShipmentBody>,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1], Json<StaffOrderView>), ApiError> {
    let key = key.required()?;
    let NewShipmentBody { carrier, tracking_number, lines } = body;
    let new = NewShipment {
        carrier: carrier.trim().to_owned(),
        tracking_number: tracking_number.map(|number| number.trim().to_owned()),
        lines: lines.into_iter().map(Units::from).collect(),
    };
    new.check().map_err(mistakes)?;
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let idempotency = Idempotency::new(key, &new.canonical());
    let replayed = ship(work, id, &new, staff.caller().user, idempotency).await?;
    let replayed = HeaderValue::from_static(if replayed { "true" } else { "false" });
    let headers = [(HeaderName::from_static("idempotency-replayed"), replayed)];
    Ok((StatusCode::CREATED, headers, Json(StaffOrderView::read(&app, id).await?)))
}
