use doorbuster_domain::WebhookDeliveryId;
use doorbuster_domain::webhooks::Delivery;
use sqlx::PgConnection;
use sqlx::types::JsonValue;

use super::row::select_deliveries;
use crate::Error;

/// A delivery.
///
/// # Errors
/// Only the database's.
pub async fn find(
    connection: &mut PgConnection,
    id: WebhookDeliveryId,
) -> Result<Option<Delivery<JsonValue>>, Error> {
    let row = select_deliveries!("WHERE d.id = $1", id.0).fetch_optional(connection).await?;
    row.map(Delivery::try_from).transpose()
}
