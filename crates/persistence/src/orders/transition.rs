use doorbuster_domain::orders::{By, OrderStatus};
use doorbuster_domain::platform::Task;
use doorbuster_domain::sales::journal::Share;
use doorbuster_domain::{OrderId, PaymentId, SaleId, UserId};
use sqlx::PgConnection;

use crate::cart::{release, settle};
use crate::platform::jobs::enqueue_task;
use crate::sales::Locked;
use crate::{Error, Work};

/// An order whose row this transaction has locked. Its sale, if units may move, was locked before.
#[derive(Clone, Copy, Debug)]
pub struct LockedOrder {
    /// Its id.
    pub id: OrderId,
    /// Whose it is.
    pub user_id: UserId,
    /// Its sale.
    pub sale_id: Option<SaleId>,
    /// Where it stands.
    pub status: OrderStatus,
    /// What it holds of the sale.
    pub units_held: u32,
    /// Those of them that are gone: refunded, and not to be sold again. They stay held whatever becomes of it.
    pub gone: u32,
    /// Whether its hold is over, by PostgreSQL's clock.
    pub overdue: bool,
}

impl LockedOrder {
    /// What a release of it gives back.
    pub fn share(&self) -> Share {
        Share { order: self.id, user: self.user_id, units: self.units_held.saturating_sub(self.gone) }
    }
}

/// Locks an order until the end of the work.
///
/// # Errors
/// Only the database's.
pub async fn lock(work: &mut Work, id: OrderId) -> Result<Option<LockedOrder>, Error> {
    let row = sqlx::query!(
        r#"SELECT user_id, sale_id, status::text AS "status!", units_held, pay_by <= clock_timestamp() AS "overdue!"
           FROM orders WHERE id = $1 FOR UPDATE"#,
        id.0
    )
    .fetch_optional(&mut **work)
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let status: OrderStatus = row.status.parse().map_err(|_| Error::Corrupt("orders.status"))?;
    let sale_id = row.sale_id.map(SaleId);
    // Only these can still give up what they hold after they were paid.
    let releasable = sale_id.is_some() && matches!(status, OrderStatus::Paid | OrderStatus::Packed);
    Ok(Some(LockedOrder {
        id,
        user_id: UserId(row.user_id),
        sale_id,
        status,
        units_held: u32::try_from(row.units_held).map_err(|_| Error::Corrupt("orders.units_held"))?,
        gone: if releasable { gone(work, id).await? } else { 0 },
        overdue: row.overdue,
    }))
}

/// Units of a locked order that refunds left gone. A query of its own: what is read while waiting for a lock is old.
async fn gone(work: &mut Work, id: OrderId) -> Result<u32, Error> {
    let gone = sqlx::query_scalar!(
        r#"SELECT coalesce(sum(l.quantity), 0)::bigint AS "gone!" FROM refunds r JOIN refund_lines l ON l.refund_id = r.id
           WHERE r.order_id = $1 AND NOT l.restocked"#,
        id.0
    )
    .fetch_one(&mut **work)
    .await?;
    u32::try_from(gone).map_err(|_| Error::Corrupt("refund_lines.quantity"))
}

/// Moves a locked order, whose move the state machine allowed, and writes its timeline and the mail that tells the
/// customer. With `release`, which is its sale, it gives up its units, but for those that are gone: the caller gives them back with the next entry of the
/// sale's ledger. An order of a cart gives back its stock and its use of a code here, or takes what was bought out of the
/// cart when it is paid.
///
/// # Errors
/// [`Error::Corrupt`] when the row is not where the lock said.
pub async fn move_to(
    work: &mut Work,
    order: &LockedOrder,
    to: OrderStatus,
    release: Option<&Locked>,
    by: impl Into<By>,
    note: Option<&str>,
) -> Result<(), Error> {
    let By { actor, user } = by.into();
    let moved = sqlx::query!(
        "WITH moved AS (
             UPDATE orders SET status = $3::text::order_status,
                 units_held = CASE WHEN $4 THEN $9 ELSE units_held END
             WHERE id = $1 AND status = $2::text::order_status
             RETURNING id
         )
         INSERT INTO order_events (order_id, status, actor, note, ledger_seq, user_id)
         SELECT id, $3::text::order_status, $5, $6, $7, $8 FROM moved",
        order.id.0,
        order.status.as_str(),
        to.as_str(),
        release.is_some(),
        actor.as_str(),
        note,
        release.map(Locked::next_seq),
        user.map(|user| user.0),
        i32::try_from(order.gone).unwrap_or(i32::MAX),
    )
    .execute(&mut **work)
    .await?;
    if moved.rows_affected() != 1 {
        return Err(Error::Corrupt("orders.status moved under its lock"));
    }
    if let Some(mail) = Task::of_move(order.id, to) {
        enqueue_task(work, &mail).await?;
    }
    if order.sale_id.is_none() { follow(work, order.id, to).await } else { Ok(()) }
}

/// What the move of an order that was made from a cart brings with it, whoever moves it.
async fn follow(work: &mut Work, order: OrderId, to: OrderStatus) -> Result<(), Error> {
    match to {
        OrderStatus::Paid => settle(work, order).await,
        OrderStatus::Expired | OrderStatus::Cancelled => release(work, order).await,
        OrderStatus::PendingPayment
        | OrderStatus::Authorized
        | OrderStatus::Packed
        | OrderStatus::Shipped
        | OrderStatus::Delivered
        | OrderStatus::Returned => Ok(()),
    }
}

/// Claims an order for a payment that was authorised, both or neither: the order pending and in time, the payment pending, of
/// which `reference` is kept. Needs no lock of the sale, because no unit moves. Returns whether the order is claimed.
///
/// # Errors
/// Only the database's.
pub async fn claim(
    connection: &mut PgConnection,
    order: OrderId,
    payment: PaymentId,
    reference: Option<&str>,
) -> Result<bool, Error> {
    let claimed =
        sqlx::query_scalar!(r#"SELECT claim_order($1, $2, $3) AS "claimed!""#, order.0, payment.0, reference)
            .fetch_one(connection)
            .await
            .map_err(Error::from);
    match claimed {
        Err(error) if error.constraint() == Some("claim_payment_pending") => Ok(false),
        claimed => claimed,
    }
}
