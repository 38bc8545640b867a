use axum::extract::State;
use axum::http::StatusCode;
use doorbuster_persistence::cart::clear;

use super::Shopper;
use crate::App;
use crate::problem::ApiError;

/// Empty my cart
///
/// Takes everything out, and the code off it. Also succeeds when there is no cart.
#[utoipa::path(
    delete, path = "/api/v1/cart", tag = "cart", security((), ("bearer" = []), ("cart_token" = [])),
    responses((status = 204, description = "It is empty")),
)]
pub(super) async fn clear_cart(State(app): State<App>, shopper: Shopper) -> Result<StatusCode, ApiError> {
    if let Some(owner) = shopper.owner() {
        let mut connection = app.engine.database.acquire().await?;
        clear(&mut connection, &owner).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
