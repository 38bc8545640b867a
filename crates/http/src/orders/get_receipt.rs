use axum::extract::State;
use doorbuster_domain::OrderId;
use doorbuster_persistence::orders::receipt;

use super::own::OwnOrder;
use super::view::ReceiptView;
use crate::App;
use crate::extract::Json;
use crate::problem::ApiError;

/// Get an order's receipt
///
/// What it takes to find one of the caller's own orders in its sale's public journal: the entry that placed it, and a proof
/// that the entry's digest stands for this order, this customer and these units. 404 for an order outside of a sale.
#[utoipa::path(
    get, path = "/api/v1/orders/{id}/receipt", tag = "orders", security(("bearer" = []), ("cart_token" = [])),
    params(("id" = OrderId, Path, description = "The order")),
    responses((status = 200, description = "The receipt", body = ReceiptView)),
)]
pub(super) async fn get_receipt(
    State(app): State<App>,
    OwnOrder(order): OwnOrder,
) -> Result<Json<ReceiptView>, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    let receipt = receipt(&mut connection, &order).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(receipt.into()))
}
