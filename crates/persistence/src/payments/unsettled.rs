use chrono::TimeDelta;
use doorbuster_domain::payments::Payment;
use sqlx::PgConnection;

use super::latest::PaymentRow;
use crate::Error;

/// Payments that nobody moved for `older_than` and that are not at rest: what a reconciler must look at, oldest first,
/// at most `limit`.
///
/// # Errors
/// Only the database's.
pub async fn unsettled(
    connection: &mut PgConnection,
    older_than: TimeDelta,
    limit: i64,
) -> Result<Vec<Payment>, Error> {
    let rows = sqlx::query_as!(
        PaymentRow,
        "SELECT id, order_id, provider, reference, status, amount_minor, currency, updated_at FROM payments
         WHERE status IN ('pending', 'authorized', 'refund_pending')
             AND updated_at <= clock_timestamp() - make_interval(secs => $1)
         ORDER BY updated_at LIMIT $2",
        older_than.as_seconds_f64(),
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Payment::try_from).collect()
}
