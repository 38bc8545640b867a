use axum::extract::State;
use doorbuster_domain::ReviewId;
use doorbuster_domain::reviews::{ReviewStatus, check_reason};
use doorbuster_persistence::reviews::{lock, reject};

use super::body::RejectionBody;
use super::view::ReviewView;
use crate::App;
use crate::catalogue::mistakes;
use crate::extract::{IfMatchHeader, Json, Path, Tagged, tagged};
use crate::identity::{Permitted, ReviewsModerate};
use crate::problem::{ApiError, Problem};

/// Reject a review
///
/// Staff, also one that was published. Its author sees the reason, and may change the review. Rejecting again for the same
/// reason changes nothing.
#[utoipa::path(
    post, path = "/api/v1/reviews/{id}/reject", tag = "reviews", security(("bearer" = [])),
    request_body = RejectionBody,
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
pub(super) async fn reject_review(
    State(app): State<App>,
    staff: Permitted<ReviewsModerate>,
    Path(id): Path<ReviewId>,
    IfMatchHeader(expected): IfMatchHeader,
    Json(body): Json<RejectionBody>,
) -> Result<Tagged<ReviewView>, ApiError> {
    let reason = body.reason.trim();
    check_reason(reason).map_err(mistakes)?;
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let before = lock(&mut work, id).await?.ok_or_else(ApiError::not_found)?;
    if before.status == ReviewStatus::Rejected && before.reason.as_deref() == Some(reason) {
        return Ok(tagged(before.version, before.into()));
    }
    expected.require(before.version)?;
    let user = staff.caller().user;
    let review = reject(&mut work, id, user, reason).await?;
    work.commit().await?;
    tracing::info!(review.id = %id, user.id = %user, "rejected review {id}");
    Ok(tagged(review.version, review.into()))
}
