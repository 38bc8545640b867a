use axum::extract::State;
use doorbuster_domain::catalogue::IdOrSlug;
use doorbuster_domain::reviews::MAX_STARS;
use doorbuster_persistence::catalogue::products::locate;
use doorbuster_persistence::reviews::list_published;
use serde::Deserialize;

use super::view::PublishedReviewsPage;
use crate::App;
use crate::extract::{Json, PageQuery, Path, Query};
use crate::problem::ApiError;

/// Which reviews of a product to list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ProductReviewsQuery {
    /// Only those that give so many stars: 1 to 5.
    #[param(minimum = 1, maximum = 5, example = 5)]
    stars: Option<u8>,
    /// How many items: 1 to 100, 20 when not said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List the reviews of a product
///
/// Public, newest first. Everybody who wrote one has got what they write about. An archived product keeps its reviews.
#[utoipa::path(
    get, path = "/api/v1/products/{product}/reviews", tag = "reviews",
    params(
        ("product" = String, Path, description = "The product's slug or id", example = "ember-kettle"),
        ProductReviewsQuery,
    ),
    responses((status = 200, description = "One page of reviews", body = PublishedReviewsPage)),
)]
pub(super) async fn list_product_reviews(
    State(app): State<App>,
    Path(product): Path<IdOrSlug>,
    Query(query): Query<ProductReviewsQuery>,
) -> Result<Json<PublishedReviewsPage>, ApiError> {
    let page = PageQuery::read(query.limit, query.cursor.as_deref())?;
    if query.stars.is_some_and(|stars| !(1..=MAX_STARS).contains(&stars)) {
        return Err(ApiError::field("#stars", format!("a number from 1 to {MAX_STARS}")));
    }
    let mut connection = app.engine.database.acquire().await?;
    let product = locate(&mut connection, &product).await?.ok_or_else(ApiError::not_found)?;
    let reviews = list_published(&mut connection, product, query.stars, page.after, page.limit).await?;
    Ok(Json(reviews.into_text().into()))
}
