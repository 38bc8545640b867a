use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use doorbuster_domain::OrderId;
use doorbuster_domain::orders::Order;
use doorbuster_persistence::orders::{find_own, is_own};

use crate::App;
use crate::cart::{RequiredShopper, Shopper};
use crate::extract::Path;
use crate::problem::ApiError;

/// The order that the path names, if it is the caller's own, or that of the guest whose token it is: having it means being
/// allowed. Somebody else's order does not exist.
pub(super) struct OwnOrder(pub(super) Order);

impl FromRequestParts<App> for OwnOrder {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let (shopper, id) = who_asks_for(parts, app).await?;
        let mut connection = app.engine.database.acquire().await?;
        let order = find_own(&mut connection, &shopper.owners(), id).await?;
        Ok(Self(order.ok_or_else(ApiError::not_found)?))
    }
}

/// The name of such an order, for whoever needs nothing else of it: one look instead of one per table.
pub(super) struct OwnOrderId(pub(super) OrderId);

impl FromRequestParts<App> for OwnOrderId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let (shopper, id) = who_asks_for(parts, app).await?;
        let mut connection = app.engine.database.acquire().await?;
        if is_own(&mut connection, &shopper.owners(), id).await? {
            Ok(Self(id))
        } else {
            Err(ApiError::not_found())
        }
    }
}

async fn who_asks_for(parts: &mut Parts, app: &App) -> Result<(Shopper, OrderId), ApiError> {
    let RequiredShopper(shopper) = RequiredShopper::from_request_parts(parts, app).await?;
    let Path(id) = Path::<OrderId>::from_request_parts(parts, app).await?;
    Ok((shopper, id))
}
