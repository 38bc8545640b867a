use doorbuster_domain::sales::journal::Share;
use doorbuster_domain::{OrderId, UserId};

use crate::sales::{Due, Locked, give_back, mark_swept};
use crate::{Error, Work};

/// Most orders that one transaction expires: the sale stays locked for a few milliseconds.
const AT_ONCE: i64 = 500;

/// What one transaction of a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expired {
    /// Orders that expired or were cancelled.
    pub orders: i64,
    /// Units that came back.
    pub units: i64,
    /// Whether the batches are done.
    pub finished: bool,
}

/// Ends the holds of unpaid orders of these batches, at most 500, and gives their units back: those whose time is up
/// expire, and when the sale was cancelled all of them are cancelled. The caller has locked the sale.
///
/// An order that is being paid (`authorized`) is left alone: when its capture fails later, that move ends its hold.
///
/// # Errors
/// Only the database's.
pub async fn expire(work: &mut Work, sale: &Locked, due: &Due) -> Result<Expired, Error> {
    let rows = sqlx::query!(
        r#"WITH due AS (
               SELECT id, user_id, units_held FROM orders
               WHERE id BETWEEN $1 AND $2 AND sale_id = $3 AND status = 'pending_payment'
                   AND (pay_by <= clock_timestamp() OR $5)
               ORDER BY id LIMIT $4 FOR UPDATE
           ), ended AS (
               UPDATE orders o SET status = CASE WHEN $5 THEN 'cancelled' ELSE 'expired' END::order_status, units_held = 0
               FROM due WHERE o.id = due.id
               RETURNING o.id, o.status, due.user_id, due.units_held
           ), told AS (
               INSERT INTO order_events (order_id, status, actor, note, ledger_seq)
               SELECT id, status, CASE WHEN $5 THEN 'staff' ELSE 'system' END,
                   CASE WHEN $5 THEN 'the sale was cancelled' END, $6
               FROM ended
           )
           SELECT id, user_id, units_held FROM ended"#,
        due.first_order.0,
        due.last_order.0,
        due.sale.0,
        AT_ONCE,
        sale.cancelled,
        sale.next_seq(),
    )
    .fetch_all(&mut **work)
    .await?;
    let shares = rows.into_iter().map(|row| {
        let units = u32::try_from(row.units_held).map_err(|_| Error::Corrupt("orders.units_held"))?;
        Ok(Share { order: OrderId(row.id), user: UserId(row.user_id), units })
    });
    let shares: Vec<Share> = shares.collect::<Result<_, Error>>()?;
    if !shares.is_empty() {
        give_back(work, sale, &shares).await?;
    }
    let orders = i64::try_from(shares.len()).unwrap_or(i64::MAX);
    let finished = orders < AT_ONCE;
    if finished {
        mark_swept(work, due).await?;
    }
    Ok(Expired { orders, units: shares.iter().map(|share| i64::from(share.units)).sum(), finished })
}
