use axum::extract::State;
use doorbuster_domain::catalogue::{IdOrSlug, ProductStatus};
use doorbuster_persistence::catalogue::products::find;

use super::view::ProductView;
use crate::App;
use crate::extract::{Path, Tagged, tagged};
use crate::identity::{CatalogueManage, Permitted};
use crate::problem::ApiError;

/// Get a product
///
/// Public. Archived products stay readable, because old orders show them; drafts exist for the staff only.
#[utoipa::path(
    get, path = "/api/v1/products/{product}", tag = "catalogue", security((), ("bearer" = [])),
    params(("product" = String, Path, description = "The product's slug or id", example = "ember-kettle")),
    responses((status = 200, description = "The product", body = ProductView, headers(
        ("ETag" = String, description = "Counts the edits of the staff, neither stock nor discounts")))),
)]
pub(super) async fn get_product(
    State(app): State<App>,
    staff: Option<Permitted<CatalogueManage>>,
    Path(product): Path<IdOrSlug>,
) -> Result<Tagged<ProductView>, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    let found = find(&mut connection, &product).await?;
    let visible = found.filter(|(product, _)| staff.is_some() || product.status != ProductStatus::Draft);
    let (product, now) = visible.ok_or_else(ApiError::not_found)?;
    Ok(tagged(product.version, ProductView::at(product, now)))
}
