use doorbuster_domain::webhooks::EventType;
use doorbuster_domain::{WebhookDeliveryId, WebhookId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;

/// Writes a test for one endpoint: event `event` and its only delivery, under `delivery`.
///
/// # Errors
/// Only the database's.
pub async fn ping(
    connection: &mut PgConnection,
    webhook: WebhookId,
    event: Uuid,
    delivery: WebhookDeliveryId,
) -> Result<(), Error> {
    sqlx::query!(
        "WITH told AS (
             INSERT INTO webhook_events (id, type, data, created_at)
             VALUES ($1, $2, jsonb_build_object('webhook_id', $3::uuid), clock_timestamp())
             RETURNING id
         )
         INSERT INTO webhook_deliveries (id, event_id, webhook_id) SELECT $4, id, $3 FROM told",
        event,
        EventType::PING,
        webhook.0,
        delivery.0,
    )
    .execute(connection)
    .await?;
    Ok(())
}
