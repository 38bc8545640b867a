use axum::extract::State;
use doorbuster_domain::OrderId;
use doorbuster_persistence::orders::find;

use super::refund_view::OrderRefunds;
use crate::App;
use crate::extract::{Json, Path};
use crate::identity::{OrdersReadAny, Permitted};
use crate::problem::ApiError;

/// List the refunds of an order
///
/// Staff. With who asked for them, why one failed, and what is left to refund.
#[utoipa::path(
    get, path = "/api/v1/orders/{id}/refunds", tag = "refunds", security(("bearer" = [])),
    params(("id" = OrderId, Path, description = "The order")),
    responses((status = 200, description = "Its refunds and what is left", body = OrderRefunds)),
)]
pub(super) async fn list_order_refunds(
    State(app): State<App>,
    _: Permitted<OrdersReadAny>,
    Path(id): Path<OrderId>,
) -> Result<Json<OrderRefunds>, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    let order = find(&mut connection, id).await?.ok_or_else(ApiError::not_found)?;
    drop(connection);
    Ok(Json(OrderRefunds::read(&app, order).await?))
}
