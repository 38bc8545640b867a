use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use doorbuster_domain::OrderId;
use doorbuster_domain::invoices::InvoiceNumber;
use doorbuster_persistence::invoices::find_credit_note;
use serde::Deserialize;

use super::answer::answer;
use super::view::InvoiceView;
use crate::App;
use crate::extract::Path;
use crate::identity::OrdersReadAny;
use crate::orders::Reach;
use crate::problem::ApiError;

/// The part of the path that [`Reach`] does not read.
#[derive(Debug, Deserialize)]
pub(super) struct NotePath {
    number: InvoiceNumber,
}

/// Get a credit note
///
/// Of one of the caller's own orders; for staff, of anybody's. A page to print, or JSON, as for the invoice.
#[utoipa::path(
    get, path = "/api/v1/orders/{id}/credit-notes/{number}", tag = "invoices",
    security(("bearer" = []), ("cart_token" = [])),
    params(
        ("id" = OrderId, Path, description = "The order"),
        ("number" = String, Path, description = "The credit note's number", example = "CN-2026-000012"),
    ),
    responses((status = 200, description = "The credit note", content(
        (String = "text/html"), (InvoiceView = "application/json")))),
)]
pub(super) async fn get_credit_note(
    State(app): State<App>,
    reached: Reach<OrdersReadAny>,
    Path(NotePath { number }): Path<NotePath>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let mut connection = app.engine.database.acquire().await?;
    let note = find_credit_note(&mut connection, reached.order.id, number).await?;
    Ok(answer(&headers, note.ok_or_else(ApiError::not_found)?))
}
