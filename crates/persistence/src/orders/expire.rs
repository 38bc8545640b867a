use doorbuster_domain::sales::MAX_QUANTITY;

use crate::sales::{Due, Locked, give_back, mark_swept};
use crate::{Error, Work};

/// Most orders that one transaction expires: the sale stays locked for a few milliseconds.
const AT_ONCE: i64 = 500;

/// What one transaction of a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expired {
    /// Orders that expired or were cancelled.
    pub orders: i32,
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
    let row = sqlx::query!(
        r#"WITH due AS (
               SELECT id, units_held FROM orders
               WHERE id BETWEEN $1 AND $2 AND sale_id = $3 AND status = 'pending_payment'
                   AND (pay_by <= clock_timestamp() OR $5)
               ORDER BY id LIMIT $4 FOR UPDATE
           ), ended AS (
               UPDATE orders o SET status = CASE WHEN $5 THEN 'cancelled' ELSE 'expired' END::order_status, units_held = 0
               FROM due WHERE o.id = due.id
               RETURNING o.id, o.status, due.units_held
           ), told AS (
               INSERT INTO order_events (order_id, status, actor, note)
               SELECT id, status, CASE WHEN $5 THEN 'staff' ELSE 'system' END,
                   CASE WHEN $5 THEN 'the sale was cancelled' END
               FROM ended
           )
           SELECT count(*)::integer AS "orders!", coalesce(sum(units_held), 0)::bigint AS "units!" FROM ended"#,
        due.first_order.0,
        due.last_order.0,
        due.sale.0,
        AT_ONCE,
        sale.cancelled,
    )
    .fetch_one(&mut **work)
    .await?;
    debug_assert!(row.units <= i64::from(row.orders) * i64::from(MAX_QUANTITY));
    if row.orders > 0 {
        give_back(work, sale, row.units, row.orders, None).await?;
    }
    let finished = i64::from(row.orders) < AT_ONCE;
    if finished {
        mark_swept(work, due).await?;
    }
    Ok(Expired { orders: row.orders, units: row.units, finished })
}
