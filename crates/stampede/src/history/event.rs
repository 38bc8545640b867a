use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Micros;

/// What a stampede was about.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Header {
    /// The sale that was bought from.
    pub sale: Uuid,
    /// Faults and buyers can be repeated from it.
    pub seed: u64,
    /// Which faults were injected.
    pub fault: String,
    /// How many servers sold.
    pub servers: usize,
    /// The database's clock at moment 0.
    pub began_at: DateTime<Utc>,
    /// By how much that may be wrong.
    pub clock_error: Micros,
}

impl Header {
    /// The moment at which the database's clock shows `at`.
    #[must_use]
    pub fn moment(&self, at: DateTime<Utc>) -> Micros {
        (at - self.began_at).num_microseconds().unwrap_or(Micros::MAX)
    }

    /// What the database's clock shows at a moment.
    #[must_use]
    pub fn clock(&self, moment: Micros) -> DateTime<Utc> {
        self.began_at + TimeDelta::microseconds(moment)
    }
}

/// Something that happened.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A purchase was sent, once.
    Attempt(Attempt),
    /// A buyer did something with an order.
    Action(Action),
    /// Something was broken.
    Fault(FaultWindow),
}

/// One sending of a purchase.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Attempt {
    /// The request: the same number for all attempts of a request that is sent again.
    pub request: u64,
    /// Who buys.
    pub buyer: Uuid,
    /// The Idempotency-Key, if there is one.
    pub key: Option<String>,
    /// How many units.
    pub quantity: u32,
    /// Which connection carried it.
    pub connection: u64,
    /// The server's address.
    pub address: String,
    /// When it was sent.
    pub sent: Micros,
    /// When it was answered, or given up.
    pub answered: Micros,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// An answer.
    Answered(Answered),
    /// None.
    Lost {
        /// Why.
        reason: String,
        /// Whether the request may have reached the server.
        sent: bool,
    },
}

/// An answer, as far as a checker reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The HTTP status.
    pub status: u16,
    /// The problem's code; empty for a success.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The order: the one of a success, or the one that stands in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Uuid>,
    /// The order's sale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale: Option<Uuid>,
    /// The order's units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u32>,
    /// The order's status, or the sale's when it is not live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// `insufficient_units`: how many remained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining: Option<i64>,
    /// `quantity_limit`: the limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// `Idempotency-Replayed: true`.
    #[serde(default)]
    pub replayed: bool,
    /// Seconds of `Retry-After`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

/// What a buyer does with an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Looks at it.
    Read,
    /// Pays it.
    Pay,
    /// Cancels it.
    Cancel,
}

/// A request about an order that somebody was promised.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Action {
    /// What was asked.
    pub act: Act,
    /// By whom.
    pub buyer: Uuid,
    /// The order.
    pub order: Uuid,
    /// When it was sent.
    pub sent: Micros,
    /// When it was answered, or given up.
    pub answered: Micros,
    /// What came of it.
    pub outcome: Outcome,
}

/// A fault, from its beginning until everything that it broke works again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FaultWindow {
    /// What was done, in words.
    pub fault: String,
    /// When it began.
    pub from: Micros,
    /// When it was over.
    pub to: Micros,
}

impl Outcome {
    /// The answer, if there is one.
    #[must_use]
    pub fn answer(&self) -> Option<&Answered> {
        match self {
            Self::Answered(answered) => Some(answered),
            Self::Lost { .. } => None,
        }
    }

    /// The order that a 201 promises.
    #[must_use]
    pub fn promised(&self) -> Option<Uuid> {
        self.answer().filter(|answer| answer.status == 201).and_then(|answer| answer.order)
    }

    /// Whether this says for certain that this sending bought nothing.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::Answered(answer) => {
                (400..500).contains(&answer.status) || (answer.status, answer.code.as_str()) == (503, "busy")
            }
            Self::Lost { sent, .. } => !sent,
        }
    }

    /// In words.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Lost { reason, .. } => format!("no answer ({reason})"),
            Self::Answered(answer) => {
                let mut text = answer.status.to_string();
                if !answer.code.is_empty() {
                    text = format!("{text} {}", answer.code);
                }
                if let Some(order) = answer.order {
                    text = format!("{text} order {order}");
                }
                if let Some(remaining) = answer.remaining {
                    text = format!("{text} remaining {remaining}");
                }
                if answer.replayed { format!("{text} replayed") } else { text }
            }
        }
    }
}

impl Attempt {
    /// In words, so that a reader finds it in the history.
    #[must_use]
    pub fn shown(&self) -> String {
        format!(
            "request {} of customer {} ({} units, {}), sent at {} to {}, at {} {}",
            self.request,
            super::short(self.buyer),
            self.quantity,
            self.key.as_ref().map_or_else(|| "no key".to_owned(), |key| format!("key {key}")),
            seconds(self.sent),
            self.address,
            seconds(self.answered),
            self.outcome.shown(),
        )
    }
}

impl Action {
    /// In words.
    #[must_use]
    pub fn shown(&self) -> String {
        format!(
            "{:?} of order {} by customer {}, sent at {}, at {} {}",
            self.act,
            self.order,
            super::short(self.buyer),
            seconds(self.sent),
            seconds(self.answered),
            self.outcome.shown(),
        )
    }
}

/// A moment in seconds.
pub(crate) fn seconds(moment: Micros) -> String {
    let sign = if moment < 0 { "-" } else { "" };
    let micros = moment.unsigned_abs();
    format!("{sign}{}.{:06} s", micros / 1_000_000, micros % 1_000_000)
}
