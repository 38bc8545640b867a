use doorbuster_domain::{OrderId, SaleId};
use sqlx::PgConnection;

use crate::Error;
use crate::sales::DueBatch;

/// Unpaid orders whose hold ended more than 5 s ago although their batch counts as swept, at most 1,000: `reconcile`
/// looks for them by reading all orders, which the sweep never does.
///
/// # Errors
/// Only the database's.
pub async fn stragglers(connection: &mut PgConnection) -> Result<Vec<DueBatch>, Error> {
    let rows = sqlx::query!(
        r#"SELECT id, sale_id AS "sale_id!" FROM orders
           WHERE status = 'pending_payment' AND pay_by < clock_timestamp() - interval '5 seconds'
               AND sale_id IS NOT NULL
           LIMIT 1000"#
    )
    .fetch_all(connection)
    .await?;
    let batch = |row: (uuid::Uuid, uuid::Uuid)| DueBatch {
        sale: SaleId(row.1),
        seq: 0,
        first_order: OrderId(row.0),
        last_order: OrderId(row.0),
    };
    Ok(rows.into_iter().map(|row| batch((row.id, row.sale_id))).collect())
}
