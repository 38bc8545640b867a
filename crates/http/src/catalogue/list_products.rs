use axum::extract::State;
use doorbuster_persistence::catalogue::list;

use super::view::ProductsPage;
use crate::App;
use crate::extract::{Json, PageParams, Query};
use crate::problem::ApiError;

/// List products
///
/// Public: the published ones, newest first.
#[utoipa::path(
    get, path = "/api/v1/products", tag = "catalogue", params(PageParams),
    responses((status = 200, description = "One page of products", body = ProductsPage)),
)]
pub(super) async fn list_products(
    State(app): State<App>,
    Query(query): Query<PageParams>,
) -> Result<Json<ProductsPage>, ApiError> {
    let page = query.check()?;
    let mut connection = app.engine.database.acquire().await?;
    Ok(Json(list(&mut connection, page.after, page.limit).await?.into()))
}
