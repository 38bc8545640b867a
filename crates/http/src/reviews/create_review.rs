use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use doorbuster_domain::ReviewId;
use doorbuster_domain::catalogue::IdOrSlug;
use doorbuster_engine::ambient::fresh_id;
use doorbuster_persistence::catalogue::products::locate;
use doorbuster_persistence::reviews::create;

use super::body::NewReviewBody;
use super::view::ReviewView;
use crate::App;
use crate::catalogue::mistakes;
use crate::extract::{Json, Path, Tagged, tagged};
use crate::identity::{OrdersPlace, Permitted};
use crate::problem::{ApiError, Problem, internal};

/// Write a review
///
/// Whoever got the product: once per product and delivered order. Staff read it before everybody does. The same review sent
/// again is answered with the one that it made, so a retry needs no key.
#[utoipa::path(
    post, path = "/api/v1/products/{product}/reviews", tag = "reviews", security(("bearer" = [])),
    request_body = NewReviewBody,
    params(("product" = String, Path, description = "The product's slug or id", example = "ember-kettle")),
    responses(
        (status = 201, description = "The review, waiting for the staff", body = ReviewView, headers(
            ("Location" = String, description = "Where the review is"),
            ("ETag" = String, description = "Counts the changes"),
            ("Idempotency-Replayed" = String, description = "`true` when it was there already"))),
        (status = 409, description = "`not_delivered`: it has not arrived, or went back. `already_reviewed`: change the \
            review that `review_id` names", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create_review(
    State(app): State<App>,
    customer: Permitted<OrdersPlace>,
    Path(product): Path<IdOrSlug>,
    Json(body): Json<NewReviewBody>,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 2], Tagged<ReviewView>), ApiError> {
    let new = body.review();
    new.check().map_err(mistakes)?;
    let mut work = app.engine.database.begin_work().await?;
    let product = locate(&mut work, &product).await?.ok_or_else(ApiError::not_found)?;
    let author = customer.caller().user;
    let (review, replayed) =
        create(&mut work, ReviewId(fresh_id()), author, body.order_id, product, &new).await?;
    work.commit().await?;
    if !replayed {
        tracing::info!(review.id = %review.id, product.id = %product, "review {} waits for the staff", review.id);
    }
    let location = HeaderValue::try_from(format!("/api/v1/reviews/{}", review.id));
    let replayed = HeaderValue::from_static(if replayed { "true" } else { "false" });
    let headers = [
        (header::LOCATION, location.map_err(|error| internal(&error))?),
        (HeaderName::from_static("idempotency-replayed"), replayed),
    ];
    Ok((StatusCode::CREATED, headers, tagged(review.version, review.into())))
}
