use axum::extract::State;
use doorbuster_domain::SaleId;
use doorbuster_domain::sales::Steer;

use super::steer::steer;
use super::view::SaleView;
use crate::App;
use crate::extract::{Path, Tagged};
use crate::identity::{Permitted, SalesManage};
use crate::problem::{ApiError, Problem};

/// Cancel a sale
///
/// Staff, and for good: no purchases any more. Unpaid orders are cancelled within seconds and unsold units go back to the
/// product's stock; what was paid is left to staff. Cancelling twice changes nothing.
#[utoipa::path(
    post, path = "/api/v1/sales/{id}/cancel", tag = "sales", security(("bearer" = [])),
    params(("id" = SaleId, Path, description = "The sale")),
    responses(
        (status = 200, description = "The sale as it is now", body = SaleView,
            headers(("ETag" = String, description = "Counts the edits of the staff"))),
        (status = 409, description = "`sale_over`: it has ended", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn cancel_sale(
    State(app): State<App>,
    staff: Permitted<SalesManage>,
    Path(id): Path<SaleId>,
) -> Result<Tagged<SaleView>, ApiError> {
    steer(&app, &staff, id, Steer::Cancel).await
}
