use doorbuster_domain::WebhookDeliveryId;
use doorbuster_domain::webhooks::Delivery;
use doorbuster_persistence::Work;
use doorbuster_persistence::webhooks::{deliveries, find};
use serde_json::Value;

use super::SendNowError;
use crate::Engine;
use crate::ambient::fresh_id;

/// Sends the event of a delivery once more, with the commit of `work`. Returns the delivery that is on its way, as it is
/// before it begins: a new one, or the one that was on its way already and is hurried.
///
/// # Errors
/// [`SendNowError`]
pub async fn replay(
    engine: &Engine,
    mut work: Work,
    id: WebhookDeliveryId,
) -> Result<Delivery<Value>, SendNowError> {
    let known = deliveries::find(&mut work, id).await?.ok_or(SendNowError::NotFound)?;
    let endpoint = find(&mut work, known.webhook).await?.ok_or(SendNowError::NotFound)?;
    if !endpoint.enabled {
        return Err(SendNowError::Disabled);
    }
    let fresh = WebhookDeliveryId(fresh_id());
    let on_its_way = deliveries::replay(&mut work, id, fresh).await?.ok_or(SendNowError::NotFound)?;
    let delivery = deliveries::find(&mut work, on_its_way).await?.ok_or(SendNowError::NotFound)?;
    work.commit().await?;
    engine.webhooks.rung.notify_one();
    Ok(delivery)
}
