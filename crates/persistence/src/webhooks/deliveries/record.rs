use std::time::Duration;

use chrono::TimeDelta;
use doorbuster_domain::webhooks::DeliveryStatus;
use sqlx::PgConnection;

use super::Claimed;
use crate::Error;

/// Most characters of an error that a row keeps.
const KEPT: usize = 300;

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How long it took.
    pub took: Duration,
    /// What was answered, if anything was.
    pub status_code: Option<u16>,
    /// What was wrong, in words; none when the endpoint took it.
    pub error: Option<String>,
    /// When it is sent again; none when it has ended.
    pub rest: Option<TimeDelta>,
}

/// Writes down what became of an attempt, and where the delivery stands now. When somebody else has taken it meanwhile,
/// because ours took longer than the lease, the delivery is left to them.
///
/// # Errors
/// Only the database's; it is sent again when its lease is over.
pub async fn record(
    connection: &mut PgConnection,
    delivery: &Claimed,
    outcome: &Outcome,
) -> Result<DeliveryStatus, Error> {
    let status = match (&outcome.error, outcome.rest) {
        (None, _) => DeliveryStatus::Delivered,
        (Some(_), Some(_)) => DeliveryStatus::Pending,
        (Some(_), None) => DeliveryStatus::GivenUp,
    };
    let error = outcome.error.as_ref().map(|error| error.chars().take(KEPT).collect::<String>());
    sqlx::query!(
        "WITH noted AS (
             UPDATE webhook_attempts SET duration_ms = $3, status_code = $4, error = $5
             WHERE delivery_id = $1 AND number = $2
         )
         UPDATE webhook_deliveries SET status = $6, in_flight = false,
             run_at = clock_timestamp() + make_interval(secs => $7),
             ended_at = CASE WHEN $6 = 'pending' THEN NULL ELSE clock_timestamp() END
         WHERE id = $1 AND attempts = $2 AND status = 'pending'",
        delivery.id.0,
        i32::try_from(delivery.attempt).unwrap_or(i32::MAX),
        i32::try_from(outcome.took.as_millis()).unwrap_or(i32::MAX),
        outcome.status_code.and_then(|code| i16::try_from(code).ok()),
        error,
        status.as_str(),
        outcome.rest.unwrap_or_default().as_seconds_f64(),
    )
    .execute(connection)
    .await?;
    Ok(status)
}
