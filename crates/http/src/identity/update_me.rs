use axum::extract::State;
use doorbuster_domain::identity::{Name, NameError};
use doorbuster_persistence::identity::{find, rename};
use serde::{Deserialize, Deserializer};

use super::caller::{Caller, unauthenticated};
use super::view::UserView;
use crate::App;
use crate::extract::Json;
use crate::problem::ApiError;

/// What to change. What is not said stays.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UserUpdate)]
pub(super) struct UserUpdate {
    /// What to call you; null removes it.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, example = "Ada Lovelace", min_length = 1, max_length = 100)]
    name: Option<Option<String>>,
}

/// Update my account
///
/// Whoever is signed in.
#[utoipa::path(
    patch, path = "/api/v1/users/me", tag = "identity", security(("bearer" = [])), request_body = UserUpdate,
    responses((status = 200, description = "The account as it is now", body = UserView)),
)]
pub(super) async fn update_me(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<UserUpdate>,
) -> Result<Json<UserView>, ApiError> {
    let UserUpdate { name } = body;
    let name: Option<Option<Name>> = name
        .map(|name| name.as_deref().map(str::parse).transpose())
        .transpose()
        .map_err(|error: NameError| ApiError::field("/name", error.to_string()))?;
    let mut connection = app.engine.database.acquire().await?;
    let user = match name {
        Some(name) => rename(&mut connection, caller.user, name.as_ref()).await?,
        None => find(&mut connection, caller.user).await?,
    };
    Ok(Json(user.ok_or_else(unauthenticated)?.into()))
}

/// Tells null from nothing: serde makes None of both.
fn said<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
