use doorbuster_domain::PaymentId;
use sqlx::PgConnection;

use crate::Error;

/// Keeps that a provider told something. Returns whether it has to be dealt with: false when it was told before, and was.
///
/// # Errors
/// Only the database's.
pub async fn receive_event(
    connection: &mut PgConnection,
    provider: &str,
    id: &str,
    kind: &str,
) -> Result<bool, Error> {
    let open = sqlx::query_scalar!(
        r#"INSERT INTO payment_events (id, provider, kind) VALUES ($1, $2, $3)
           ON CONFLICT (id) DO UPDATE SET applied_at = payment_events.applied_at
           RETURNING applied_at IS NULL AS "open!""#,
        id,
        provider,
        kind,
    )
    .fetch_one(connection)
    .await?;
    Ok(open)
}

/// Notes that it was dealt with, and which payment it was about.
///
/// # Errors
/// Only the database's.
pub async fn apply_event(
    connection: &mut PgConnection,
    id: &str,
    payment: Option<PaymentId>,
) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE payment_events SET applied_at = clock_timestamp(), payment_id = $2
         WHERE id = $1 AND applied_at IS NULL",
        id,
        payment.map(|payment| payment.0),
    )
    .execute(connection)
    .await?;
    Ok(())
}
