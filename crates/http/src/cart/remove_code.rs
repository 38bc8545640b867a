use axum::extract::State;
use doorbuster_persistence::cart;

use super::Shopper;
use super::get_cart::cart_of;
use super::view::CartView;
use crate::App;
use crate::extract::Json;
use crate::problem::ApiError;

/// Take the discount code off my cart
///
/// Also succeeds when there is none.
#[utoipa::path(
    delete, path = "/api/v1/cart/code", tag = "cart", security((), ("bearer" = []), ("cart_token" = [])),
    responses((status = 200, description = "The cart as it is now", body = CartView)),
)]
pub(super) async fn remove_code(
    State(app): State<App>,
    shopper: Shopper,
) -> Result<Json<CartView>, ApiError> {
    let owner = shopper.owner();
    let mut connection = app.engine.database.acquire().await?;
    if let Some(owner) = &owner {
        cart::remove_code(&mut connection, owner).await?;
    }
    let cart = cart_of(&mut connection, &app, owner.as_ref()).await?;
    Ok(Json(CartView::of(cart, None, None)?))
}
