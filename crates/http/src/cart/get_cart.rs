use axum::extract::State;
use doorbuster_domain::cart::{Cart, ShippingMethod};
use doorbuster_persistence::PgConnection;
use doorbuster_persistence::cart::{Owner, find};
use serde::Deserialize;

use super::Shopper;
use super::view::CartView;
use crate::App;
use crate::extract::{Json, Query};
use crate::problem::ApiError;

/// Where the cart may go, and how.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CartQuery {
    /// ISO 3166-1 alpha-2: adds `shipping_options`.
    #[param(example = "FR", min_length = 2, max_length = 2)]
    country: Option<String>,
    /// With a country: adds `shipping` to the total.
    shipping_method: Option<ShippingMethod>,
}

/// Get my cart
///
/// The account's, or that of the guest whose `Cart-Token` it is; an empty one for everybody else. Prices, stock and
/// discounts are those of now. Nothing is held by a cart.
#[utoipa::path(
    get, path = "/api/v1/cart", tag = "cart", security((), ("bearer" = []), ("cart_token" = [])), params(CartQuery),
    responses((status = 200, description = "The cart", body = CartView)),
)]
pub(super) async fn get_cart(
    State(app): State<App>,
    shopper: Shopper,
    Query(query): Query<CartQuery>,
) -> Result<Json<CartView>, ApiError> {
    let country = query.country.map(|country| country.to_ascii_uppercase());
    if country.as_ref().is_some_and(|country| country.len() != 2) {
        return Err(ApiError::field("#country", "a country's two letters (ISO 3166-1), like FR"));
    }
    let mut connection = app.engine.database.acquire().await?;
    let cart = cart_of(&mut connection, &app, shopper.owner().as_ref()).await?;
    Ok(Json(CartView::of(cart, country.as_deref(), query.shipping_method)?))
}

/// The cart of `owner` as it is now; an empty one for nobody.
pub(super) async fn cart_of(
    connection: &mut PgConnection,
    app: &App,
    owner: Option<&Owner>,
) -> Result<Cart, ApiError> {
    let currency = app.shop.currency;
    match owner {
        Some(owner) => Ok(find(connection, owner, currency).await?),
        None => Ok(Cart { id: None, currency, items: Vec::new(), code: None, at: app.engine.board.now() }),
    }
}
