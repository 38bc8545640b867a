use doorbuster_domain::platform::Task;
use doorbuster_domain::{OrderId, RefundId};

use crate::platform::jobs::enqueue_task;
use crate::{Error, Work};

/// The money of a pending refund is on its way. Writes the mail that says so. Returns whether this call ended it.
///
/// # Errors
/// Only the database's.
pub async fn settle_refund(work: &mut Work, id: RefundId, reference: Option<&str>) -> Result<bool, Error> {
    let order = sqlx::query_scalar!(
        "UPDATE refunds SET status = 'settled', reference = coalesce($2, reference), ended_at = clock_timestamp()
         WHERE id = $1 AND status = 'pending' RETURNING order_id",
        id.0,
        reference,
    )
    .fetch_optional(&mut **work)
    .await?;
    let Some(order) = order else { return Ok(false) };
    enqueue_task(work, &Task::MailOrderRefunded { order: OrderId(order), refund: id }).await?;
    Ok(true)
}

/// The provider declined a refund, or took it back after it was settled: its amount is ours again, until staff decide what
/// to do. Returns whether this call ended it.
///
/// # Errors
/// Only the database's.
pub async fn fail_refund(
    work: &mut Work,
    id: RefundId,
    reference: Option<&str>,
    failure: &str,
) -> Result<bool, Error> {
    let failed = sqlx::query!(
        "UPDATE refunds SET status = 'failed', failure = $3, reference = coalesce($2, reference),
             ended_at = clock_timestamp()
         WHERE id = $1 AND status IN ('pending', 'settled') AND amount_minor > 0",
        id.0,
        reference,
        failure,
    )
    .execute(&mut **work)
    .await?;
    Ok(failed.rows_affected() == 1)
}
