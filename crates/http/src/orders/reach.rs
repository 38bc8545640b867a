use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use doorbuster_domain::OrderId;
use doorbuster_domain::orders::Order;
use doorbuster_persistence::orders::find;

use crate::App;
use crate::extract::Path;
use crate::identity::{Caller, Needs, OrdersPlace, Permitted};
use crate::problem::ApiError;

/// The order that the path names, if it is the caller's own or the caller holds the permission `P`. For everybody else it
/// does not exist.
pub(super) struct Reach<P> {
    pub(super) order: Order,
    pub(super) caller: Caller,
    permission: PhantomData<P>,
}

impl<P: Needs> FromRequestParts<App> for Reach<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let person =
            <Permitted<OrdersPlace> as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        let caller = *person.caller();
        let Path(id) = Path::<OrderId>::from_request_parts(parts, app).await?;
        let mut connection = app.engine.database.acquire().await?;
        let within = |order: &Order| order.user_id == caller.user || caller.role.may(P::PERMISSION);
        let order = find(&mut connection, id).await?.filter(within).ok_or_else(ApiError::not_found)?;
        Ok(Self { order, caller, permission: PhantomData })
    }
}
