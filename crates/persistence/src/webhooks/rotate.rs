use doorbuster_domain::WebhookId;
use doorbuster_domain::webhooks::{SECRET_LIFETIME, Webhook, WebhookSecret};

use super::find;
use crate::{Error, Work};

/// Secrets that sign at the same time. Whoever rotates more often within a day lets the oldest go.
const MOST: i32 = 5;

/// Gives a locked endpoint another secret. The one before signs beside it for a day.
///
/// # Errors
/// Only the database's.
pub async fn rotate(work: &mut Work, id: WebhookId, secret: &WebhookSecret) -> Result<Webhook, Error> {
    sqlx::query!(
        "DELETE FROM webhook_secrets WHERE webhook_id = $1 AND (expires_at <= clock_timestamp() OR id NOT IN (
             SELECT id FROM webhook_secrets WHERE webhook_id = $1 ORDER BY id DESC LIMIT $2 - 1))",
        id.0,
        MOST,
    )
    .execute(&mut **work)
    .await?;
    sqlx::query!(
        "UPDATE webhook_secrets SET expires_at = clock_timestamp() + make_interval(secs => $2)
         WHERE webhook_id = $1 AND expires_at IS NULL",
        id.0,
        SECRET_LIFETIME.as_seconds_f64(),
    )
    .execute(&mut **work)
    .await?;
    sqlx::query!(
        "INSERT INTO webhook_secrets (webhook_id, secret) VALUES ($1, $2)",
        id.0,
        secret.0.as_slice()
    )
    .execute(&mut **work)
    .await?;
    sqlx::query!("UPDATE webhooks SET version = version + 1 WHERE id = $1", id.0)
        .execute(&mut **work)
        .await?;
    find(work, id).await?.ok_or(Error::Corrupt("webhooks.id"))
}
