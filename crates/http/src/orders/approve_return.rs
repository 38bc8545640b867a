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

/// What to tell the customer.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReturnApproval)]
pub(super) struct ApprovalBody {
    /// In words: where to send it, and how.
    #[schema(
        example = "Send it to our warehouse in Lille; a label is in your mail.",
        min_length = 1,
        max_length = 1000
    )]
    answer: Option<String>,
}

/// Approve a return
///
/// Staff. The customer gets a mail, and may send it. Approving twice changes nothing.
#[utoipa::path(
    post, path = "/api/v1/returns/{id}/approve", tag = "refunds", security(("bearer" = [])),
    request_body = ApprovalBody,
    params(("id" = ReturnId, Path, description = "The return")),
    responses(
        (status = 200, description = "The return as it is now", body = StaffReturn),
        (status = 409, description = "`illegal_transition`: it was rejected, received or withdrawn", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn approve_return(
    State(app): State<App>,
    staff: Permitted<OrdersRefund>,
    Path(id): Path<ReturnId>,
    Json(body): Json<ApprovalBody>,
) -> Result<Json<StaffReturn>, ApiError> {
    let answer = body.answer.map(|answer| answer.trim().to_owned());
    check_answer(answer.as_deref()).map_err(mistakes)?;
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let user = Some(staff.caller().user);
    decide_return(work, id, ReturnStatus::Approved, user, answer.as_deref()).await?;
    Ok(Json(StaffReturn::read(&app, id).await?))
}
