use std::time::Duration;

use sqlx::PgConnection;
use sqlx::types::JsonValue;
use uuid::Uuid;

use crate::Error;

/// A job that is ours for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimedJob {
    /// Its id.
    pub id: Uuid,
    /// What to do, as a [`doorbuster_domain::platform::Task`] unless a newer version wrote it.
    pub payload: JsonValue,
    /// How often it was taken, this time included.
    pub attempts: u32,
}

/// Takes at most `limit` jobs that are due, the longest due first, for `lease`: who dies meanwhile leaves them to others.
/// No two callers get the same.
///
/// # Errors
/// Only the database's.
pub async fn claim(
    connection: &mut PgConnection,
    limit: i64,
    lease: Duration,
) -> Result<Vec<ClaimedJob>, Error> {
    let rows = sqlx::query!(
        "UPDATE jobs SET run_at = clock_timestamp() + make_interval(secs => $2), attempts = attempts + 1
         WHERE id IN (
             SELECT id FROM jobs WHERE failed_at IS NULL AND run_at <= clock_timestamp()
             ORDER BY run_at LIMIT $1 FOR UPDATE SKIP LOCKED
         )
         RETURNING id, payload, attempts",
        limit,
        lease.as_secs_f64(),
    )
    .fetch_all(connection)
    .await?;
    let claimed = rows.into_iter().map(|row| ClaimedJob {
        id: row.id,
        payload: row.payload,
        attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
    });
    Ok(claimed.collect())
}
