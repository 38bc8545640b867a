use chrono::{DateTime, Utc};
use doorbuster_domain::webhooks::{Attempt, Delivery};
use doorbuster_domain::{WebhookDeliveryId, WebhookId};
use sqlx::types::{Json, JsonValue};
use uuid::Uuid;

use crate::Error;

/// What a row holds of its attempts. A name of its own, because PostgreSQL's have 63 bytes at most.
pub(super) type Attempts = Json<Vec<Attempt>>;

/// A row of `webhook_deliveries` with its event and its attempts, unchecked.
pub(super) struct DeliveryRow {
    pub(super) id: Uuid,
    pub(super) webhook_id: Uuid,
    pub(super) event_id: Uuid,
    pub(super) event_type: String,
    pub(super) event_at: DateTime<Utc>,
    pub(super) data: JsonValue,
    pub(super) status: String,
    pub(super) replay: bool,
    pub(super) next_attempt_at: Option<DateTime<Utc>>,
    pub(super) note: Option<String>,
    pub(super) attempts: Attempts,
    pub(super) created_at: DateTime<Utc>,
    pub(super) ended_at: Option<DateTime<Utc>>,
}

/// Selects [`DeliveryRow`]s: `select_deliveries!("WHERE …", arguments…)`.
macro_rules! select_deliveries {
    ($tail:tt $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            crate::webhooks::deliveries::row::DeliveryRow,
            r#"SELECT d.id, d.webhook_id, d.event_id, e.type AS event_type, e.created_at AS event_at, e.data, d.status,
                   d.replay, CASE WHEN d.status = 'pending' AND NOT d.in_flight THEN d.run_at END AS next_attempt_at,
                   d.note, d.created_at, d.ended_at,
                   (SELECT coalesce(jsonb_agg(to_jsonb(a) - 'delivery_id' ORDER BY a.number), '[]')
                    FROM webhook_attempts a WHERE a.delivery_id = d.id)
                       AS "attempts!: crate::webhooks::deliveries::row::Attempts"
               FROM webhook_deliveries d JOIN webhook_events e ON e.id = d.event_id "# + $tail
            $(, $argument)*
        )
    };
}
pub(super) use select_deliveries;

impl TryFrom<DeliveryRow> for Delivery<JsonValue> {
    type Error = Error;

    fn try_from(row: DeliveryRow) -> Result<Self, Error> {
        let DeliveryRow {
            id,
            webhook_id,
            event_id,
            event_type,
            event_at,
            data,
            status,
            replay,
            next_attempt_at,
            note,
            attempts,
            created_at,
            ended_at,
        } = row;
        Ok(Self {
            id: WebhookDeliveryId(id),
            webhook: WebhookId(webhook_id),
            event: event_id,
            event_type,
            event_at,
            data,
            status: status.parse().map_err(|_| Error::Corrupt("webhook_deliveries.status"))?,
            replay,
            next_attempt_at,
            note,
            attempts: attempts.0,
            created_at,
            ended_at,
        })
    }
}
