use axum::extract::State;
use doorbuster_domain::ProductId;
use doorbuster_domain::catalogue::NewProduct;
use doorbuster_engine::ambient::fresh_id;
use doorbuster_persistence::catalogue::products::create;

use super::body::NewProductBody;
use super::view::ProductView;
use crate::App;
use crate::catalogue::answer::{Created, created};
use crate::catalogue::error::mistakes;
use crate::extract::Json;
use crate::identity::{CatalogueManage, Permitted};
use crate::problem::{ApiError, Problem};

/// Most units that a new product starts with.
const MOST_STOCK: u32 = 1_000_000_000;

/// Create a product
///
/// Staff. Its units arrive as a stock movement.
#[utoipa::path(
    post, path = "/api/v1/products", tag = "catalogue", security(("bearer" = [])), request_body = NewProductBody,
    responses(
        (status = 201, description = "The product", body = ProductView, headers(
            ("Location" = String, description = "Where the product is"),
            ("ETag" = String, description = "Counts the edits of the staff"))),
        (status = 409, description = "`slug_taken`: a product with this slug exists", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create_product(
    State(app): State<App>,
    staff: Permitted<CatalogueManage>,
    Json(body): Json<NewProductBody>,
) -> Result<Created<ProductView>, ApiError> {
    app.shop.require_currency("/price/currency", body.price)?;
    let stock = body.stock;
    if stock > MOST_STOCK {
        return Err(ApiError::field("/stock", "at most 1,000,000,000 units"));
    }
    let new = NewProduct::from(body);
    new.check().map_err(mistakes)?;
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let (product, now) = create(&mut work, ProductId(fresh_id()), &new, stock).await?;
    work.commit().await?;
    tracing::info!(product.id = %product.id, user.id = %staff.caller().user, "created product {}", product.id);
    Ok(created(format!("/api/v1/products/{}", product.slug), product.version, ProductView::at(product, now)))
}
