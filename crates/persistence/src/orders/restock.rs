use doorbuster_domain::RefundId;
use doorbuster_domain::sales::journal::Share;

use super::LockedOrder;
use crate::sales::{Locked, give_back};
use crate::{Error, Work};

/// Gives back the `units` of a refund that can be sold again, of an order that goes on: to its locked sale, or to the stock of
/// its products when it was made from a cart. The refund was written in this work.
///
/// # Errors
/// [`Error::Corrupt`] when the order does not hold so many.
pub async fn restock(
    work: &mut Work,
    order: &LockedOrder,
    refund: RefundId,
    units: u32,
    sale: Option<&Locked>,
) -> Result<(), Error> {
    let Some(sale) = sale else {
        sqlx::query!("SELECT restock_refund($1)", refund.0).execute(&mut **work).await?;
        return Ok(());
    };
    let released = sqlx::query!(
        "UPDATE orders SET units_held = units_held - $2 WHERE id = $1 AND units_held >= $2",
        order.id.0,
        i32::try_from(units).unwrap_or(i32::MAX),
    )
    .execute(&mut **work)
    .await?;
    if released.rows_affected() != 1 {
        return Err(Error::Corrupt("orders.units_held"));
    }
    give_back(work, sale, &[Share { order: order.id, user: order.user_id, units }]).await
}
