//! Webhooks: what is told to other systems, how often it is tried, and how they know that it is the shop who speaks.

mod delivery;
mod endpoint;
mod event_type;
mod retry;
mod secret;

pub use delivery::{Attempt, Delivery, DeliveryStatus, UnknownDeliveryStatus};
pub use endpoint::{NewWebhook, Webhook};
pub use event_type::{EventType, UnknownEventType};
pub use retry::{FAILING_FOR, rest_after};
pub use secret::{SECRET_LIFETIME, WebhookSecret, signature};
