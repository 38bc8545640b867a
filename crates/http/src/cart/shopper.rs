use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use doorbuster_domain::identity::Permission;
use doorbuster_engine::identity::OpaqueToken;
use doorbuster_persistence::cart::Owner;

use crate::App;
use crate::identity::Caller;
use crate::problem::{ApiError, Code};

/// The longest text that is looked up as a token; ours have 43 characters.
const LONGEST: usize = 200;

/// Who shops: an account, a guest with a `Cart-Token`, both (just signed in), or somebody who has nothing yet. A token that
/// nobody knows is somebody with nothing; an access token that is no good is refused, so that its owner learns to renew it.
#[derive(Clone, Debug)]
pub(crate) struct Shopper {
    caller: Option<Caller>,
    token: Option<OpaqueToken>,
}

impl Shopper {
    /// Whose cart it is. An account comes before a guest's token.
    pub(crate) fn owner(&self) -> Option<Owner> {
        self.owners().into_iter().next()
    }

    /// As whom they may see orders.
    pub(crate) fn owners(&self) -> Vec<Owner> {
        let account = self.caller.map(|caller| Owner::Account(caller.user));
        account.into_iter().chain(self.guest().map(Owner::Guest)).collect()
    }

    /// The account.
    pub(crate) fn caller(&self) -> Option<&Caller> {
        self.caller.as_ref()
    }

    /// The hash of the guest's token.
    pub(crate) fn guest(&self) -> Option<[u8; 32]> {
        self.token.as_ref().map(OpaqueToken::hash)
    }
}

impl FromRequestParts<App> for Shopper {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let caller = if parts.headers.contains_key(header::AUTHORIZATION) {
            let caller = Caller::from_request_parts(parts, app).await?;
            caller.require(Permission::OrdersPlace)?;
            Some(caller)
        } else {
            None
        };
        let token = parts.headers.get("cart-token").and_then(|value| value.to_str().ok());
        let token = token.filter(|text| (1..=LONGEST).contains(&text.len()));
        Ok(Self { caller, token: token.map(|text| OpaqueToken::from(text.to_owned())) })
    }
}

/// A [`Shopper`] who has an account or a token.
pub(crate) struct RequiredShopper(pub(crate) Shopper);

impl FromRequestParts<App> for RequiredShopper {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let shopper = Shopper::from_request_parts(parts, app).await?;
        if shopper.owner().is_none() {
            return Err(ApiError::new(
                Code::Unauthenticated,
                "Send an access token as Authorization: Bearer, or the Cart-Token of your cart.",
            ));
        }
        Ok(Self(shopper))
    }
}
