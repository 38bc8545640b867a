use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use doorbuster_domain::OrderId;
use doorbuster_domain::orders::Order;
use doorbuster_persistence::orders::{find, find_own};
use serde::Deserialize;

use crate::App;
use crate::cart::RequiredShopper;
use crate::extract::Path;
use crate::identity::{Caller, Needs};
use crate::problem::ApiError;

/// The order that the path names, if it is the caller's own (an account's or a guest's) or the caller holds the permission
/// `P`. For everybody else it does not exist.
pub(crate) struct Reach<P> {
    pub(crate) order: Order,
    /// By whose permission; none when it is the caller's own.
    pub(super) staff: Option<Caller>,
    permission: PhantomData<P>,
}

/// The part of the path that names the order; it may have others.
#[derive(Deserialize)]
struct OrderPath {
    id: OrderId,
}

impl<P: Needs> FromRequestParts<App> for Reach<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let RequiredShopper(shopper) = RequiredShopper::from_request_parts(parts, app).await?;
        let Path(OrderPath { id }) = Path::from_request_parts(parts, app).await?;
        let mut connection = app.engine.database.acquire().await?;
        if let Some(order) = find_own(&mut connection, &shopper.owners(), id).await? {
            return Ok(Self { order, staff: None, permission: PhantomData });
        }
        let staff = shopper.caller().copied().filter(|caller| caller.role.may(P::PERMISSION));
        let order = if staff.is_some() { find(&mut connection, id).await? } else { None };
        Ok(Self { order: order.ok_or_else(ApiError::not_found)?, staff, permission: PhantomData })
    }
}
