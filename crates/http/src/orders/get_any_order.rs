use axum::extract::State;
use doorbuster_domain::OrderId;

use super::staff_view::StaffOrderView;
use crate::App;
use crate::extract::{Json, Path};
use crate::identity::{OrdersReadAny, Permitted};
use crate::problem::ApiError;

/// Get anybody's order
///
/// Staff. With its customer, who moved it, and what was written down about it.
#[utoipa::path(
    get, path = "/api/v1/admin/orders/{id}", tag = "fulfilment", security(("bearer" = [])),
    params(("id" = OrderId, Path, description = "The order")),
    responses((status = 200, description = "The order", body = StaffOrderView)),
)]
pub(super) async fn get_any_order(
    State(app): State<App>,
    _: Permitted<OrdersReadAny>,
    Path(id): Path<OrderId>,
) -> Result<Json<StaffOrderView>, ApiError> {
    Ok(Json(StaffOrderView::read(&app, id).await?))
}
