use axum::http::{HeaderName, HeaderValue};
use doorbuster_domain::SaleId;
use doorbuster_domain::sales::{SaleOver, Steer};
use doorbuster_engine::sales::SteerError;

use super::view::SaleView;
use crate::App;
use crate::extract::{Json, etag};
use crate::identity::{Permitted, SalesManage};
use crate::problem::{ApiError, Code};

/// The sale after a move of the staff, with its new `ETag`.
pub(super) type Steered = ([(HeaderName, HeaderValue); 1], Json<SaleView>);

/// What pausing, resuming and cancelling have in common.
pub(super) async fn steer(
    app: &App,
    staff: &Permitted<SalesManage>,
    id: SaleId,
    steer: Steer,
) -> Result<Steered, ApiError> {
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let by = staff.caller().user;
    let (sale, now) = doorbuster_engine::sales::steer(&app.engine, work, by, id, steer).await?;
    Ok((etag(sale.version), Json(SaleView::at(sale, now))))
}

impl From<SteerError> for ApiError {
    fn from(error: SteerError) -> Self {
        match error {
            SteerError::Unknown => Self::no_such_sale(),
            SteerError::Over(over) => over.into(),
            SteerError::Storage(error) => error.into(),
        }
    }
}

impl From<SaleOver> for ApiError {
    fn from(over: SaleOver) -> Self {
        let SaleOver(status) = over;
        Self::new(Code::SaleOver, "The sale has ended or was cancelled.").with_sale_status(status)
    }
}
