use doorbuster_domain::webhooks::Delivery;
use doorbuster_domain::{WebhookDeliveryId, WebhookId};
use doorbuster_persistence::webhooks::{self, deliveries, find};
use doorbuster_persistence::{Error, Work};
use serde_json::Value;

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

/// Sends a test to an endpoint, with the commit of `work`. Returns its delivery, as it is before it begins.
///
/// # Errors
/// [`SendNowError`]
pub async fn ping(
    engine: &Engine,
    mut work: Work,
    webhook: WebhookId,
) -> Result<Delivery<Value>, SendNowError> {
    let found = find(&mut work, webhook).await?.ok_or(SendNowError::NotFound)?;
    if !found.enabled {
        return Err(SendNowError::Disabled);
    }
    let id = WebhookDeliveryId(fresh_id());
    webhooks::ping(&mut work, webhook, fresh_id(), id).await?;
    // Read before anybody else can see it: a moment later it may have ended already.
    let delivery = deliveries::find(&mut work, id).await?.ok_or(SendNowError::NotFound)?;
    work.commit().await?;
    engine.webhooks.rung.notify_one();
    Ok(delivery)
}
