use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use doorbuster_domain::WebhookId;
use doorbuster_domain::webhooks::{EventType, Webhook};
use uuid::Uuid;

/// A row of `webhooks`, unchecked, with what its secrets say.
pub(super) struct WebhookRow {
    pub(super) id: Uuid,
    pub(super) url: String,
    pub(super) description: String,
    pub(super) events: Vec<String>,
    pub(super) enabled: bool,
    pub(super) archived: bool,
    pub(super) failing_since: Option<DateTime<Utc>>,
    pub(super) given_up_at: Option<DateTime<Utc>>,
    pub(super) old_secret_until: Option<DateTime<Utc>>,
    pub(super) version: i64,
    pub(super) created_at: DateTime<Utc>,
}

/// Selects [`WebhookRow`]s: `select_webhooks!("WHERE …", arguments…)`.
macro_rules! select_webhooks {
    ($tail:tt $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            crate::webhooks::row::WebhookRow,
            "SELECT w.id, w.url, w.description, w.events, w.enabled, w.archived, w.failing_since, w.given_up_at,
                 (SELECT max(s.expires_at) FROM webhook_secrets s
                  WHERE s.webhook_id = w.id AND s.expires_at > clock_timestamp()) AS old_secret_until,
                 w.version, w.created_at
             FROM webhooks w " + $tail
            $(, $argument)*
        )
    };
}
pub(super) use select_webhooks;

impl From<WebhookRow> for Webhook {
    fn from(row: WebhookRow) -> Self {
        let WebhookRow {
            id,
            url,
            description,
            events,
            enabled,
            archived,
            failing_since,
            given_up_at,
            old_secret_until,
            version,
            created_at,
        } = row;
        // A type that only a newer version knows is kept in the row and left out here.
        let events = events.iter().filter_map(|event| event.parse().ok()).collect();
        Self {
            id: WebhookId(id),
            url,
            description,
            events,
            enabled,
            archived,
            failing_since,
            given_up_at,
            old_secret_until,
            version,
            created_at,
        }
    }
}

/// Types of event as the column has them.
pub(super) fn names(events: &BTreeSet<EventType>) -> Vec<String> {
    events.iter().map(|event| event.as_str().to_owned()).collect()
}
