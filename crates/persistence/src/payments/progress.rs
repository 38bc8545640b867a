use doorbuster_domain::PaymentId;
use doorbuster_domain::payments::{DisputeStatus, PaymentStep};
use sqlx::PgConnection;

use crate::Error;

/// Keeps the provider's name for a pending payment, before anybody else learns of it. Returns whether it is kept: false when
/// the payment has another one, or has ended.
///
/// # Errors
/// Only the database's.
pub async fn adopt(connection: &mut PgConnection, id: PaymentId, reference: &str) -> Result<bool, Error> {
    let kept = sqlx::query!(
        "UPDATE payments SET reference = $2
         WHERE id = $1 AND status = 'pending' AND (reference IS NULL OR reference = $2)",
        id.0,
        reference,
    )
    .execute(connection)
    .await?;
    Ok(kept.rows_affected() == 1)
}

/// Ends a pending payment that its provider has no name for. Returns whether it did.
///
/// # Errors
/// Only the database's.
pub async fn abandon(connection: &mut PgConnection, id: PaymentId) -> Result<bool, Error> {
    let ended = sqlx::query!(
        "UPDATE payments SET status = 'voided', updated_at = clock_timestamp()
         WHERE id = $1 AND status = 'pending' AND reference IS NULL",
        id.0,
    )
    .execute(connection)
    .await?;
    Ok(ended.rows_affected() == 1)
}

/// Notes what a pending payment waits for, and why its last try was refused.
///
/// # Errors
/// Only the database's.
pub async fn note_step(
    connection: &mut PgConnection,
    id: PaymentId,
    step: PaymentStep,
    failure: Option<&str>,
) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE payments SET step = $2, failure = $3, updated_at = clock_timestamp()
         WHERE id = $1 AND status = 'pending' AND (step, failure) IS DISTINCT FROM ($2, $3)",
        id.0,
        step.as_str(),
        failure,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes where the latest complaint about a payment stands.
///
/// # Errors
/// Only the database's.
pub async fn note_dispute(
    connection: &mut PgConnection,
    id: PaymentId,
    dispute: DisputeStatus,
) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE payments SET dispute = $2, updated_at = clock_timestamp()
         WHERE id = $1 AND dispute IS DISTINCT FROM $2",
        id.0,
        dispute.as_str(),
    )
    .execute(connection)
    .await?;
    Ok(())
}
