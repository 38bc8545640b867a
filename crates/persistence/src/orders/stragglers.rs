use doorbuster_domain::{OrderId, SaleId};
use sqlx::PgConnection;

use crate::Error;
use crate::sales::Due;

/// Unpaid orders whose hold ended more than 5 s ago although their batch counts as swept, at most 1,000: `reconcile`
/// looks for them by reading all orders, which the sweep never does.
///
/// # Errors
/// Only the database's.
pub async fn stragglers(connection: &mut PgConnection) -> Result<Vec<Due>, Error> {
    let rows = sqlx::query!(
        r#"SELECT id, sale_id AS "sale_id!" FROM orders
           WHERE status = 'pending_payment' AND pay_by < clock_timestamp() - interval '5 seconds'
               AND sale_id IS NOT NULL
           LIMIT 1000"#
    )
    .fetch_all(connection)
    .await?;
    let due = rows.into_iter().map(|row| Due {
        sale: SaleId(row.sale_id),
        seqs: Vec::new(),
        first_order: OrderId(row.id),
        last_order: OrderId(row.id),
        orders: 1,
    });
    Ok(due.collect())
}
