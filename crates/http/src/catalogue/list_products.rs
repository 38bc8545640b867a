use axum::extract::State;
use doorbuster_persistence::catalogue::list;
use serde::Deserialize;

use super::view::ProductsPage;
use crate::App;
use crate::extract::{Json, PageQuery, Query};
use crate::problem::ApiError;

/// Which products to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ProductsQuery {
    /// How many items: 1 to 100, 20 when not said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List products
///
/// Public: the published ones, newest first.
#[utoipa::path(
    get, path = "/api/v1/products", tag = "catalogue", params(ProductsQuery),
    responses((status = 200, description = "One page of products", body = ProductsPage)),
)]
pub(super) async fn list_products(
    State(app): State<App>,
    Query(query): Query<ProductsQuery>,
) -> Result<Json<ProductsPage>, ApiError> {
    let page = PageQuery::read(query.limit, query.cursor.as_deref())?;
    let mut connection = app.engine.database.acquire().await?;
    Ok(Json(list(&mut connection, page.after, page.limit).await?.into()))
}
