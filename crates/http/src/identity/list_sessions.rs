use axum::extract::State;
use doorbuster_engine::identity::RefreshToken;
use doorbuster_persistence::identity;

use super::caller::Caller;
use super::view::SessionsPage;
use crate::App;
use crate::extract::{Json, PageParams, Query};
use crate::problem::ApiError;

/// List my sessions
///
/// The caller's own sign-ins that are not over, latest first. A session is over when it was logged out or revoked, and 30
/// days after it was last renewed.
#[utoipa::path(
    get, path = "/api/v1/users/me/sessions", tag = "identity", security(("bearer" = [])), params(PageParams),
    responses((status = 200, description = "One page of sessions", body = SessionsPage)),
)]
pub(super) async fn list_sessions(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PageParams>,
) -> Result<Json<SessionsPage>, ApiError> {
    let page = query.check()?;
    let mut connection = app.engine.database.acquire().await?;
    let sessions =
        identity::list_sessions(&mut connection, caller.user, RefreshToken::LIFETIME, page.after, page.limit)
            .await?;
    Ok(Json(SessionsPage::seen_from(sessions, caller.session)))
}
