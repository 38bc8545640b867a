use axum::extract::State;
use doorbuster_domain::ProductId;
use doorbuster_persistence::cart::remove_item;

use super::Shopper;
use super::get_cart::cart_of;
use super::view::CartView;
use crate::App;
use crate::extract::{Json, Path};
use crate::problem::ApiError;

/// Take a product out of my cart
///
/// Also succeeds when it is not in there.
#[utoipa::path(
    delete, path = "/api/v1/cart/items/{product_id}", tag = "cart",
    security((), ("bearer" = []), ("cart_token" = [])),
    params(("product_id" = ProductId, Path, description = "The product")),
    responses((status = 200, description = "The cart as it is now", body = CartView)),
)]
pub(super) async fn remove_cart_item(
    State(app): State<App>,
    shopper: Shopper,
    Path(product): Path<ProductId>,
) -> Result<Json<CartView>, ApiError> {
    let owner = shopper.owner();
    let mut connection = app.engine.database.acquire().await?;
    if let Some(owner) = &owner {
        remove_item(&mut connection, owner, product).await?;
    }
    let cart = cart_of(&mut connection, &app, owner.as_ref()).await?;
    Ok(Json(CartView::of(cart, None, None)?))
}
