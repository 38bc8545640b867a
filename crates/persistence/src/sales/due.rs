use doorbuster_domain::{OrderId, SaleId};
use sqlx::PgConnection;

use crate::{Error, Work};

/// A sold batch whose hold is over: its unpaid orders expire.
#[derive(Clone, Copy, Debug)]
pub struct DueBatch {
    /// The sale.
    pub sale: SaleId,
    /// The batch's number in the sale's ledger.
    pub seq: i64,
    /// Its orders lie between this id …
    pub first_order: OrderId,
    /// … and this one, both included.
    pub last_order: OrderId,
}

/// Sold batches whose hold is over and that no sweep has finished, oldest first, at most `limit`.
///
/// # Errors
/// Only the database's.
pub async fn due_batches(connection: &mut PgConnection, limit: i64) -> Result<Vec<DueBatch>, Error> {
    let rows = sqlx::query!(
        r#"SELECT sale_id, seq, first_order AS "first_order!", last_order AS "last_order!" FROM sale_ledger
           WHERE kind = 'sold' AND swept_at IS NULL AND pay_by <= clock_timestamp()
           ORDER BY pay_by LIMIT $1"#,
        limit
    )
    .fetch_all(connection)
    .await?;
    let batches = rows.into_iter().map(|row| DueBatch {
        sale: SaleId(row.sale_id),
        seq: row.seq,
        first_order: OrderId(row.first_order),
        last_order: OrderId(row.last_order),
    });
    Ok(batches.collect())
}

/// Notes that every order of the batch was seen to.
///
/// # Errors
/// Only the database's.
pub async fn mark_swept(work: &mut Work, batch: &DueBatch) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE sale_ledger SET swept_at = clock_timestamp() WHERE sale_id = $1 AND seq = $2",
        batch.sale.0,
        batch.seq
    )
    .execute(&mut **work)
    .await?;
    Ok(())
}

/// Sales that are over and not settled, at most `limit`.
///
/// # Errors
/// Only the database's.
pub async fn due_settlements(connection: &mut PgConnection, limit: i64) -> Result<Vec<SaleId>, Error> {
    let rows = sqlx::query_scalar!(
        "SELECT id FROM sales WHERE NOT settled AND (ends_at <= clock_timestamp() OR cancelled)
         ORDER BY ends_at LIMIT $1",
        limit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(SaleId).collect())
}
