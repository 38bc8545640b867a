use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use doorbuster_domain::OrderId;
use doorbuster_domain::orders::Order;
use doorbuster_persistence::orders::find;

use crate::App;
use crate::extract::Path;
use crate::identity::{OrdersPlace, Permitted};
use crate::problem::ApiError;

/// The order that the path names, if it is the caller's own: having it means being allowed. Somebody else's order does
/// not exist.
pub(super) struct OwnOrder(pub(super) Order);

impl FromRequestParts<App> for OwnOrder {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let customer = Permitted::<OrdersPlace>::from_request_parts(parts, app).await?;
        let Path(id) = Path::<OrderId>::from_request_parts(parts, app).await?;
        let mut connection = app.engine.database.acquire().await?;
        let order = find(&mut connection, id).await?.filter(|order| order.user_id == customer.caller().user);
        Ok(Self(order.ok_or_else(ApiError::not_found)?))
    }
}
