use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use doorbuster_engine::identity::ChangePasswordError;
use serde::Deserialize;

use super::answer::{SessionTokens, answer};
use super::caller::Caller;
use super::cookie::RefreshDelivery;
use super::error::{reauthenticate, weak_password};
use super::user_agent::UserAgent;
use crate::extract::Json;
use crate::problem::{ApiError, Problem};
use crate::{App, ClientAddress};

/// A new password.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordChange {
    /// The one that is valid now.
    #[schema(example = "velvet-anchor-quarry", format = Password)]
    current_password: String,
    /// A few uncommon words do. What would be guessed soon is refused.
    #[schema(example = "copper-lantern-meadow", format = Password, min_length = 10, max_length = 128)]
    new_password: String,
    /// Where the new refresh token goes; into the cookie when not said.
    #[serde(default)]
    refresh: RefreshDelivery,
}

/// Change my password
///
/// Whoever is signed in and knows the current one. Ends all sessions, and signs in again here: use the tokens of the
/// answer from now on.
#[utoipa::path(
    put, path = "/api/v1/users/me/password", tag = "identity", security(("bearer" = [])),
    request_body = PasswordChange,
    responses(
        (status = 200, description = "Signed in with the new password, and nowhere else", body = SessionTokens,
            headers(("Set-Cookie" = Option<String>, description = "The refresh token, unless it is in the body"))),
        (status = 422, description = "`wrong_password` (pointer `/current_password`), `weak_password` (pointer \
            `/new_password`)", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`busy`: too many are signing in", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change_password(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    UserAgent(user_agent): UserAgent,
    caller: Caller,
    Json(body): Json<PasswordChange>,
) -> Result<Response, ApiError> {
    let PasswordChange { current_password, new_password, refresh } = body;
    app.limiter.login(&caller.user.to_string(), address).await?;
    let identity = &app.engine.identity;
    let signed_in = identity
        .change_password(caller.user, current_password.into(), new_password.into(), user_agent.as_deref())
        .await?;
    Ok(answer(&app, StatusCode::OK, signed_in, refresh))
}

impl From<ChangePasswordError> for ApiError {
    fn from(error: ChangePasswordError) -> Self {
        match error {
            ChangePasswordError::Reauthenticate(error) => reauthenticate("/current_password", error),
            ChangePasswordError::WeakPassword(reason) => weak_password("/new_password", &reason),
        }
    }
}
