use axum::extract::State;
use doorbuster_persistence::identity::find;

use super::caller::{Caller, unauthenticated};
use super::view::UserView;
use crate::App;
use crate::extract::Json;
use crate::problem::ApiError;

/// Get my account
///
/// Whoever is signed in.
#[utoipa::path(
    get, path = "/api/v1/users/me", tag = "identity", security(("bearer" = [])),
    responses((status = 200, description = "The account", body = UserView)),
)]
pub(super) async fn get_me(State(app): State<App>, caller: Caller) -> Result<Json<UserView>, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    let user = find(&mut connection, caller.user).await?.ok_or_else(unauthenticated)?;
    Ok(Json(user.into()))
}
