use doorbuster_domain::PaymentId;
use doorbuster_domain::payments::PaymentStatus;
use sqlx::PgConnection;

use crate::Error;

/// Records that a payment moved from `from` to `to`. Returns whether it did: somebody else may have been faster.
///
/// # Errors
/// Only the database's.
pub async fn record(
    connection: &mut PgConnection,
    id: PaymentId,
    from: PaymentStatus,
    to: PaymentStatus,
    reference: Option<&str>,
) -> Result<bool, Error> {
    let moved = sqlx::query!(
        "UPDATE payments SET status = $3, reference = coalesce($4, reference), step = NULL, failure = NULL,
             updated_at = clock_timestamp(), asked_at = clock_timestamp()
         WHERE id = $1 AND status = $2",
        id.0,
        from.as_str(),
        to.as_str(),
        reference,
    )
    .execute(connection)
    .await?;
    Ok(moved.rows_affected() == 1)
}
