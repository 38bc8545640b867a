use doorbuster_domain::WebhookDeliveryId;

use crate::{Error, Work};

/// Sends the event of delivery `id` to its endpoint once more, under `fresh`. When it is on its way there, that is hurried
/// instead. Returns the delivery that is on its way now; none when there is no delivery `id`.
///
/// # Errors
/// Only the database's.
pub async fn replay(
    work: &mut Work,
    id: WebhookDeliveryId,
    fresh: WebhookDeliveryId,
) -> Result<Option<WebhookDeliveryId>, Error> {
    // Locked, so that the sweep does not forget the event meanwhile.
    let known =
        sqlx::query!("SELECT event_id, webhook_id FROM webhook_deliveries WHERE id = $1 FOR UPDATE", id.0)
            .fetch_optional(&mut **work)
            .await?;
    let Some(known) = known else {
        return Ok(None);
    };
    let on_its_way = sqlx::query_scalar!(
        "INSERT INTO webhook_deliveries (id, event_id, webhook_id, replay) VALUES ($1, $2, $3, true)
         ON CONFLICT (event_id, webhook_id) WHERE status = 'pending' DO UPDATE
             SET run_at = CASE WHEN webhook_deliveries.in_flight THEN webhook_deliveries.run_at
                 ELSE least(webhook_deliveries.run_at, clock_timestamp()) END
         RETURNING id",
        fresh.0,
        known.event_id,
        known.webhook_id,
    )
    .fetch_one(&mut **work)
    .await?;
    Ok(Some(WebhookDeliveryId(on_its_way)))
}
