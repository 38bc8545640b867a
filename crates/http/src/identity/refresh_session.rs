use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::answer::{SessionTokens, answer};
use super::cookie::{RefreshBody, RefreshCookie};
use super::error::invalid_refresh_token;
use crate::App;
use crate::extract::Json;
use crate::problem::{ApiError, Problem};

/// Refresh the session
///
/// Shows the refresh token, in the body or in the cookie, and gets the next one in the same way, with a new access
/// token. The token that was shown stays good for 30 seconds, for a second tab or a lost answer. Shown later, it ends
/// the session, because somebody else has it.
#[utoipa::path(
    post, path = "/api/v1/users/refresh", tag = "identity", request_body = RefreshBody,
    params(("doorbuster_refresh" = Option<String>, Cookie, description = "The token, unless it is in the body")),
    responses(
        (status = 200, description = "The next tokens", body = SessionTokens,
            headers(("Set-Cookie" = Option<String>, description = "The next refresh token, unless it is in the body"))),
        (status = 401, description = "`invalid_refresh_token`", body = Problem,
            content_type = "application/problem+json"),
        (status = 403, description = "`foreign_origin`: the cookie was sent by another site's page", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn refresh_session(
    State(app): State<App>,
    cookie: RefreshCookie,
    Json(body): Json<RefreshBody>,
) -> Result<Response, ApiError> {
    let (shown, delivery) = cookie.shown(body)?.ok_or_else(invalid_refresh_token)?;
    let signed_in = app.engine.identity.refresh(&shown).await?;
    Ok(answer(&app, StatusCode::OK, signed_in, delivery))
}
