use axum::extract::State;
use doorbuster_engine::identity::{ConfirmEmailError, OpaqueToken};
use serde::Deserialize;

use super::error::link_expired;
use super::view::UserView;
use crate::App;
use crate::extract::Json;
use crate::problem::{ApiError, Code, Problem};

/// What the link in the mail carries.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EmailConfirmation {
    /// The text behind `#token=`.
    #[schema(example = "bS0yV0VtR3hxQ0s5N2d0eUZ6a1J4Z2ZtN2pVb0pXcVE", max_length = 200)]
    token: String,
}

/// Confirm an e-mail address
///
/// Public: the token of a mail is the proof. Confirms the address of an account, or gives the account the new one that
/// its owner asked for. A token works once, for 24 hours.
#[utoipa::path(
    post, path = "/api/v1/users/email-verification/confirm", tag = "identity", request_body = EmailConfirmation,
    responses(
        (status = 200, description = "The account with the address", body = UserView),
        (status = 409, description = "`email_taken`: another account has this address by now", body = Problem,
            content_type = "application/problem+json"),
        (status = 410, description = "`link_expired`: it was used, is too old, or never was one", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn confirm_email(
    State(app): State<App>,
    Json(body): Json<EmailConfirmation>,
) -> Result<Json<UserView>, ApiError> {
    let user = app.engine.identity.confirm_email(&OpaqueToken::from(body.token)).await?;
    Ok(Json(user.into()))
}

impl From<ConfirmEmailError> for ApiError {
    fn from(error: ConfirmEmailError) -> Self {
        match error {
            ConfirmEmailError::LinkExpired => link_expired(),
            ConfirmEmailError::EmailTaken => {
                Self::new(Code::EmailTaken, "Another account has this e-mail by now.")
            }
            ConfirmEmailError::Storage(error) => error.into(),
        }
    }
}
