use axum::extract::State;
use doorbuster_domain::catalogue::ProductStatus;
use doorbuster_persistence::search::find;

use super::page_view::ProductsPage;
use super::query::ProductsQuery;
use crate::App;
use crate::extract::{Json, Query};
use crate::identity::{CatalogueManage, Permitted, only_permitted};
use crate::problem::ApiError;

/// List or search products
///
/// Public. Within a group (brands, regions, categories, tags) one of those named is enough; between groups, all count.
/// Novelties are `sort=newest`, best sellers `sort=best_selling`, promotions `on_sale=true`.
#[utoipa::path(
    get, path = "/api/v1/products", tag = "catalogue", security((), ("bearer" = [])), params(ProductsQuery),
    responses((status = 200, description = "One page of products", body = ProductsPage)),
)]
pub(super) async fn list_products(
    State(app): State<App>,
    staff: Option<Permitted<CatalogueManage>>,
    Query(query): Query<ProductsQuery>,
) -> Result<Json<ProductsPage>, ApiError> {
    let search = query.search()?;
    let page = query.page(&search)?;
    if search.status != ProductStatus::Published {
        only_permitted(staff.as_ref())?;
    }
    let mut connection = app.engine.database.acquire().await?;
    let found = find(&mut connection, &search, page.after.as_ref(), page.limit).await?;
    Ok(Json(ProductsPage::new(found, app.shop.currency)))
}
