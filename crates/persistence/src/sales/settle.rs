use doorbuster_domain::sales::journal::EntryKind;

use super::Locked;
use super::ledger::{Entry, enter};
use crate::catalogue::{Reason, move_stock};
use crate::{Error, Work};

/// Moves what an ended or cancelled sale did not sell back into the product's stock; a cancelled one once its unpaid
/// orders are cancelled too. Returns the units moved, or none when it is not time or was done before.
///
/// # Errors
/// Only the database's.
pub async fn settle(work: &mut Work, sale: &Locked) -> Result<Option<i64>, Error> {
    let row = sqlx::query!(
        "UPDATE sales SET settled = true, allocated = allocated - remaining, remaining = 0, seq = seq + 1
         WHERE id = $1 AND NOT settled AND CASE
             WHEN cancelled THEN NOT EXISTS (
                 SELECT FROM sale_ledger l WHERE l.sale_id = sales.id AND l.kind = 'sold' AND l.swept_at IS NULL)
             ELSE ends_at <= clock_timestamp()
         END
         RETURNING seq",
        sale.id.0
    )
    .fetch_optional(&mut **work)
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let units = sale.remaining;
    let entry = Entry { units: -units, allocated: -units, ..Entry::of(EntryKind::Settled) };
    enter(work, sale.id, row.seq, &entry).await?;
    if units > 0 {
        move_stock(work, sale.product_id, units, Reason::SaleSettled, Some(sale.id), None).await?;
    }
    Ok(Some(units))
}
