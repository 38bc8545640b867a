use axum::extract::State;
use doorbuster_persistence::catalogue::discounts::list;

use super::view::DiscountsPage;
use crate::App;
use crate::extract::{Json, PageParams, Query};
use crate::identity::{CatalogueManage, Permitted};
use crate::problem::ApiError;

/// List discounts
///
/// Staff: all of them, newest first.
#[utoipa::path(
    get, path = "/api/v1/discounts", tag = "catalogue", security(("bearer" = [])), params(PageParams),
    responses((status = 200, description = "One page of discounts", body = DiscountsPage)),
)]
pub(super) async fn list_discounts(
    State(app): State<App>,
    _: Permitted<CatalogueManage>,
    Query(query): Query<PageParams>,
) -> Result<Json<DiscountsPage>, ApiError> {
    let page = query.check()?;
    let mut connection = app.engine.database.acquire().await?;
    Ok(Json(list(&mut connection, page.after, page.limit).await?.into()))
}
