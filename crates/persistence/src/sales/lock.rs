use doorbuster_domain::{OrderId, ProductId, SaleId};

use super::ledger::{Entry, Kind, enter};
use crate::catalogue::{Reason, move_stock};
use crate::{Error, Work};

/// A sale whose row this transaction has locked: whoever moves its units holds one. First in the lock order.
#[derive(Debug)]
pub struct Locked {
    pub(super) id: SaleId,
    pub(super) product_id: ProductId,
    pub(super) remaining: i64,
    /// Its unsold units went back to the stock: what comes back now goes there too.
    pub(super) settled: bool,
    /// Called off by staff: nobody holds its units without having paid.
    pub cancelled: bool,
}

/// Locks a sale until the end of the work.
///
/// # Errors
/// Only the database's; none is returned for an unknown sale.
pub async fn lock(work: &mut Work, id: SaleId) -> Result<Option<Locked>, Error> {
    let row = sqlx::query!(
        "SELECT product_id, remaining, settled, cancelled FROM sales WHERE id = $1 FOR UPDATE",
        id.0
    )
    .fetch_optional(&mut **work)
    .await?;
    Ok(row.map(|row| Locked {
        id,
        product_id: ProductId(row.product_id),
        remaining: row.remaining,
        settled: row.settled,
        cancelled: row.cancelled,
    }))
}

/// Takes back `units` that `orders` orders held: into the sale, or, when it is settled, into the product's stock.
///
/// # Errors
/// Only the database's.
pub async fn give_back(
    work: &mut Work,
    sale: &Locked,
    units: i64,
    orders: i32,
    order: Option<OrderId>,
) -> Result<(), Error> {
    let (back, allocated) = if sale.settled { (0, -units) } else { (units, 0) };
    let seq = sqlx::query_scalar!(
        "UPDATE sales SET remaining = remaining + $2, allocated = allocated + $3, seq = seq + 1
         WHERE id = $1 RETURNING seq",
        sale.id.0,
        back,
        allocated,
    )
    .fetch_one(&mut **work)
    .await?;
    enter(work, sale.id, seq, &Entry { kind: Kind::Released, units: back, allocated, orders }).await?;
    if sale.settled && units > 0 {
        move_stock(work, sale.product_id, units, Reason::HoldLapsed, Some(sale.id), order).await?;
    }
    Ok(())
}
