use axum::extract::State;
use doorbuster_domain::OrderId;
use doorbuster_engine::invoices::credit_notes_of;

use super::view::{CreditNotes, InvoiceView};
use crate::App;
use crate::extract::Json;
use crate::identity::OrdersReadAny;
use crate::orders::Reach;
use crate::problem::ApiError;

/// List an order's credit notes
///
/// Of one of the caller's own orders; for staff, of anybody's. One for each refund that was settled, first to last.
#[utoipa::path(
    get, path = "/api/v1/orders/{id}/credit-notes", tag = "invoices",
    security(("bearer" = []), ("cart_token" = [])),
    params(("id" = OrderId, Path, description = "The order")),
    responses((status = 200, description = "The credit notes", body = CreditNotes)),
)]
pub(super) async fn list_credit_notes(
    State(app): State<App>,
    reached: Reach<OrdersReadAny>,
) -> Result<Json<CreditNotes>, ApiError> {
    let notes = credit_notes_of(&app.engine, reached.order.id).await?;
    Ok(Json(CreditNotes { items: notes.into_iter().map(InvoiceView::from).collect() }))
}
