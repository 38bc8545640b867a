use axum::extract::State;
use doorbuster_domain::ReviewId;
use doorbuster_domain::reviews::ReviewStatus;
use doorbuster_persistence::reviews::{lock, publish};

use super::view::ReviewView;
use crate::App;
use crate::extract::{IfMatchHeader, Path, Tagged, tagged};
use crate::identity::{Permitted, ReviewsModerate};
use crate::problem::{ApiError, Problem};

/// Publish a review
///
/// Staff, also one that was rejected. `If-Match` sees to it that nobody publishes what they have not read; publishing what
/// is published changes nothing.
#[utoipa::path(
    post, path = "/api/v1/reviews/{id}/publish", tag = "reviews", security(("bearer" = [])),
    params(
        ("id" = ReviewId, Path, description = "The review"),
        ("If-Match" = String, Header, description = "The `ETag` of the review as you have seen it", example = "\"1\""),
    ),
    responses(
        (status = 200, description = "The review as it is now", body = ReviewView,
            headers(("ETag" = String, description = "Counts the changes"))),
        (status = 412, description = "`precondition_failed`: it changed since you have seen it. Read it again",
            body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`: `If-Match` is missing", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn publish_review(
    State(app): State<App>,
    staff: Permitted<ReviewsModerate>,
    Path(id): Path<ReviewId>,
    IfMatchHeader(expected): IfMatchHeader,
) -> Result<Tagged<ReviewView>, ApiError> {
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let before = lock(&mut work, id).await?.ok_or_else(ApiError::not_found)?;
    if before.status == ReviewStatus::Published {
        return Ok(tagged(before.version, before.into()));
    }
    expected.require(before.version)?;
    let user = staff.caller().user;
    let review = publish(&mut work, id, user).await?;
    work.commit().await?;
    tracing::info!(review.id = %id, user.id = %user, "published review {id}");
    Ok(tagged(review.version, review.into()))
}
