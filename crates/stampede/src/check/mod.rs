//! The checker: is what buyers were told, and what the database says, what a shop may do?
//!
//! Pure functions over a [`History`] and the [`Truth`]. Every rule says what it looks at, and explains a violation by
//! naming the requests. docs/checker.md tells the whole story.

mod case;
#[cfg(test)]
pub(crate) mod examples;
mod rules;
mod timeline;
mod truth;

use std::fmt;
use std::time::Duration;

pub use case::Case;
pub use timeline::{Calm, Life, State, Timeline};
pub use truth::{LedgerRow, MoveRow, OrderRow, SaleRow, Truth};

use crate::history::{History, Micros};

/// What must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Every 201 has its row: same customer, sale, quantity and key, placed while the request was under way.
    AcknowledgedIsStored,
    /// No order was promised to two requests.
    OneOwner,
    /// No row without a request that can have made it.
    StoredWasAsked,
    /// A request that was refused for certain made no row.
    RefusedIsNotStored,
    /// One key made one row.
    KeyMadeOne,
    /// The ledger, the orders and their moves fit together, entry by entry.
    LedgerFits,
    /// Never more held than allocated, at any instant.
    HeldWithinAllocated,
    /// At most one active order per customer, at any instant.
    OneActiveOrder,
    /// No order above the limit.
    QuantityWithinLimit,
    /// `sold_out` only when it could be true.
    SoldOutWasTrue,
    /// `insufficient_units` only when it could be true, with the number that remained.
    InsufficientWasTrue,
    /// `already_purchased` names an order that was active meanwhile.
    AlreadyPurchasedWasTrue,
    /// `idempotency_mismatch` names an order that the same key made for another quantity.
    MismatchWasTrue,
    /// `quantity_limit` only above the limit.
    QuantityLimitWasTrue,
    /// `sale_not_live` only when it was not.
    NotLiveWasTrue,
    /// A replay names the order that the same request made before, and a first answer is not called a replay.
    ReplaysAreReplays,
    /// Only documented answers; of the 5xx only 503 (behind a proxy 502 and 504), with Retry-After.
    AnswersAreDocumented,
    /// After a 201 its order is found.
    ReadYourOwn,
    /// A cancellation or payment that was confirmed stays.
    ConfirmedStays,
    /// Sold one after the other in the ledger's order, by the domain's executable specification, it comes out the same.
    OneOrderOfEvents,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 20] = [
        Self::AcknowledgedIsStored,
        Self::OneOwner,
        Self::StoredWasAsked,
        Self::RefusedIsNotStored,
        Self::KeyMadeOne,
        Self::LedgerFits,
        Self::HeldWithinAllocated,
        Self::OneActiveOrder,
        Self::QuantityWithinLimit,
        Self::SoldOutWasTrue,
        Self::InsufficientWasTrue,
        Self::AlreadyPurchasedWasTrue,
        Self::MismatchWasTrue,
        Self::QuantityLimitWasTrue,
        Self::NotLiveWasTrue,
        Self::ReplaysAreReplays,
        Self::AnswersAreDocumented,
        Self::ReadYourOwn,
        Self::ConfirmedStays,
        Self::OneOrderOfEvents,
    ];
}

/// What was violated, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// What happened, naming requests and orders.
    pub what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.rule, self.what)
    }
}

/// What is allowed besides the truth.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How old the sale board's knowledge may be that `sold_out` is said from, in calm time: a refresh every second,
    /// and the time that it takes on a machine that is busy with a stampede.
    pub staleness: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { staleness: Duration::from_millis(1_500) }
    }
}

/// What the checker found.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Everything that is wrong; empty when all is well.
    pub violations: Vec<Violation>,
    /// The oldest knowledge that a `sold_out` can only have been said from, in calm time.
    pub stalest: Micros,
}

/// Checks every rule.
#[must_use]
pub fn check(history: &History, truth: &Truth, bounds: Bounds) -> Verdict {
    let case = Case::new(history, truth, bounds);
    let mut verdict = Verdict::default();
    rules::orders::check(&case, &mut verdict);
    rules::units::check(&case, &mut verdict);
    rules::refusals::check(&case, &mut verdict);
    rules::answers::check(&case, &mut verdict);
    rules::serial::check(&case, &mut verdict);
    verdict
}

impl Verdict {
    /// Notes a violation.
    pub(crate) fn add(&mut self, rule: Rule, what: impl Into<String>) {
        self.violations.push(Violation { rule, what: what.into() });
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, check};
    use crate::check::examples::Story;

    #[test]
    fn a_good_story_has_no_violation() {
        for story in [Story::reopened(), Story::eventful()] {
            let (history, truth) = story.told();
            assert_eq!(check(&history, &truth, Bounds::default()).violations, []);
        }
    }

    /// Saved and read again it is the same story.
    #[test]
    fn a_story_can_be_kept() {
        let (history, truth) = Story::eventful().told();
        let file = tempfile::NamedTempFile::new().unwrap();
        crate::history::write(file.path(), &history, &truth).unwrap();
        let (again, same) = crate::history::read(file.path()).unwrap();
        assert_eq!(same, truth);
        assert_eq!(again.attempts.len(), history.attempts.len());
        assert_eq!(again.attempts[0].outcome, history.attempts[0].outcome);
        assert_eq!(check(&again, &same, Bounds::default()).violations, []);
    }
}
