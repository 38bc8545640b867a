use axum::extract::State;
use doorbuster_domain::SaleId;
use doorbuster_persistence::sales::find;

use super::view::SaleView;
use crate::App;
use crate::extract::{Json, Path};
use crate::problem::{ApiError, Code};

/// Get a sale
///
/// Public, and cheap to poll: a current sale is answered from memory, at most a second old.
#[utoipa::path(
    get, path = "/api/v1/sales/{id}", tag = "sales",
    params(("id" = SaleId, Path, description = "The sale")),
    responses((status = 200, description = "The sale", body = SaleView)),
)]
pub(super) async fn get_sale(
    State(app): State<App>,
    Path(id): Path<SaleId>,
) -> Result<Json<SaleView>, ApiError> {
    if let Some(entry) = app.engine.board.entry(id) {
        return Ok(Json(SaleView::at((*entry.sale()).clone(), app.engine.board.now())));
    }
    let mut connection = app.engine.database.acquire().await?;
    let found = find(&mut connection, id).await?;
    let (sale, now) = found.ok_or_else(|| ApiError::new(Code::NotFound, "There is no such sale."))?;
    Ok(Json(SaleView::at(sale, now)))
}
