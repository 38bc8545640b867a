use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Mistake;
use super::mistake::Mistakes;
use crate::ProductId;

/// Why staff move a product's stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StockReason {
    /// Units arrived.
    Received,
    /// Units broke, spoiled or were lost.
    WrittenOff,
    /// Somebody counted, and it was not what the shop thought.
    Counted,
}

impl StockReason {
    /// As in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::WrittenOff => "written_off",
            Self::Counted => "counted",
        }
    }
}

/// How staff want stock to change. Stock is never set: only what moved it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockChange {
    /// How many units come, or go when negative.
    pub units: i64,
    /// Why.
    pub reason: StockReason,
    /// What else there is to say: at most 500 characters.
    pub note: Option<String>,
}

/// A change of stock that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockMovement {
    /// Numbers all movements of the shop.
    pub id: i64,
    /// Whose stock.
    pub product: ProductId,
    /// What happened.
    pub change: StockChange,
    /// When.
    pub at: DateTime<Utc>,
    /// Units in the product's stock when this was read.
    pub stock: i64,
}

impl StockChange {
    /// The most units of one movement.
    pub const MOST: i64 = 1_000_000_000;

    /// Checks every field against the rules; all mistakes at once.
    ///
    /// # Errors
    /// Every mistake found, in the order of the fields.
    pub fn check(&self) -> Result<(), Vec<Mistake>> {
        let Self { units, reason, note } = self;
        let mut mistakes = Mistakes::default();
        let (range, detail) = match reason {
            StockReason::Received => (1..=Self::MOST, "1 to 1,000,000,000 units come"),
            StockReason::WrittenOff => (-Self::MOST..=-1, "-1,000,000,000 to -1: units go"),
            StockReason::Counted => {
                (-Self::MOST..=Self::MOST, "the difference, at most 1,000,000,000, not 0")
            }
        };
        mistakes.require(*units != 0 && range.contains(units), "/units", detail);
        if let Some(note) = note {
            mistakes.prose(note, "/note", 500);
        }
        mistakes.done()
    }

    /// What was asked, in one form: what a key of idempotency is compared by.
    pub fn canonical(&self, product: ProductId) -> Vec<u8> {
        let Self { units, reason, note } = self;
        format!("{product} {units} {} {}", reason.as_str(), note.as_deref().unwrap_or_default()).into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_come_and_go_as_the_reason_says() {
        let ok = |units, reason| StockChange { units, reason, note: None }.check().is_ok();
        assert!(ok(1, StockReason::Received) && !ok(-1, StockReason::Received));
        assert!(ok(-1, StockReason::WrittenOff) && !ok(1, StockReason::WrittenOff));
        assert!(ok(1, StockReason::Counted) && ok(-1, StockReason::Counted));
        for reason in [StockReason::Received, StockReason::WrittenOff, StockReason::Counted] {
            assert!(!ok(0, reason) && !ok(StockChange::MOST + 1, reason) && !ok(i64::MIN, reason));
        }
    }
}
