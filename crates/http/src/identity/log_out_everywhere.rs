use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::caller::{Caller, unauthenticated};
use super::cookie::RefreshCookie;
use crate::App;
use crate::problem::ApiError;

/// Log out everywhere
///
/// Ends all sessions of the caller, the one that asks included: their refresh tokens at once, every access token made for
/// the account so far within a second wherever it is shown.
#[utoipa::path(
    delete, path = "/api/v1/users/me/sessions", tag = "identity", security(("bearer" = [])),
    responses(
        (status = 204, description = "No session is left",
            headers(("Set-Cookie" = Option<String>, description = "Clears the cookie"))),
    ),
)]
pub(super) async fn log_out_everywhere(State(app): State<App>, caller: Caller) -> Result<Response, ApiError> {
    if !app.engine.identity.log_out_everywhere(caller.user).await? {
        return Err(unauthenticated());
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().extend(RefreshCookie::clear(&app.shop));
    Ok(response)
}
