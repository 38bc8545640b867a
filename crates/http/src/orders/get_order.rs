use axum::extract::State;
use doorbuster_domain::OrderId;

use super::own::OwnOrder;
use super::view::OrderView;
use crate::App;
use crate::extract::Json;
use crate::problem::ApiError;

/// Get an order
///
/// One of the caller's own.
#[utoipa::path(
    get, path = "/api/v1/orders/{id}", tag = "orders", security(("bearer" = []), ("cart_token" = [])),
    params(("id" = OrderId, Path, description = "The order")),
    responses((status = 200, description = "The order", body = OrderView)),
)]
pub(super) async fn get_order(
    State(app): State<App>,
    OwnOrder(order): OwnOrder,
) -> Result<Json<OrderView>, ApiError> {
    Ok(Json(OrderView::at(order, app.engine.board.now())))
}
