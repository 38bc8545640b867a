use chrono::TimeDelta;
use doorbuster_domain::RefundId;
use sqlx::PgConnection;

use crate::Error;

/// Refunds that wait for the provider's answer and were not asked about for `older_than`, longest first, at most `limit`. The
/// older one is, the less often: after its first minute it rests for a quarter of its age, at most an hour.
///
/// # Errors
/// Only the database's.
pub async fn unsettled_refunds(
    connection: &mut PgConnection,
    older_than: TimeDelta,
    limit: i64,
) -> Result<Vec<RefundId>, Error> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM refunds
         WHERE status = 'pending' AND asked_at <= clock_timestamp() - greatest(make_interval(secs => $1),
             least((asked_at - created_at - interval '1 minute') / 4, interval '1 hour'))
         ORDER BY asked_at LIMIT $2",
        older_than.as_seconds_f64(),
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(RefundId).collect())
}
