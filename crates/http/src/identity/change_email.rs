use axum::extract::State;
use axum::http::StatusCode;
use doorbuster_domain::identity::{Email, EmailError};
use doorbuster_engine::identity::ChangeEmailError;
use serde::Deserialize;

use super::caller::Caller;
use super::error::reauthenticate;
use crate::extract::Json;
use crate::problem::{ApiError, Code, Problem};
use crate::{App, ClientAddress};

/// A new address.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EmailChange {
    /// Where you want to be reached.
    #[schema(example = "ada@example.org", format = Email, max_length = 254)]
    email: String,
    /// Your password: an open device is not enough.
    #[schema(example = "velvet-anchor-quarry", format = Password)]
    password: String,
}

/// Change my e-mail address
///
/// Whoever is signed in and knows the password. A link goes to the new address; the account keeps the old one until it is
/// followed, and the old one is told then.
#[utoipa::path(
    put, path = "/api/v1/users/me/email", tag = "identity", security(("bearer" = [])), request_body = EmailChange,
    responses(
        (status = 202, description = "A mail is on its way to the new address"),
        (status = 409, description = "`email_taken`: another account has this address", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`wrong_password` (pointer `/password`), `validation`", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "`busy`: too many are signing in", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change_email(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    caller: Caller,
    Json(body): Json<EmailChange>,
) -> Result<StatusCode, ApiError> {
    let EmailChange { email, password } = body;
    let email: Email =
        email.parse().map_err(|error: EmailError| ApiError::field("/email", error.to_string()))?;
    app.limiter.login(&caller.user.to_string(), address).await?;
    app.engine.identity.change_email(caller.user, &email, password.into()).await?;
    Ok(StatusCode::ACCEPTED)
}

impl From<ChangeEmailError> for ApiError {
    fn from(error: ChangeEmailError) -> Self {
        match error {
            ChangeEmailError::Reauthenticate(error) => reauthenticate("/password", error),
            ChangeEmailError::EmailTaken => Self::new(Code::EmailTaken, "Another account has this e-mail."),
        }
    }
}
