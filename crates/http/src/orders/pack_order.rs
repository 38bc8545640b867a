use axum::extract::State;
use doorbuster_domain::OrderId;
use doorbuster_engine::orders::pack;

use super::staff_view::StaffOrderView;
use crate::App;
use crate::extract::{Json, Path};
use crate::identity::{OrdersFulfil, Permitted};
use crate::problem::{ApiError, Problem};

/// Pack an order
///
/// Staff. A paid order lies in its box: its customer cannot call it off any more. Packing twice changes nothing.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/pack", tag = "fulfilment", security(("bearer" = [])),
    params(("id" = OrderId, Path, description = "The order")),
    responses(
        (status = 200, description = "The order as it is now", body = StaffOrderView),
        (status = 409, description = "`illegal_transition`: it is not paid, or has gone further", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn pack_order(
    State(app): State<App>,
    staff: Permitted<OrdersFulfil>,
    Path(id): Path<OrderId>,
) -> Result<Json<StaffOrderView>, ApiError> {
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    pack(work, id, staff.caller().user).await?;
    Ok(Json(StaffOrderView::read(&app, id).await?))
}
