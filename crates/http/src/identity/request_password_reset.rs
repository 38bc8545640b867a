use axum::extract::State;
use axum::http::StatusCode;
use doorbuster_domain::identity::{Email, EmailError};
use serde::Deserialize;

use crate::extract::Json;
use crate::problem::ApiError;
use crate::{App, ClientAddress};

/// Somebody who does not know their password any more.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordResetRequest {
    /// The address of the account.
    #[schema(example = "ada@example.com", format = Email, max_length = 254)]
    email: String,
}

/// Ask for a new password
///
/// Public. Mails a link when there is an account with this address. The answer, and the time it takes, do not tell
/// whether there is.
#[utoipa::path(
    post, path = "/api/v1/users/password-reset", tag = "identity", request_body = PasswordResetRequest,
    responses((status = 202, description = "If there is such an account, a mail is on its way")),
)]
pub(super) async fn request_password_reset(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    Json(body): Json<PasswordResetRequest>,
) -> Result<StatusCode, ApiError> {
    let email: Email =
        body.email.parse().map_err(|error: EmailError| ApiError::field("/email", error.to_string()))?;
    app.limiter.login(email.as_str(), address).await?;
    app.engine.identity.request_password_reset(&email).await?;
    Ok(StatusCode::ACCEPTED)
}
