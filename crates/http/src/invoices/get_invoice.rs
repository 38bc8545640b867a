use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use doorbuster_domain::OrderId;
use doorbuster_engine::invoices::invoice_of;

use super::answer::answer;
use super::view::InvoiceView;
use crate::App;
use crate::identity::OrdersReadAny;
use crate::orders::Reach;
use crate::problem::{ApiError, Code};

/// Get an order's invoice
///
/// Of one of the caller's own orders; for staff, of anybody's. A page to print that needs nothing else, or JSON when
/// `Accept` names `application/json` first. It is issued within a second of the payment, or when somebody asks for it, and
/// never changes. 404 for an order that was never paid.
#[utoipa::path(
    get, path = "/api/v1/orders/{id}/invoice", tag = "invoices", security(("bearer" = []), ("cart_token" = [])),
    params(("id" = OrderId, Path, description = "The order")),
    responses((status = 200, description = "The invoice", content(
        (String = "text/html"), (InvoiceView = "application/json")))),
)]
pub(super) async fn get_invoice(
    State(app): State<App>,
    reached: Reach<OrdersReadAny>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let invoice = invoice_of(&app.engine, reached.order.id).await?;
    let invoice = invoice
        .ok_or_else(|| ApiError::new(Code::NotFound, "This order was never paid, so it has no invoice."))?;
    Ok(answer(&headers, invoice))
}
