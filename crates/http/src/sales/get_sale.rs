use axum::extract::State;
use doorbuster_domain::SaleId;
use doorbuster_persistence::sales::find;

use super::view::SaleView;
use crate::App;
use crate::extract::{Path, Tagged, tagged};
use crate::problem::ApiError;

/// Get a sale
///
/// Public, and cheap to poll: a current sale is answered from memory, at most a second old.
#[utoipa::path(
    get, path = "/api/v1/sales/{id}", tag = "sales",
    params(("id" = SaleId, Path, description = "The sale")),
    responses((status = 200, description = "The sale", body = SaleView,
        headers(("ETag" = String, description = "Counts the edits of the staff, not the purchases")))),
)]
pub(super) async fn get_sale(
    State(app): State<App>,
    Path(id): Path<SaleId>,
) -> Result<Tagged<SaleView>, ApiError> {
    if let Some(entry) = app.engine.board.entry(id) {
        let sale = (*entry.sale()).clone();
        return Ok(tagged(sale.version, SaleView::at(sale, app.engine.board.now())));
    }
    let mut connection = app.engine.database.acquire().await?;
    let found = find(&mut connection, id).await?;
    let (sale, now) = found.ok_or_else(ApiError::no_such_sale)?;
    Ok(tagged(sale.version, SaleView::at(sale, now)))
}
