use axum::extract::State;
use doorbuster_domain::catalogue::IdOrSlug;
use doorbuster_persistence::catalogue::products::locate;
use doorbuster_persistence::reviews::list_own;

use super::view::OwnReviewsView;
use crate::App;
use crate::extract::{Json, Path};
use crate::identity::{OrdersPlace, Permitted};
use crate::problem::ApiError;

/// List my reviews of a product
///
/// Whoever is signed in: what they said about it, published or not, and the orders about which they may say something yet.
#[utoipa::path(
    get, path = "/api/v1/products/{product}/reviews/own", tag = "reviews", security(("bearer" = [])),
    params(("product" = String, Path, description = "The product's slug or id", example = "ember-kettle")),
    responses((status = 200, description = "What was said and what may be said", body = OwnReviewsView)),
)]
pub(super) async fn list_own_reviews(
    State(app): State<App>,
    customer: Permitted<OrdersPlace>,
    Path(product): Path<IdOrSlug>,
) -> Result<Json<OwnReviewsView>, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    let product = locate(&mut connection, &product).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(list_own(&mut connection, customer.caller().user, product).await?.into()))
}
