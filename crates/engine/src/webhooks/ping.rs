use doorbuster_domain::{WebhookDeliveryId, WebhookId};
use doorbuster_persistence::webhooks::{self, find};
use doorbuster_persistence::{Error, Work};

use crate::Engine;
use crate::ambient::fresh_id;

/// Why nothing is sent to an endpoint.
#[derive(Debug, thiserror::Error)]
pub enum SendNowError {
    /// There is no such endpoint, or no such delivery.
    #[error("there is nothing to send")]
    NotFound,
    /// It is switched off.
    #[error("the endpoint is switched off")]
    Disabled,
    /// The database.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// Sends a test to an endpoint, with the commit of `work`. Returns its delivery, which begins in a moment.
///
/// # Errors
/// [`SendNowError`]
pub async fn ping(
    engine: &Engine,
    mut work: Work,
    webhook: WebhookId,
) -> Result<WebhookDeliveryId, SendNowError> {
    let found = find(&mut work, webhook).await?.ok_or(SendNowError::NotFound)?;
    if !found.enabled {
        return Err(SendNowError::Disabled);
    }
    let delivery = WebhookDeliveryId(fresh_id());
    webhooks::ping(&mut work, webhook, fresh_id(), delivery).await?;
    work.commit().await?;
    engine.webhooks.rung.notify_one();
    Ok(delivery)
}
