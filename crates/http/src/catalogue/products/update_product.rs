use axum::extract::State;
use doorbuster_domain::catalogue::IdOrSlug;
use doorbuster_persistence::catalogue::products::{edit, lock};

use super::body::ProductUpdate;
use super::view::ProductView;
use crate::App;
use crate::catalogue::error::mistakes;
use crate::extract::{IfMatchHeader, Json, Path, Tagged, tagged};
use crate::identity::{CatalogueManage, Permitted};
use crate::problem::{ApiError, Problem};

/// Edit a product
///
/// Staff. Also publishes it, archives it and takes it back, by `status`: an archived product is neither listed nor put on
/// sale; sales that it is in go on. Stock is not edited but moved: see `create_stock_movement`. What was ordered keeps the
/// name and the price of then.
#[utoipa::path(
    patch, path = "/api/v1/products/{product}", tag = "catalogue", security(("bearer" = [])),
    request_body = ProductUpdate,
    params(
        ("product" = String, Path, description = "The product's slug or id", example = "ember-kettle"),
        ("If-Match" = String, Header, description = "The `ETag` of the product as you have seen it", example = "\"1\""),
    ),
    responses(
        (status = 200, description = "The product as it is now", body = ProductView,
            headers(("ETag" = String, description = "Counts the edits of the staff"))),
        (status = 409, description = "`slug_taken`: a product with this slug exists", body = Problem,
            content_type = "application/problem+json"),
        (status = 412, description = "`precondition_failed`: somebody changed it since you have seen it. Get it again",
            body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`: `If-Match` is missing", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn update_product(
    State(app): State<App>,
    staff: Permitted<CatalogueManage>,
    Path(product): Path<IdOrSlug>,
    IfMatchHeader(expected): IfMatchHeader,
    Json(body): Json<ProductUpdate>,
) -> Result<Tagged<ProductView>, ApiError> {
    if let Some(price) = body.price {
        app.shop.require_currency("/price/currency", price)?;
    }
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let (before, now) = lock(&mut work, &product).await?.ok_or_else(ApiError::not_found)?;
    expected.require(before.version)?;
    let next = body.on(before.as_made());
    next.check().map_err(mistakes)?;
    if next == before.as_made() {
        return Ok(tagged(before.version, ProductView::at(before, now)));
    }
    let (product, now) = edit(&mut work, &before, &next).await?;
    work.commit().await?;
    tracing::info!(
        product.id = %product.id, user.id = %staff.caller().user, version = product.version,
        "edited product {}", product.id
    );
    Ok(tagged(product.version, ProductView::at(product, now)))
}
