use std::collections::HashMap;

use doorbuster_domain::invoices::{Credit, CreditedLine, Invoice};
use doorbuster_domain::{Currency, Money, OrderId, ProductId, RefundId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::row::{InvoiceRow, select_invoices};
use crate::{Error, Work};

/// A refund that was settled and has no credit note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueCredit {
    /// The refund.
    pub refund: RefundId,
    /// Of which order.
    pub order: OrderId,
    /// What went back.
    pub credit: Credit,
}

/// Refunds that were settled and have no credit note, first settled first. One whose order has no invoice yet waits for it.
/// Call it with the series of credit notes held, so that nobody else numbers them.
///
/// # Errors
/// Only the database's.
pub async fn due_credits(work: &mut Work, timezone: &str, at_once: i64) -> Result<Vec<DueCredit>, Error> {
    let rows = sqlx::query!(
        r#"SELECT r.id, r.order_id, (r.ended_at AT TIME ZONE $1)::date AS "settled_on!", r.shipping_minor, r.currency, r.reason
           FROM invoice_queue q
           JOIN refunds r ON r.id = q.about AND r.status = 'settled'
           JOIN invoices i ON i.order_id = r.order_id AND i.kind = 'invoice'
           WHERE q.kind = 'credit_note' ORDER BY q.due_at, q.about LIMIT $2"#,
        timezone,
        at_once
    )
    .fetch_all(&mut **work)
    .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut lines = lines(work, &ids).await?;
    let mut due = Vec::with_capacity(rows.len());
    for row in rows {
        let currency: Currency = row.currency.parse().map_err(|_| Error::Corrupt("refunds.currency"))?;
        let lines = lines.remove(&row.id).unwrap_or_default().into_iter();
        let line = |(product_id, quantity, minor)| CreditedLine {
            product_id,
            quantity,
            amount: Money::new(minor, currency),
        };
        due.push(DueCredit {
            refund: RefundId(row.id),
            order: OrderId(row.order_id),
            credit: Credit {
                settled_on: row.settled_on,
                lines: lines.map(line).collect(),
                shipping: Money::new(row.shipping_minor, currency),
                reason: Some(row.reason),
            },
        });
    }
    Ok(due)
}

/// What of which product these refunds gave back: units, and minor units of money.
async fn lines(
    connection: &mut PgConnection,
    refunds: &[Uuid],
) -> Result<HashMap<Uuid, Vec<(ProductId, u32, i64)>>, Error> {
    let rows = sqlx::query!(
        "SELECT refund_id, product_id, quantity, amount_minor FROM refund_lines
         WHERE refund_id = ANY ($1) AND amount_minor > 0 ORDER BY refund_id, product_id",
        refunds
    )
    .fetch_all(connection)
    .await?;
    let mut lines: HashMap<Uuid, Vec<(ProductId, u32, i64)>> = HashMap::new();
    for row in rows {
        let quantity = u32::try_from(row.quantity).map_err(|_| Error::Corrupt("refund_lines.quantity"))?;
        lines.entry(row.refund_id).or_default().push((ProductId(row.product_id), quantity, row.amount_minor));
    }
    Ok(lines)
}

/// Everything that was issued about these orders, in the order of the numbers.
///
/// # Errors
/// Only the database's.
pub async fn issued_about(work: &mut Work, orders: &[OrderId]) -> Result<Vec<Invoice>, Error> {
    let ids: Vec<Uuid> = orders.iter().map(|order| order.0).collect();
    let rows = select_invoices!("WHERE order_id = ANY ($1) ORDER BY kind, year, number", &ids);
    rows.fetch_all(&mut **work).await?.into_iter().map(Invoice::try_from).collect()
}
