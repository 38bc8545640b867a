use axum::extract::State;
use doorbuster_domain::reviews::ReviewStatus;
use doorbuster_persistence::reviews::list;
use serde::Deserialize;

use super::view::ReviewsPage;
use crate::App;
use crate::extract::{Json, PageQuery, Query};
use crate::identity::{Permitted, ReviewsModerate};
use crate::problem::ApiError;

/// Which reviews to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ReviewsQuery {
    /// Where they stand: `pending` when not said.
    #[param(inline)]
    status: Option<ReviewStatus>,
    /// How many items: 1 to 100, 20 when not said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List reviews
///
/// Staff. Of those that wait the oldest come first, of the others the newest.
#[utoipa::path(
    get, path = "/api/v1/reviews", tag = "reviews", security(("bearer" = [])), params(ReviewsQuery),
    responses((status = 200, description = "One page of reviews", body = ReviewsPage)),
)]
pub(super) async fn list_reviews(
    State(app): State<App>,
    _: Permitted<ReviewsModerate>,
    Query(query): Query<ReviewsQuery>,
) -> Result<Json<ReviewsPage>, ApiError> {
    let page = PageQuery::read(query.limit, query.cursor.as_deref())?;
    let mut connection = app.engine.database.acquire().await?;
    let status = query.status.unwrap_or(ReviewStatus::Pending);
    Ok(Json(list(&mut connection, status, page.after, page.limit).await?.into_text().into()))
}
