use super::Locked;
use super::ledger::{Entry, Kind, enter};
use crate::catalogue::{Reason, move_stock};
use crate::{Error, Work};

/// Moves what an ended sale did not sell back into the product's stock. Returns the units moved, or none when the sale
/// is not over or was settled before.
///
/// # Errors
/// Only the database's.
pub async fn settle(work: &mut Work, sale: &Locked) -> Result<Option<i64>, Error> {
    let row = sqlx::query!(
        "UPDATE sales SET settled = true, allocated = allocated - remaining, remaining = 0, seq = seq + 1
         WHERE id = $1 AND NOT settled AND (cancelled OR ends_at <= clock_timestamp())
         RETURNING seq",
        sale.id.0
    )
    .fetch_optional(&mut **work)
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let units = sale.remaining;
    enter(
        work,
        sale.id,
        row.seq,
        &Entry { kind: Kind::Settled, units: -units, allocated: -units, orders: 0 },
    )
    .await?;
    if units > 0 {
        move_stock(work, sale.product_id, units, Reason::SaleSettled, Some(sale.id), None).await?;
    }
    Ok(Some(units))
}
