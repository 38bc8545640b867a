use doorbuster_domain::OrderId;
use doorbuster_domain::invoices::{Invoice, InvoiceKind, InvoiceNumber};
use sqlx::PgConnection;

use super::row::{InvoiceRow, select_invoices};
use crate::Error;

/// The invoice of an order; none when it was never paid, or was not numbered yet.
///
/// # Errors
/// Only the database's.
pub async fn find(connection: &mut PgConnection, order: OrderId) -> Result<Option<Invoice>, Error> {
    let row = select_invoices!("WHERE order_id = $1 AND kind = 'invoice'", order.0);
    row.fetch_optional(connection).await?.map(Invoice::try_from).transpose()
}

/// One credit note of an order.
///
/// # Errors
/// Only the database's.
pub async fn find_credit_note(
    connection: &mut PgConnection,
    order: OrderId,
    number: InvoiceNumber,
) -> Result<Option<Invoice>, Error> {
    if number.kind != InvoiceKind::CreditNote {
        return Ok(None);
    }
    let row = select_invoices!(
        "WHERE order_id = $1 AND kind = 'credit_note' AND year = $2 AND number = $3",
        order.0,
        number.year,
        number.number
    );
    row.fetch_optional(connection).await?.map(Invoice::try_from).transpose()
}

/// The credit notes of an order, first to last. Each gives something back, so they are few.
///
/// # Errors
/// Only the database's.
pub async fn list_credit_notes(connection: &mut PgConnection, order: OrderId) -> Result<Vec<Invoice>, Error> {
    let rows =
        select_invoices!("WHERE order_id = $1 AND kind = 'credit_note' ORDER BY year, number", order.0);
    rows.fetch_all(connection).await?.into_iter().map(Invoice::try_from).collect()
}
