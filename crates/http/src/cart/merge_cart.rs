use axum::extract::State;
use doorbuster_domain::CartId;
use doorbuster_engine::ambient::fresh_id;
use doorbuster_persistence::cart::{Owner, merge};

use super::Shopper;
use super::get_cart::cart_of;
use super::view::CartView;
use crate::App;
use crate::extract::Json;
use crate::identity::{OrdersPlace, Permitted};
use crate::problem::ApiError;

/// Take a guest's cart along
///
/// After signing in or registering, with the `Cart-Token` from before: what the guest had goes into the account's cart,
/// quantities added and capped by the stock, and the guest's orders become the account's. The token is worthless afterwards;
/// doing it again changes nothing.
#[utoipa::path(
    post, path = "/api/v1/cart/merge", tag = "cart", security(("bearer" = [])),
    params(("Cart-Token" = Option<String>, Header, description = "The guest's")),
    responses((status = 200, description = "The account's cart as it is now", body = CartView)),
)]
pub(super) async fn merge_cart(
    State(app): State<App>,
    customer: Permitted<OrdersPlace>,
    shopper: Shopper,
) -> Result<Json<CartView>, ApiError> {
    let user = customer.caller().user;
    let mut connection = app.engine.database.acquire().await?;
    if let Some(token_hash) = shopper.guest() {
        merge(&mut connection, user, &token_hash, CartId(fresh_id())).await?;
    }
    let cart = cart_of(&mut connection, &app, Some(&Owner::Account(user))).await?;
    Ok(Json(CartView::of(cart, None, None)?))
}
