use axum::extract::State;
use doorbuster_domain::ReturnId;
use doorbuster_domain::orders::{ReturnStatus, check_answer};
use doorbuster_engine::orders::decide_return;
use serde::Deserialize;

use super::return_view::StaffReturn;
use crate::App;
use crate::catalogue::mistakes;
use crate::extract::{Json, Path};
use crate::identity::{OrdersRefund, Permitted};
use crate::problem::{ApiError, Problem};

/// Why not.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReturnRejection)]
pub(super) struct RejectionBody {
    /// In words, for the customer.
    #[schema(example = "It has been worn.", min_length = 1, max_length = 1000)]
    answer: String,
}

/// Reject a return
///
/// Staff, until it was received. The customer gets a mail that says why. Rejecting twice changes nothing.
#[utoipa::path(
    post, path = "/api/v1/returns/{id}/reject", tag = "refunds", security(("bearer" = [])),
    request_body = RejectionBody,
    params(("id" = ReturnId, Path, description = "The return")),
    responses(
        (status = 200, description = "The return as it is now", body = StaffReturn),
        (status = 409, description = "`illegal_transition`: it was received or withdrawn", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn reject_return(
    State(app): State<App>,
    staff: Permitted<OrdersRefund>,
    Path(id): Path<ReturnId>,
    Json(body): Json<RejectionBody>,
) -> Result<Json<StaffReturn>, ApiError> {
    let answer = body.answer.trim();
    check_answer(Some(answer)).map_err(mistakes)?;
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    decide_return(work, id, ReturnStatus::Rejected, Some(staff.caller().user), Some(answer)).await?;
    Ok(Json(StaffReturn::read(&app, id).await?))
}
