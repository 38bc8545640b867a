use chrono::TimeDelta;
use doorbuster_domain::payments::Payment;
use sqlx::PgConnection;

use super::latest::PaymentRow;
use crate::Error;

/// Payments of a provider that are not at rest and that nobody has asked it about for `older_than`: what a reconciler must
/// look at, at most `limit`. They count as asked about from now on, so several processes share the work.
///
/// # Errors
/// Only the database's.
pub async fn unsettled(
    connection: &mut PgConnection,
    provider: &str,
    older_than: TimeDelta,
    limit: i64,
) -> Result<Vec<Payment>, Error> {
    let rows = sqlx::query_as!(
        PaymentRow,
        "WITH due AS (
             SELECT id FROM payments
             WHERE status IN ('pending', 'authorized') AND provider = $1
                 AND asked_at <= clock_timestamp() - make_interval(secs => $2)
             ORDER BY asked_at LIMIT $3 FOR UPDATE SKIP LOCKED
         )
         UPDATE payments p SET asked_at = clock_timestamp() FROM due WHERE p.id = due.id
         RETURNING p.id, p.order_id, p.provider, p.reference, p.status, p.step, p.failure, p.dispute, p.amount_minor,
             p.currency, p.updated_at",
        provider,
        older_than.as_seconds_f64(),
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Payment::try_from).collect()
}
