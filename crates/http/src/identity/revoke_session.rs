use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use doorbuster_domain::SessionId;

use super::caller::Caller;
use super::cookie::RefreshCookie;
use crate::App;
use crate::extract::Path;
use crate::problem::ApiError;

/// Revoke a session
///
/// Ends one of the caller's own sessions: its refresh token at once, its access tokens within a second wherever they are
/// shown. Revoking the session that asks is logging out. Doing it again changes nothing.
#[utoipa::path(
    delete, path = "/api/v1/users/me/sessions/{id}", tag = "identity", security(("bearer" = [])),
    params(("id" = SessionId, Path, description = "The session")),
    responses(
        (status = 204, description = "The session is over",
            headers(("Set-Cookie" = Option<String>, description = "Clears the cookie, when the session is the caller's own"))),
    ),
)]
pub(super) async fn revoke_session(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<SessionId>,
) -> Result<Response, ApiError> {
    if !app.engine.identity.revoke_session(caller.user, id).await? {
        return Err(ApiError::not_found());
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    if id == caller.session {
        response.headers_mut().extend(RefreshCookie::clear(&app.shop));
    }
    Ok(response)
}
