use doorbuster_domain::WebhookId;
use doorbuster_domain::platform::{Cursor, Limit, Page};
use doorbuster_domain::webhooks::{Delivery, DeliveryStatus};
use sqlx::PgConnection;
use sqlx::types::JsonValue;

use super::row::select_deliveries;
use crate::Error;

/// The deliveries of one endpoint, newest first: all of them, or those that stand so.
///
/// # Errors
/// Only the database's.
pub async fn list(
    connection: &mut PgConnection,
    webhook: WebhookId,
    status: Option<DeliveryStatus>,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Delivery<JsonValue>>, Error> {
    let rows = select_deliveries!(
        "WHERE d.webhook_id = $1 AND ($2::text IS NULL OR d.status = $2)
             AND ($3::timestamptz IS NULL OR (d.created_at, d.id) < ($3, $4::uuid))
         ORDER BY d.created_at DESC, d.id DESC LIMIT $5",
        webhook.0,
        status.map(DeliveryStatus::as_str),
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        limit.rows(),
    )
    .fetch_all(connection)
    .await?;
    let deliveries = rows.into_iter().map(Delivery::try_from).collect::<Result<Vec<_>, Error>>()?;
    Ok(Page::from_rows(deliveries, limit, |delivery: &Delivery<JsonValue>| Cursor {
        at: delivery.created_at,
        id: delivery.id.0,
    }))
}
