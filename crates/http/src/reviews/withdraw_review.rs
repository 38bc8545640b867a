use axum::extract::State;
use axum::http::StatusCode;
use doorbuster_domain::ReviewId;
use doorbuster_persistence::reviews::withdraw;

use crate::App;
use crate::extract::Path;
use crate::identity::{OrdersPlace, Permitted};
use crate::problem::ApiError;

/// Withdraw a review
///
/// Its author, at any time: it is deleted, and another may be written.
#[utoipa::path(
    delete, path = "/api/v1/reviews/{id}", tag = "reviews", security(("bearer" = [])),
    params(("id" = ReviewId, Path, description = "The review")),
    responses((status = 204, description = "It is gone")),
)]
pub(super) async fn withdraw_review(
    State(app): State<App>,
    customer: Permitted<OrdersPlace>,
    Path(id): Path<ReviewId>,
) -> Result<StatusCode, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    if withdraw(&mut connection, id, customer.caller().user).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::not_found())
    }
}
