use serde::{Deserialize, Serialize};

/// What an endpoint can be told. To add a type: a line here for each of its three, and whoever writes it calls
/// `tell_webhooks` in the transaction of what happened.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[schema(as = WebhookEventType)]
pub enum EventType {
    /// Somebody ordered; the order waits for its payment.
    #[serde(rename = "order.placed")]
    OrderPlaced,
    /// It is paid.
    #[serde(rename = "order.paid")]
    OrderPaid,
    /// It lies in its box.
    #[serde(rename = "order.packed")]
    OrderPacked,
    /// All of it is on its way.
    #[serde(rename = "order.shipped")]
    OrderShipped,
    /// All of it has arrived.
    #[serde(rename = "order.delivered")]
    OrderDelivered,
    /// It was called off.
    #[serde(rename = "order.cancelled")]
    OrderCancelled,
    /// Nobody paid it in time.
    #[serde(rename = "order.expired")]
    OrderExpired,
    /// It came back.
    #[serde(rename = "order.returned")]
    OrderReturned,
    /// Money went back, all of it or a part.
    #[serde(rename = "refund.settled")]
    RefundSettled,
}

/// The text names no type of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a type of event")]
pub struct UnknownEventType;

impl EventType {
    /// Every type that an endpoint can choose.
    pub const ALL: [Self; 9] = [
        Self::OrderPlaced,
        Self::OrderPaid,
        Self::OrderPacked,
        Self::OrderShipped,
        Self::OrderDelivered,
        Self::OrderCancelled,
        Self::OrderExpired,
        Self::OrderReturned,
        Self::RefundSettled,
    ];

    /// The type of a test, which goes to one endpoint whatever it chose, and is tried once.
    pub const PING: &'static str = "ping";

    /// As in the API, the database and the message.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OrderPlaced => "order.placed",
            Self::OrderPaid => "order.paid",
            Self::OrderPacked => "order.packed",
            Self::OrderShipped => "order.shipped",
            Self::OrderDelivered => "order.delivered",
            Self::OrderCancelled => "order.cancelled",
            Self::OrderExpired => "order.expired",
            Self::OrderReturned => "order.returned",
            Self::RefundSettled => "refund.settled",
        }
    }
}

impl std::str::FromStr for EventType {
    type Err = UnknownEventType;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|known| known.as_str() == text).ok_or(UnknownEventType)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_has_one_name() {
        for known in EventType::ALL {
            assert_eq!(known.as_str().parse(), Ok(known));
            assert_eq!(serde_json::to_value(known).unwrap(), known.as_str());
        }
        assert_eq!(EventType::PING.parse::<EventType>(), Err(UnknownEventType), "nobody chooses tests");
    }
}
