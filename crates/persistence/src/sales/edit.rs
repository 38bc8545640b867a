use doorbuster_domain::sales::journal::EntryKind;
use doorbuster_domain::sales::{NewSale, Sale};

use super::Locked;
use super::ledger::{Entry, enter};
use crate::catalogue::{Reason, move_stock};
use crate::{Error, Work};

/// Why a sale is not edited.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// Orders hold more units than the sale was to have.
    #[error("orders hold more units than that")]
    AllocationBelowHeld,
    /// The product's stock does not cover what the sale was to get in addition.
    #[error("the product's stock does not cover the allocation")]
    InsufficientStock,
    /// The database.
    #[error(transparent)]
    Storage(Error),
}

impl<E: Into<Error>> From<E> for EditError {
    fn from(error: E) -> Self {
        let error = error.into();
        match error.constraint() {
            Some("sales_remaining_covers") => Self::AllocationBelowHeld,
            Some("products_stock_covers") => Self::InsufficientStock,
            _ => Self::Storage(error),
        }
    }
}

/// Makes a locked sale, which is `before`, as `next` says. Units that it gets or gives up come from or go to the
/// product's stock.
///
/// # Errors
/// [`EditError`], decided by the constraints.
pub async fn edit(work: &mut Work, sale: &Locked, before: &Sale, next: &NewSale) -> Result<(), EditError> {
    let units = i64::from(next.allocated) - before.allocated;
    let seq = sqlx::query_scalar!(
        "UPDATE sales SET title = $2, price_minor = $3, currency = $4, starts_at = $5, ends_at = $6,
             allocated = allocated + $7, remaining = remaining + $7, per_customer_limit = $8, hold_seconds = $9,
             version = version + 1, seq = seq + 1
         WHERE id = $1 RETURNING seq",
        sale.id.0,
        next.title,
        next.price.minor,
        next.price.currency.as_str(),
        next.starts_at,
        next.ends_at,
        units,
        i32::try_from(next.per_customer_limit).unwrap_or(i32::MAX),
        i32::try_from(next.hold_seconds).unwrap_or(i32::MAX),
    )
    .fetch_one(&mut **work)
    .await?;
    let limit_before = Some(before.per_customer_limit);
    let entry = Entry { units, allocated: units, limit_before, ..Entry::of(EntryKind::Edited) };
    enter(work, sale.id, seq, &entry).await?;
    if units != 0 {
        move_stock(work, sale.product_id, -units, Reason::SaleEdited, Some(sale.id), None).await?;
    }
    Ok(())
}
