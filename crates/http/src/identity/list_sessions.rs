use axum::extract::State;
use doorbuster_engine::identity::RefreshToken;
use doorbuster_persistence::identity;
use serde::Deserialize;

use super::caller::Caller;
use super::view::SessionsPage;
use crate::App;
use crate::extract::{Json, PageQuery, Query};
use crate::problem::ApiError;

/// Which part of the list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SessionsQuery {
    /// How many items: 1 to 100, 20 when not said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List my sessions
///
/// The caller's own sign-ins that are not over, latest first. A session is over when it was logged out or revoked, and 30
/// days after it was last renewed.
#[utoipa::path(
    get, path = "/api/v1/users/me/sessions", tag = "identity", security(("bearer" = [])), params(SessionsQuery),
    responses((status = 200, description = "One page of sessions", body = SessionsPage)),
)]
pub(super) async fn list_sessions(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<SessionsQuery>,
) -> Result<Json<SessionsPage>, ApiError> {
    let SessionsQuery { limit, cursor } = query;
    let page = PageQuery::read(limit, cursor.as_deref())?;
    let mut connection = app.engine.database.acquire().await?;
    let sessions =
        identity::list_sessions(&mut connection, caller.user, RefreshToken::LIFETIME, page.after, page.limit)
            .await?;
    Ok(Json(SessionsPage::seen_from(sessions, caller.session)))
}
