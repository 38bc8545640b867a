use axum::extract::State;
use doorbuster_persistence::promotions::codes::list;

use super::view::CodesPage;
use crate::App;
use crate::extract::{Json, PageParams, Query};
use crate::identity::{CatalogueManage, Permitted};
use crate::problem::ApiError;

/// List discount codes
///
/// Staff: all of them, newest first.
#[utoipa::path(
    get, path = "/api/v1/codes", tag = "promotions", security(("bearer" = [])), params(PageParams),
    responses((status = 200, description = "One page of codes", body = CodesPage)),
)]
pub(super) async fn list_codes(
    State(app): State<App>,
    _: Permitted<CatalogueManage>,
    Query(query): Query<PageParams>,
) -> Result<Json<CodesPage>, ApiError> {
    let page = query.check()?;
    let mut connection = app.engine.database.acquire().await?;
    Ok(Json(list(&mut connection, page.after, page.limit).await?.into()))
}
