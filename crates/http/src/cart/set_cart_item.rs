use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use doorbuster_domain::cart::MAX_QUANTITY;
use doorbuster_domain::{CartId, ProductId};
use doorbuster_engine::ambient::fresh_id;
use doorbuster_engine::identity::OpaqueToken;
use doorbuster_persistence::cart::{Fresh, Owner, SetItem, set_item};
use serde::Deserialize;

use super::Shopper;
use super::get_cart::cart_of;
use super::view::CartView;
use crate::App;
use crate::extract::{Json, Path};
use crate::problem::{ApiError, Code, Problem};

/// How many.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CartItemUpdate)]
pub(super) struct CartItemBody {
    /// How many units there shall be in the cart. It sets, it does not add.
    #[schema(example = 2, minimum = 1, maximum = 999)]
    quantity: u32,
}

/// Put a product into my cart
///
/// Or change how many of it there are. Without an account and without a `Cart-Token` that we know, the first one makes a
/// cart and answers its `Cart-Token`: keep it, it is the only key to the cart and to what is ordered with it.
#[utoipa::path(
    put, path = "/api/v1/cart/items/{product_id}", tag = "cart",
    security((), ("bearer" = []), ("cart_token" = [])),
    params(("product_id" = ProductId, Path, description = "The product")), request_body = CartItemBody,
    responses(
        (status = 200, description = "The cart as it is now", body = CartView, headers(
            ("Cart-Token" = Option<String>, description = "The key to a cart that was made just now"))),
        (status = 409, description = "`insufficient_stock` (with `available`), `product_unavailable`, `cart_full`. The cart \
            is as it was", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn set_cart_item(
    State(app): State<App>,
    shopper: Shopper,
    Path(product): Path<ProductId>,
    Json(body): Json<CartItemBody>,
) -> Result<(HeaderMap, Json<CartView>), ApiError> {
    if !(1..=MAX_QUANTITY).contains(&body.quantity) {
        return Err(ApiError::field("/quantity", format!("1 to {MAX_QUANTITY} units")));
    }
    let token = OpaqueToken::generate();
    let fresh = Fresh { id: CartId(fresh_id()), token_hash: token.hash() };
    let guest = Owner::Guest(fresh.token_hash);
    let owner = shopper.owner().unwrap_or(guest);
    let mut connection = app.engine.database.acquire().await?;
    let mut headers = HeaderMap::new();
    let owner = match set_item(&mut connection, &owner, &fresh, product, body.quantity).await? {
        SetItem::Done { made: true } if shopper.caller().is_none() => {
            let value = HeaderValue::from_str(token.expose()).unwrap_or(HeaderValue::from_static(""));
            headers.insert(HeaderName::from_static("cart-token"), value);
            guest
        }
        SetItem::Done { .. } => owner,
        SetItem::Unknown => return Err(ApiError::not_found()),
        SetItem::Unavailable => {
            return Err(ApiError::new(Code::ProductUnavailable, "This product is not sold any more."));
        }
        SetItem::Insufficient { available } => {
            let detail = format!("There are {available} in stock.");
            return Err(ApiError::new(Code::InsufficientStock, detail).with_available(available));
        }
        SetItem::Full => {
            return Err(ApiError::new(Code::CartFull, "A cart holds at most 100 different products."));
        }
    };
    let cart = cart_of(&mut connection, &app, Some(&owner)).await?;
    Ok((headers, Json(CartView::of(cart, None, None)?)))
}
