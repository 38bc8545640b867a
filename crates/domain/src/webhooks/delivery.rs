use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{WebhookDeliveryId, WebhookId};

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WebhookDeliveryStatus)]
pub enum DeliveryStatus {
    /// It is sent, or sent again later.
    Pending,
    /// The endpoint took it: it answered with a status from 200 to 299.
    Delivered,
    /// It is not sent again, unless somebody asks.
    GivenUp,
}

/// The text names no status of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a status of a delivery")]
pub struct UnknownDeliveryStatus;

/// One event on its way to one endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery<D> {
    /// Its id.
    pub id: WebhookDeliveryId,
    /// To whom.
    pub webhook: WebhookId,
    /// The event: what the receiver knows it by, however often it is sent.
    pub event: Uuid,
    /// The event's type; one that this version does not know, when a newer one wrote it.
    pub event_type: String,
    /// When it happened.
    pub event_at: DateTime<Utc>,
    /// What is told.
    pub data: D,
    /// Where it stands.
    pub status: DeliveryStatus,
    /// Whether staff asked for it, after another delivery of the same event.
    pub replay: bool,
    /// When it is sent next; none while it is being sent, and once it has ended.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// Why it was given up, when it was not for its last attempt.
    pub note: Option<String>,
    /// Every time that it was sent, first to last.
    pub attempts: Vec<Attempt>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was delivered or given up.
    pub ended_at: Option<DateTime<Utc>>,
}

/// One time that it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// 1 for the first.
    pub number: u32,
    /// When.
    pub started_at: DateTime<Utc>,
    /// How long it took, in milliseconds; none while it is under way, and for ever when whoever sent it died before.
    pub duration_ms: Option<u32>,
    /// What the endpoint answered, if it did.
    pub status_code: Option<u16>,
    /// What was wrong, in words.
    pub error: Option<String>,
}

impl DeliveryStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Delivered, Self::GivenUp];

    /// As in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::GivenUp => "given_up",
        }
    }
}

impl std::str::FromStr for DeliveryStatus {
    type Err = UnknownDeliveryStatus;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or(UnknownDeliveryStatus)
    }
}
