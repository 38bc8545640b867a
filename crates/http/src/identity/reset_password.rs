use axum::extract::State;
use axum::http::StatusCode;
use doorbuster_engine::identity::{OpaqueToken, ResetPasswordError};
use serde::Deserialize;

use super::error::{link_expired, weak_password};
use crate::App;
use crate::extract::Json;
use crate::problem::{ApiError, Problem};

/// A new password, and the proof that one may set it.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordReset {
    /// The text behind `#token=` in the mail's link.
    #[schema(example = "bS0yV0VtR3hxQ0s5N2d0eUZ6a1J4Z2ZtN2pVb0pXcVE", max_length = 200)]
    token: String,
    /// A few uncommon words do. What would be guessed soon is refused, and the token stays good.
    #[schema(example = "velvet-anchor-quarry", format = Password, min_length = 10, max_length = 128)]
    password: String,
}

/// Set a new password
///
/// Public: the token of a mail is the proof. It works once, for 30 minutes. Ends all sessions of the account.
#[utoipa::path(
    post, path = "/api/v1/users/password-reset/confirm", tag = "identity", request_body = PasswordReset,
    responses(
        (status = 204, description = "Sign in with the new password"),
        (status = 410, description = "`link_expired`: it was used, is too old, or never was one", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`weak_password` (pointer `/password`), `validation`", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "`busy`: too many are signing in", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn reset_password(
    State(app): State<App>,
    Json(body): Json<PasswordReset>,
) -> Result<StatusCode, ApiError> {
    let PasswordReset { token, password } = body;
    app.engine.identity.reset_password(&OpaqueToken::from(token), password.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<ResetPasswordError> for ApiError {
    fn from(error: ResetPasswordError) -> Self {
        match error {
            ResetPasswordError::LinkExpired => link_expired(),
            ResetPasswordError::WeakPassword(reason) => weak_password("/password", &reason),
            ResetPasswordError::Failed(error) => error.into(),
        }
    }
}
