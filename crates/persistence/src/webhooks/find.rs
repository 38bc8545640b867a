use doorbuster_domain::WebhookId;
use doorbuster_domain::webhooks::Webhook;
use sqlx::PgConnection;

use super::row::select_webhooks;
use crate::Error;

/// An endpoint, archived or not.
///
/// # Errors
/// Only the database's.
pub async fn find(connection: &mut PgConnection, id: WebhookId) -> Result<Option<Webhook>, Error> {
    let row = select_webhooks!("WHERE w.id = $1", id.0).fetch_optional(connection).await?;
    Ok(row.map(Webhook::from))
}
