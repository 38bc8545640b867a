use axum::extract::State;
use doorbuster_domain::SaleId;
use doorbuster_domain::sales::Steer;

use super::steer::steer;
use super::view::SaleView;
use crate::App;
use crate::extract::{Path, Tagged};
use crate::identity::{Permitted, SalesManage};
use crate::problem::{ApiError, Problem};

/// Resume a sale
///
/// Staff. Purchases go on, within the sale's times. Resuming what is not paused changes nothing.
#[utoipa::path(
    post, path = "/api/v1/sales/{id}/resume", tag = "sales", security(("bearer" = [])),
    params(("id" = SaleId, Path, description = "The sale")),
    responses(
        (status = 200, description = "The sale as it is now", body = SaleView,
            headers(("ETag" = String, description = "Counts the edits of the staff"))),
        (status = 409, description = "`sale_over`: it has ended or was cancelled", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn resume_sale(
    State(app): State<App>,
    staff: Permitted<SalesManage>,
    Path(id): Path<SaleId>,
) -> Result<Tagged<SaleView>, ApiError> {
    steer(&app, &staff, id, Steer::Resume).await
}
