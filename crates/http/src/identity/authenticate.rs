use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use doorbuster_domain::identity::{Email, EmailError};
use serde::Deserialize;

use super::answer::{SessionTokens, answer};
use super::cookie::RefreshDelivery;
use super::user_agent::UserAgent;
use crate::extract::Json;
use crate::problem::{ApiError, Problem};
use crate::{App, ClientAddress};

/// Somebody who says to have an account.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Credentials {
    /// In upper or lower case.
    #[schema(example = "ada@example.com", format = Email)]
    email: String,
    /// The password.
    #[schema(example = "velvet-anchor-quarry", format = Password)]
    password: String,
    /// Where the refresh token goes; into the cookie when not said.
    #[serde(default)]
    refresh: RefreshDelivery,
}

/// Sign in
///
/// Public. An unknown e-mail, a wrong password and a disabled account get the same answer after the same time.
#[utoipa::path(
    post, path = "/api/v1/users/authenticate", tag = "identity", request_body = Credentials,
    responses(
        (status = 200, description = "Signed in", body = SessionTokens,
            headers(("Set-Cookie" = Option<String>, description = "The refresh token, unless it is in the body"))),
        (status = 401, description = "`invalid_credentials`", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "`busy`: too many are signing in", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn authenticate(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    UserAgent(user_agent): UserAgent,
    Json(body): Json<Credentials>,
) -> Result<Response, ApiError> {
    let Credentials { email, password, refresh } = body;
    let email: Email =
        email.parse().map_err(|error: EmailError| ApiError::field("/email", error.to_string()))?;
    let fields = app.limiter.login(email.as_str(), address).await?;
    let signed_in = app.engine.identity.authenticate(&email, password.into(), user_agent.as_deref()).await?;
    let mut response = answer(&app, StatusCode::OK, signed_in, refresh);
    if let Some(fields) = fields {
        fields.write(response.headers_mut());
    }
    Ok(response)
}
