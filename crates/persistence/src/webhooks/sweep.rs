use chrono::TimeDelta;

use crate::{Error, Work};

/// What one statement looks at.
const CHUNK: i64 = 500;

/// What one call did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Deliveries that nobody will take any more.
    pub given_up: u64,
    /// Deliveries that are forgotten.
    pub forgotten: u64,
}

/// Gives up what waits for an endpoint that is archived, or has been off for longer than `kept`; forgets deliveries that
/// ended longer ago than that, and events and secrets that nobody needs any more. A few hundred rows at a time: call it
/// until it did nothing.
///
/// # Errors
/// Only the database's.
pub async fn sweep(work: &mut Work, kept: TimeDelta) -> Result<Swept, Error> {
    let kept = kept.as_seconds_f64();
    let given_up = sqlx::query!(
        "WITH idle AS (
             SELECT d.id, w.archived FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
             WHERE d.status = 'pending' AND NOT w.enabled AND (NOT d.in_flight OR d.run_at <= clock_timestamp())
                 AND (w.archived OR d.created_at <= clock_timestamp() - make_interval(secs => $1))
             LIMIT $2 FOR UPDATE OF d SKIP LOCKED
         )
         UPDATE webhook_deliveries d SET status = 'given_up', in_flight = false, ended_at = clock_timestamp(),
             note = CASE WHEN idle.archived THEN 'the endpoint was archived' ELSE 'the endpoint was off for too long' END
         FROM idle WHERE d.id = idle.id",
        kept,
        CHUNK,
    )
    .execute(&mut **work)
    .await?;
    let forgotten = sqlx::query!(
        "DELETE FROM webhook_deliveries WHERE id IN (
             SELECT id FROM webhook_deliveries WHERE ended_at <= clock_timestamp() - make_interval(secs => $1)
             ORDER BY ended_at LIMIT $2 FOR UPDATE SKIP LOCKED)",
        kept,
        CHUNK,
    )
    .execute(&mut **work)
    .await?;
    sqlx::query!(
        "DELETE FROM webhook_events WHERE id IN (
             SELECT id FROM webhook_events e WHERE created_at <= clock_timestamp() - make_interval(secs => $1)
                 AND NOT EXISTS (SELECT FROM webhook_deliveries d WHERE d.event_id = e.id)
             ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)",
        kept,
        CHUNK,
    )
    .execute(&mut **work)
    .await?;
    sqlx::query!("DELETE FROM webhook_secrets WHERE expires_at <= clock_timestamp()")
        .execute(&mut **work)
        .await?;
    Ok(Swept { given_up: given_up.rows_affected(), forgotten: forgotten.rows_affected() })
}
