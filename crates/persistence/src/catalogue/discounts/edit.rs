use doorbuster_domain::DiscountId;
use doorbuster_domain::catalogue::{Discount, NewDiscount};

use super::row::{DiscountRow, select_discounts};
use crate::{Error, Work};

/// Locks a discount until the end of the work and reads it.
///
/// # Errors
/// Only the database's; none is returned for an unknown discount.
pub async fn lock(work: &mut Work, id: DiscountId) -> Result<Option<Discount>, Error> {
    let row = select_discounts!("WHERE id = $1 FOR UPDATE", id.0).fetch_optional(&mut **work).await?;
    row.map(Discount::try_from).transpose()
}

/// Makes a locked discount as `next` says. What it is on never changes.
///
/// # Errors
/// Only the database's.
pub async fn edit(work: &mut Work, id: DiscountId, next: &NewDiscount) -> Result<Discount, Error> {
    let row = sqlx::query_as!(
        DiscountRow,
        "UPDATE discounts SET title = $2, percent = $3, starts_at = $4, ends_at = $5, archived = $6,
             version = version + 1
         WHERE id = $1
         RETURNING id, title, percent, starts_at, ends_at, product_id, taxon_id, archived, version, created_at",
        id.0,
        next.title.trim(),
        i16::from(next.percent),
        next.starts_at,
        next.ends_at,
        next.archived,
    )
    .fetch_one(&mut **work)
    .await?;
    Discount::try_from(row)
}
