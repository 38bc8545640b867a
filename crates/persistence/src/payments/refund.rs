use doorbuster_domain::orders::{By, Fingerprint, Idempotency, RefundPlan};
use doorbuster_domain::payments::{Payment, RefundStatus};
use doorbuster_domain::{OrderId, RefundId, ReturnId};
use uuid::Uuid;

use crate::sales::Locked;
use crate::{Error, Work};

/// A refund that was decided.
#[derive(Clone, Copy, Debug)]
pub struct NewRefundRow<'a> {
    /// Its id, which the provider knows it by.
    pub id: RefundId,
    /// The captured payment that it pays back.
    pub payment: &'a Payment,
    /// What it pays back, and what it brings with it.
    pub plan: &'a RefundPlan,
    /// Why, in words.
    pub reason: &'a str,
    /// Who asked for it.
    pub by: By,
    /// The return that it pays for.
    pub return_id: Option<ReturnId>,
    /// The request that made it, if it was one.
    pub idempotency: Option<Idempotency>,
}

/// Writes a refund, in the transaction that decides, with its order locked; with `sale`, which is its order's, when units go
/// back to it. The provider is asked after the commit. One over nothing is settled at once.
///
/// # Errors
/// The constraint `payments_refunds_covered` when more would be paid back than was captured.
pub async fn refund(
    work: &mut Work,
    new: &NewRefundRow<'_>,
    sale: Option<&Locked>,
) -> Result<RefundStatus, Error> {
    let NewRefundRow { id, payment, plan, reason, by, return_id, idempotency } = *new;
    let status = if plan.amount.minor == 0 { RefundStatus::Settled } else { RefundStatus::Pending };
    let entry = sale.filter(|_| plan.restocked() > 0 && !plan.ends_order()).map(Locked::next_seq);
    sqlx::query!(
        "INSERT INTO refunds (id, order_id, payment_id, amount_minor, shipping_minor, currency, reason, actor, user_id, status,
             ends_order, ledger_seq, idempotency_key, idempotency_body, return_id, ended_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
             CASE $10::text WHEN 'settled' THEN clock_timestamp() END)",
        id.0,
        payment.order_id.0,
        payment.id.0,
        plan.amount.minor,
        plan.shipping.minor,
        plan.amount.currency.as_str(),
        reason,
        by.actor.as_str(),
        by.user.map(|user| user.0),
        status.as_str(),
        plan.ends_order(),
        entry,
        idempotency.as_ref().map(|idempotency| idempotency.key.0.as_slice()),
        idempotency.as_ref().map(|idempotency| idempotency.body.0.as_slice()),
        return_id.map(|id| id.0),
    )
    .execute(&mut **work)
    .await?;
    let products: Vec<Uuid> = plan.lines.iter().map(|line| line.product_id.0).collect();
    let units = |units: u32| i32::try_from(units).unwrap_or(i32::MAX);
    let quantities: Vec<i32> = plan.lines.iter().map(|line| units(line.quantity)).collect();
    let unsent: Vec<i32> = plan.lines.iter().map(|line| units(line.unsent)).collect();
    let amounts: Vec<i64> = plan.lines.iter().map(|line| line.amount.minor).collect();
    let restocked: Vec<bool> = plan.lines.iter().map(|line| line.restocked).collect();
    sqlx::query!(
        "INSERT INTO refund_lines (refund_id, product_id, quantity, unsent, amount_minor, restocked)
         SELECT $1, l.* FROM unnest($2::uuid[], $3::integer[], $4::integer[], $5::bigint[], $6::boolean[]) l",
        id.0,
        &products,
        &quantities,
        &unsent,
        &amounts,
        &restocked,
    )
    .execute(&mut **work)
    .await?;
    Ok(status)
}

/// The refund of this order that a key made, and what was asked then. The caller has locked the order.
///
/// # Errors
/// Only the database's.
pub async fn refunded_by_key(
    work: &mut Work,
    order: OrderId,
    key: Fingerprint,
) -> Result<Option<(RefundId, Fingerprint)>, Error> {
    let row = sqlx::query!(
        r#"SELECT id, idempotency_body AS "body!" FROM refunds WHERE order_id = $1 AND idempotency_key = $2"#,
        order.0,
        key.0.as_slice(),
    )
    .fetch_optional(&mut **work)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let body = row.body.try_into().map_err(|_| Error::Corrupt("refunds.idempotency_body"))?;
    Ok(Some((RefundId(row.id), Fingerprint(body))))
}
