use doorbuster_domain::SaleId;
use doorbuster_domain::sales::{SaleOver, Steer};
use doorbuster_engine::sales::SteerError;

use super::view::SaleView;
use crate::App;
use crate::extract::{Tagged, tagged};
use crate::identity::{Permitted, SalesManage};
use crate::problem::{ApiError, Code};

/// What pausing, resuming and cancelling have in common.
pub(super) async fn steer(
    app: &App,
    staff: &Permitted<SalesManage>,
    id: SaleId,
    steer: Steer,
) -> Result<Tagged<SaleView>, ApiError> {
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    let by = staff.caller().user;
    let (sale, now) = doorbuster_engine::sales::steer(&app.engine, work, by, id, steer).await?;
    Ok(tagged(sale.version, SaleView::at(sale, now)))
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
