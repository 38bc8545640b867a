use chrono::{DateTime, Utc};
use doorbuster_domain::platform::Page;
use doorbuster_domain::webhooks::{Attempt, Delivery, DeliveryStatus};
use doorbuster_domain::{WebhookDeliveryId, WebhookId};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

/// One event on its way to one endpoint.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = WebhookDelivery)]
pub(super) struct DeliveryView {
    /// Its id.
    id: WebhookDeliveryId,
    /// To whom.
    webhook_id: WebhookId,
    /// What is told.
    event: EventView,
    /// Where it stands.
    status: DeliveryStatus,
    /// Whether it was sent again because somebody asked for it.
    replay: bool,
    /// When it is sent next; null while it is being sent, and once it has ended.
    next_attempt_at: Option<DateTime<Utc>>,
    /// Why it was given up, when it was not for its last attempt.
    note: Option<String>,
    /// Every time that it was sent, first to last.
    attempts: Vec<AttemptView>,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it was delivered or given up.
    ended_at: Option<DateTime<Utc>>,
}

/// What is told, as the body of the message has it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = WebhookEvent)]
struct EventView {
    /// The same however often it is sent: `webhook-id`.
    id: Uuid,
    /// A type of event, or `ping` for a test.
    #[schema(example = "order.paid")]
    r#type: String,
    /// When it happened.
    created_at: DateTime<Utc>,
    /// What happened to what.
    #[schema(value_type = BTreeMap<String, Value>)]
    data: Value,
}

/// One time that it was sent.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = WebhookAttempt)]
struct AttemptView {
    /// 1 for the first.
    #[schema(example = 1)]
    number: u32,
    /// When.
    started_at: DateTime<Utc>,
    /// How long it took, in milliseconds; null while it is under way, and for ever when the server that sent it died
    /// before it knew.
    #[schema(example = 48)]
    duration_ms: Option<u32>,
    /// What the endpoint answered; null when it did not.
    #[schema(example = 503)]
    status_code: Option<u16>,
    /// What was wrong, in words.
    #[schema(example = "it answered 503")]
    error: Option<String>,
}

/// One page of deliveries.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = WebhookDeliveryPage)]
pub(super) struct DeliveriesPage {
    /// The deliveries, newest first.
    items: Vec<DeliveryView>,
    /// Pass it as `cursor` for the next page; null on the last one.
    next_cursor: Option<String>,
}

impl From<Delivery<Value>> for DeliveryView {
    fn from(delivery: Delivery<Value>) -> Self {
        let Delivery {
            id,
            webhook,
            event,
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
        } = delivery;
        Self {
            id,
            webhook_id: webhook,
            event: EventView { id: event, r#type: event_type, created_at: event_at, data },
            status,
            replay,
            next_attempt_at,
            note,
            attempts: attempts.into_iter().map(AttemptView::from).collect(),
            created_at,
            ended_at,
        }
    }
}

impl From<Attempt> for AttemptView {
    fn from(attempt: Attempt) -> Self {
        let Attempt { number, started_at, duration_ms, status_code, error } = attempt;
        Self { number, started_at, duration_ms, status_code, error }
    }
}

impl From<Page<Delivery<Value>>> for DeliveriesPage {
    fn from(page: Page<Delivery<Value>>) -> Self {
        let Page { items, next } = page.map(DeliveryView::from).into_text();
        Self { items, next_cursor: next }
    }
}
