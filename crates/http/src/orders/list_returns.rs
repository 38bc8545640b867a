use axum::extract::State;
use doorbuster_domain::orders::ReturnStatus;
use doorbuster_persistence::orders::list_returns as list;
use serde::Deserialize;

use super::return_view::StaffReturnsPage;
use crate::App;
use crate::extract::{Json, PageQuery, Query};
use crate::identity::{OrdersReadAny, Permitted};
use crate::problem::ApiError;

/// Which returns to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ReturnsQuery {
    /// Where they stand: `requested` when not said.
    #[param(inline)]
    status: Option<ReturnStatus>,
    /// How many items: 1 to 100, 20 when not said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List returns
///
/// Staff. Of those that are open who waits longest comes first, of the others the newest.
#[utoipa::path(
    get, path = "/api/v1/returns", tag = "refunds", security(("bearer" = [])), params(ReturnsQuery),
    responses((status = 200, description = "One page of returns", body = StaffReturnsPage)),
)]
pub(super) async fn list_returns(
    State(app): State<App>,
    _: Permitted<OrdersReadAny>,
    Query(query): Query<ReturnsQuery>,
) -> Result<Json<StaffReturnsPage>, ApiError> {
    let page = PageQuery::read(query.limit, query.cursor.as_deref())?;
    let mut connection = app.engine.database.acquire().await?;
    let status = query.status.unwrap_or(ReturnStatus::Requested);
    let found = list(&mut connection, status, page.after, page.limit).await?;
    drop(connection);
    Ok(Json(StaffReturnsPage::read(&app, found).await?))
}
