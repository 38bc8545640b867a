use axum::extract::State;
use doorbuster_domain::catalogue::ProductStatus;
use doorbuster_persistence::catalogue::find;

use super::view::ProductView;
use crate::App;
use crate::extract::{Json, Path};
use crate::problem::ApiError;

/// Get a product
///
/// Public. Archived products stay readable, because old orders show them; drafts do not exist for the public.
#[utoipa::path(
    get, path = "/api/v1/products/{slug}", tag = "catalogue",
    params(("slug" = String, Path, description = "The product's address", example = "ember-kettle")),
    responses((status = 200, description = "The product", body = ProductView)),
)]
pub(super) async fn get_product(
    State(app): State<App>,
    Path(slug): Path<String>,
) -> Result<Json<ProductView>, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    let product = find(&mut connection, &slug).await?;
    let public = product.filter(|product| product.status != ProductStatus::Draft);
    Ok(Json(public.ok_or_else(ApiError::not_found)?.into()))
}
