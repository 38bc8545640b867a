use axum::extract::State;
use doorbuster_domain::ReviewId;
use doorbuster_persistence::reviews::{lock, update};

use super::body::ReviewUpdate;
use super::view::ReviewView;
use crate::App;
use crate::catalogue::mistakes;
use crate::extract::{IfMatchHeader, Json, Path, Tagged, tagged};
use crate::identity::{OrdersPlace, Permitted};
use crate::problem::{ApiError, Problem};

/// Change a review
///
/// Its author, at any time. Changed, it waits for the staff again, also when it was published or rejected before.
#[utoipa::path(
    patch, path = "/api/v1/reviews/{id}", tag = "reviews", security(("bearer" = [])), request_body = ReviewUpdate,
    params(
        ("id" = ReviewId, Path, description = "The review"),
        ("If-Match" = String, Header, description = "The `ETag` of the review as you have seen it", example = "\"1\""),
    ),
    responses(
        (status = 200, description = "The review as it is now", body = ReviewView,
            headers(("ETag" = String, description = "Counts the changes"))),
        (status = 412, description = "`precondition_failed`: it changed since you have seen it. Get it again",
            body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`: `If-Match` is missing", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn update_review(
    State(app): State<App>,
    customer: Permitted<OrdersPlace>,
    Path(id): Path<ReviewId>,
    IfMatchHeader(expected): IfMatchHeader,
    Json(body): Json<ReviewUpdate>,
) -> Result<Tagged<ReviewView>, ApiError> {
    let mut work = app.engine.database.begin_work().await?;
    let own = lock(&mut work, id).await?.filter(|review| review.user_id == customer.caller().user);
    let before = own.ok_or_else(ApiError::not_found)?;
    expected.require(before.version)?;
    let next = body.on(&before.said);
    next.check().map_err(mistakes)?;
    if next == before.said {
        return Ok(tagged(before.version, before.into()));
    }
    let review = update(&mut work, id, &next).await?;
    work.commit().await?;
    Ok(tagged(review.version, review.into()))
}
