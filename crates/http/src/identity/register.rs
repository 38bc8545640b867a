use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use doorbuster_domain::identity::{Email, EmailError, Name, NameError};
use doorbuster_engine::identity::Registration;
use serde::Deserialize;

use super::answer::{SessionTokens, answer};
use super::cookie::RefreshDelivery;
use super::user_agent::UserAgent;
use crate::extract::Json;
use crate::problem::{ApiError, FieldError, Problem};
use crate::{App, ClientAddress};

/// Somebody who wants an account.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Registration)]
pub(super) struct RegistrationBody {
    /// Where you are reached. Upper and lower case are the same.
    #[schema(example = "ada@example.com", format = Email, max_length = 254)]
    email: String,
    /// A few uncommon words do. What would be guessed soon is refused.
    #[schema(example = "velvet-anchor-quarry", format = Password, min_length = 10, max_length = 128)]
    password: String,
    /// What to call you.
    #[schema(example = "Ada Lovelace", min_length = 1, max_length = 100)]
    name: Option<String>,
    /// Where the refresh token goes; into the cookie when not said.
    #[serde(default)]
    refresh: RefreshDelivery,
}

/// Register
///
/// Public. Makes an account and signs in.
#[utoipa::path(
    post, path = "/api/v1/users", tag = "identity", request_body = RegistrationBody,
    responses(
        (status = 201, description = "Signed in to the new account", body = SessionTokens,
            headers(("Set-Cookie" = Option<String>, description = "The refresh token, unless it is in the body"))),
        (status = 409, description = "`email_taken`: an account with this e-mail exists", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`weak_password` (pointer `/password`), `validation`", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "`busy`: too many are signing in", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn register(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    UserAgent(user_agent): UserAgent,
    Json(body): Json<RegistrationBody>,
) -> Result<Response, ApiError> {
    let RegistrationBody { email, password, name, refresh } = body;
    let (email, name) = check(&email, name.as_deref())?;
    let fields = app.limiter.login(email.as_str(), address).await?;
    let registration = Registration { email, password: password.into(), name, user_agent };
    let signed_in = app.engine.identity.register(registration).await?;
    let mut response = answer(&app, StatusCode::CREATED, signed_in, refresh);
    if let Some(fields) = fields {
        fields.write(response.headers_mut());
    }
    Ok(response)
}

/// Both are judged, so that a person learns about both.
fn check(email: &str, name: Option<&str>) -> Result<(Email, Option<Name>), ApiError> {
    let email: Result<Email, EmailError> = email.parse();
    let name: Result<Option<Name>, NameError> = name.map(str::parse).transpose();
    match (email, name) {
        (Ok(email), Ok(name)) => Ok((email, name)),
        (email, name) => {
            let mistake = |pointer: &str, detail: String| FieldError { pointer: pointer.to_owned(), detail };
            let email = email.err().map(|error| mistake("/email", error.to_string()));
            let name = name.err().map(|error| mistake("/name", error.to_string()));
            Err(ApiError::fields(email.into_iter().chain(name).collect()))
        }
    }
}
