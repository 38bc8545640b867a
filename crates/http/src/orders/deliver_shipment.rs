use axum::extract::State;
use doorbuster_domain::{OrderId, ShipmentId};
use doorbuster_engine::orders::deliver_shipment as deliver;
use serde::Deserialize;

use super::staff_view::StaffOrderView;
use crate::App;
use crate::extract::{Json, Path};
use crate::identity::{OrdersFulfil, Permitted};
use crate::problem::ApiError;

/// Which parcel of which order.
#[derive(Debug, Deserialize)]
pub(super) struct Parcel {
    id: OrderId,
    shipment_id: ShipmentId,
}

/// Say that one parcel was delivered
///
/// Staff. With the last parcel of a shipped order the order is delivered too; an order of which units have not left yet stays
/// as it is. Saying it twice changes nothing.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/shipments/{shipment_id}/deliver", tag = "fulfilment", security(("bearer" = [])),
    params(
        ("id" = OrderId, Path, description = "The order"),
        ("shipment_id" = ShipmentId, Path, description = "Its parcel"),
    ),
    responses((status = 200, description = "The order as it is now", body = StaffOrderView)),
)]
pub(super) async fn deliver_shipment(
    State(app): State<App>,
    staff: Permitted<OrdersFulfil>,
    Path(Parcel { id, shipment_id }): Path<Parcel>,
) -> Result<Json<StaffOrderView>, ApiError> {
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    deliver(work, id, shipment_id, staff.caller().user).await?;
    Ok(Json(StaffOrderView::read(&app, id).await?))
}
