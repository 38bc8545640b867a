use chrono::{DateTime, Utc};
use doorbuster_domain::invoices::{Invoice, InvoiceKind, InvoiceNumber};
use doorbuster_domain::platform::{Cursor, Limit, Page};
use sqlx::PgConnection;

use super::row::{InvoiceRow, select_invoices};
use crate::Error;

/// Which of all invoices and credit notes to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct InvoiceFilter {
    /// Only this kind.
    pub kind: Option<InvoiceKind>,
    /// Only the one with this number.
    pub number: Option<InvoiceNumber>,
    /// Only those issued at this time or later.
    pub from: Option<DateTime<Utc>>,
    /// Only those issued before this time.
    pub to: Option<DateTime<Utc>>,
}

/// Up to `most` invoices and credit notes that were issued from one time to another, first issued first.
///
/// # Errors
/// Only the database's.
pub async fn export(
    connection: &mut PgConnection,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    most: usize,
) -> Result<Vec<Invoice>, Error> {
    let rows = select_invoices!(
        "WHERE issued_at >= $1 AND issued_at < $2 ORDER BY issued_at, id LIMIT $3",
        from,
        to,
        i64::try_from(most).unwrap_or(i64::MAX),
    );
    rows.fetch_all(connection).await?.into_iter().map(Invoice::try_from).collect()
}

/// Invoices and credit notes of all orders, newest first.
///
/// # Errors
/// Only the database's.
pub async fn list(
    connection: &mut PgConnection,
    filter: &InvoiceFilter,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Invoice>, Error> {
    let number = filter.number;
    let rows = select_invoices!(
        "WHERE ($1::text IS NULL OR kind = $1)
             AND ($2::text IS NULL OR kind = $2 AND year = $3 AND number = $4)
             AND ($5::timestamptz IS NULL OR issued_at >= $5) AND ($6::timestamptz IS NULL OR issued_at < $6)
             AND ($7::timestamptz IS NULL OR (issued_at, id) < ($7, $8::uuid))
         ORDER BY issued_at DESC, id DESC LIMIT $9",
        filter.kind.map(InvoiceKind::as_str),
        number.map(|number| number.kind.as_str()),
        number.map(|number| number.year),
        number.map(|number| number.number),
        filter.from,
        filter.to,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        limit.rows(),
    )
    .fetch_all(connection)
    .await?;
    let invoices = rows.into_iter().map(Invoice::try_from).collect::<Result<Vec<_>, Error>>()?;
    Ok(Page::from_rows(invoices, limit, |invoice: &Invoice| Cursor {
        at: invoice.issued_at,
        id: invoice.id.0,
    }))
}
