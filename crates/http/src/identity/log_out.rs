use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::cookie::{RefreshBody, RefreshCookie};
use crate::App;
use crate::extract::Json;
use crate::problem::{ApiError, Problem};

/// Log out
///
/// Ends the session of the refresh token in the body or in the cookie, with its access tokens, and clears the cookie.
/// Doing it again changes nothing.
#[utoipa::path(
    post, path = "/api/v1/users/logout", tag = "identity", request_body = RefreshBody,
    params(("doorbuster_refresh" = Option<String>, Cookie, description = "The token, unless it is in the body")),
    responses(
        (status = 204, description = "No session",
            headers(("Set-Cookie" = Option<String>, description = "Clears the cookie"))),
        (status = 403, description = "`foreign_origin`: the cookie was sent by another site's page", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn log_out(
    State(app): State<App>,
    cookie: RefreshCookie,
    Json(body): Json<RefreshBody>,
) -> Result<Response, ApiError> {
    if let Some((shown, _)) = cookie.shown(body)? {
        app.engine.identity.log_out(&shown).await?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().extend(RefreshCookie::clear(&app.shop));
    Ok(response)
}
