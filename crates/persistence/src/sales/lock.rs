use doorbuster_domain::sales::journal::{EntryKind, Share};
use doorbuster_domain::{ProductId, SaleId};

use super::ledger::{Entry, enter};
use crate::catalogue::{Reason, move_stock};
use crate::{Error, Work};

/// A sale whose row this transaction has locked: whoever moves its units holds one. First in the lock order.
#[derive(Debug)]
pub struct Locked {
    pub(super) id: SaleId,
    pub(super) product_id: ProductId,
    pub(super) remaining: i64,
    /// Number of the last entry of its ledger.
    seq: i64,
    /// Its unsold units went back to the stock: what comes back now goes there too.
    pub(super) settled: bool,
    /// Called off by staff: nobody holds its units without having paid.
    pub cancelled: bool,
}

impl Locked {
    /// The number that the next entry of its ledger will have.
    pub(crate) fn next_seq(&self) -> i64 {
        self.seq + 1
    }
}

/// Locks a sale until the end of the work.
///
/// # Errors
/// Only the database's; none is returned for an unknown sale.
pub async fn lock(work: &mut Work, id: SaleId) -> Result<Option<Locked>, Error> {
    let row = sqlx::query!(
        "SELECT product_id, remaining, seq, settled, cancelled FROM sales WHERE id = $1 FOR UPDATE",
        id.0
    )
    .fetch_optional(&mut **work)
    .await?;
    Ok(row.map(|row| Locked {
        id,
        product_id: ProductId(row.product_id),
        remaining: row.remaining,
        seq: row.seq,
        settled: row.settled,
        cancelled: row.cancelled,
    }))
}

/// Takes back what these orders held: into the sale, or, when it is settled, into the product's stock. The orders' moves
/// name the entry ([`Locked::next_seq`]), so a work gives back once.
///
/// # Errors
/// Only the database's.
pub async fn give_back(work: &mut Work, sale: &Locked, shares: &[Share]) -> Result<(), Error> {
    let units: i64 = shares.iter().map(|share| i64::from(share.units)).sum();
    let (back, allocated) = if sale.settled { (0, -units) } else { (units, 0) };
    sqlx::query!(
        "UPDATE sales SET remaining = remaining + $2, allocated = allocated + $3, seq = seq + 1 WHERE id = $1",
        sale.id.0,
        back,
        allocated,
    )
    .execute(&mut **work)
    .await?;
    let entry = Entry { units: back, allocated, shares, ..Entry::of(EntryKind::Released) };
    enter(work, sale.id, sale.next_seq(), &entry).await?;
    if sale.settled && units > 0 {
        let order = if let [share] = shares { Some(share.order) } else { None };
        move_stock(work, sale.product_id, units, Reason::HoldLapsed, Some(sale.id), order).await?;
    }
    Ok(())
}
