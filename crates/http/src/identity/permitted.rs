use std::marker::PhantomData;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use doorbuster_domain::identity::Permission;

use super::Caller;
use super::caller::forbidden;
use crate::App;
use crate::problem::ApiError;

/// A caller who holds the permission `P`. Having it means being allowed, and because it is an extractor, nobody learns
/// anything about a body that they may not send.
#[derive(Clone, Copy, Debug)]
pub struct Permitted<P> {
    caller: Caller,
    permission: PhantomData<P>,
}

/// A permission as a type.
pub trait Needs: Send {
    /// The permission.
    const PERMISSION: Permission;
}

macro_rules! permissions {
    ($($name:ident),*) => {
        $(
            /// The permission of the same name.
            #[derive(Clone, Copy, Debug)]
            pub struct $name;

            impl Needs for $name {
                const PERMISSION: Permission = Permission::$name;
            }
        )*
    };
}

permissions!(
    OrdersPlace,
    OrdersReadAny,
    OrdersFulfil,
    OrdersRefund,
    SalesManage,
    CatalogueManage,
    ReviewsModerate,
    WebhooksManage
);

impl<P: Needs> Permitted<P> {
    /// Who it is.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Asks the database once more, in the caller's own transaction: see [`Caller::confirm`].
    ///
    /// # Errors
    /// 401 or 403.
    pub async fn confirm(&self, work: &mut doorbuster_persistence::Work) -> Result<(), ApiError> {
        self.caller.confirm(work, P::PERMISSION).await
    }
}

impl<P: Needs> FromRequestParts<App> for Permitted<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, app).await?;
        caller.require(P::PERMISSION)?;
        Ok(Self { caller, permission: PhantomData })
    }
}

/// For operations that show more to those who may see it: none for a stranger and for who does not hold the permission. A
/// token that is no good is still refused, so that its owner learns to renew it.
impl<P: Needs> OptionalFromRequestParts<App> for Permitted<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, ApiError> {
        if !parts.headers.contains_key(header::AUTHORIZATION) {
            return Ok(None);
        }
        let caller = <Caller as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        let permitted = caller.role.may(P::PERMISSION);
        Ok(permitted.then_some(Self { caller, permission: PhantomData }))
    }
}

/// For the part of a public operation that is not public.
///
/// # Errors
/// 403 `forbidden`.
pub(crate) fn only_permitted<P: Needs>(caller: Option<&Permitted<P>>) -> Result<(), ApiError> {
    caller.map(|_| ()).ok_or_else(|| forbidden(P::PERMISSION))
}
