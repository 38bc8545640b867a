use axum::extract::State;
use doorbuster_domain::ReviewId;
use doorbuster_domain::identity::Permission;
use doorbuster_persistence::reviews::find;

use super::view::ReviewView;
use crate::App;
use crate::extract::{Path, Tagged, tagged};
use crate::identity::Caller;
use crate::problem::ApiError;

/// Get a review
///
/// Its author and the staff, whatever its status. For everybody else it does not exist.
#[utoipa::path(
    get, path = "/api/v1/reviews/{id}", tag = "reviews", security(("bearer" = [])),
    params(("id" = ReviewId, Path, description = "The review")),
    responses((status = 200, description = "The review", body = ReviewView,
        headers(("ETag" = String, description = "Counts the changes")))),
)]
pub(super) async fn get_review(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ReviewId>,
) -> Result<Tagged<ReviewView>, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    let found = find(&mut connection, id).await?;
    let moderates = caller.role.may(Permission::ReviewsModerate);
    let review = found.filter(|review| moderates || review.user_id == caller.user);
    let review = review.ok_or_else(ApiError::not_found)?;
    Ok(tagged(review.version, review.into()))
}
