use chrono::{DateTime, Utc};
use doorbuster_domain::webhooks::signature;
use doorbuster_gateways::webhooks::Message;
use doorbuster_persistence::webhooks::deliveries::Claimed;
use serde::Serialize;
use serde_json::Value;

/// What a receiver reads. Made of what the event's row says and nothing else, so that every try sends the same bytes.
#[derive(Serialize)]
struct Body<'a> {
    id: &'a str,
    r#type: &'a str,
    created_at: DateTime<Utc>,
    data: &'a Value,
}

/// The message of a delivery, signed at `now`.
pub(super) fn message(delivery: &Claimed, now: DateTime<Utc>) -> Result<Message, serde_json::Error> {
    let id = delivery.event.to_string();
    let body = serde_json::to_vec(&Body {
        id: &id,
        r#type: &delivery.event_type,
        created_at: delivery.event_at,
        data: &delivery.data,
    })?;
    let signature = signature(&delivery.secrets, &id, now, &body);
    Ok(Message { url: delivery.url.clone(), id, timestamp: now.timestamp(), signature, body: body.into() })
}
