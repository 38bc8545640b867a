use doorbuster_domain::WebhookId;
use sqlx::PgConnection;

use crate::Error;

/// An endpoint took something: whatever it failed before is over.
///
/// # Errors
/// Only the database's.
pub async fn recovered(connection: &mut PgConnection, id: WebhookId) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE webhooks SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL",
        id.0
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// An endpoint did not take something: from here on, unless it has failed longer.
///
/// # Errors
/// Only the database's.
pub async fn failed(connection: &mut PgConnection, id: WebhookId) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE webhooks SET failing_since = clock_timestamp() WHERE id = $1 AND failing_since IS NULL",
        id.0
    )
    .execute(connection)
    .await?;
    Ok(())
}
