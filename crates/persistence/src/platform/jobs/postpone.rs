use chrono::TimeDelta;
use sqlx::PgConnection;

use super::ClaimedJob;
use crate::Error;

/// Most characters of an error that a row keeps.
const KEPT: usize = 500;

/// A job failed and is tried again after `rest`. Nothing happens when somebody else has taken it meanwhile.
///
/// # Errors
/// Only the database's; the job is tried again when its lease is over.
pub async fn postpone(
    connection: &mut PgConnection,
    job: &ClaimedJob,
    rest: TimeDelta,
    error: &str,
) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE jobs SET run_at = clock_timestamp() + make_interval(secs => $3), last_error = $4
         WHERE id = $1 AND attempts = $2",
        job.id,
        i32::try_from(job.attempts).unwrap_or(i32::MAX),
        rest.as_seconds_f64(),
        short(error),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A job is not tried again. Its row stays, so that somebody can look.
///
/// # Errors
/// Only the database's.
pub async fn give_up(connection: &mut PgConnection, job: &ClaimedJob, error: &str) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE jobs SET failed_at = clock_timestamp(), last_error = $3 WHERE id = $1 AND attempts = $2",
        job.id,
        i32::try_from(job.attempts).unwrap_or(i32::MAX),
        short(error),
    )
    .execute(connection)
    .await?;
    Ok(())
}

fn short(error: &str) -> String {
    error.chars().take(KEPT).collect()
}
