use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::CodeText;
use crate::catalogue::{Mistake, Mistakes, Offer};
use crate::{CodeId, Money};

/// What a code takes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeValue {
    /// So many percent of the goods, 1 to 90.
    Percent(u8),
    /// This much, at most what the goods cost.
    Amount(Money),
}

/// Why a code takes nothing off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CodeProblem {
    /// Its window has not begun.
    NotStarted,
    /// Its window is over, or staff called it off.
    Over,
    /// It was used as often as it may be.
    UsedUp,
    /// This customer used it as often as one may.
    CustomerLimit,
    /// The goods cost less than it asks for.
    MinimumNotReached,
}

/// A discount code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its id.
    pub id: CodeId,
    /// What customers type.
    pub code: CodeText,
    /// What it is called.
    pub title: String,
    /// What it takes off.
    pub value: CodeValue,
    /// What the goods must cost.
    pub minimum: Option<Money>,
    /// In force from here (inclusive).
    pub starts_at: DateTime<Utc>,
    /// In force until here (exclusive).
    pub ends_at: DateTime<Utc>,
    /// How many orders may use it.
    pub total_limit: Option<u32>,
    /// How many orders of one customer may use it.
    pub per_customer_limit: Option<u32>,
    /// How many orders hold a use of it.
    pub redeemed: u32,
    /// Called off.
    pub archived: bool,
    /// Counts what staff did to it: its ETag.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A code that staff ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCode {
    /// What customers type. Never changes.
    pub code: CodeText,
    /// What it is called: 1 to 200 characters.
    pub title: String,
    /// What it takes off. Never changes.
    pub value: CodeValue,
    /// What the goods must cost.
    pub minimum: Option<Money>,
    /// In force from here.
    pub starts_at: DateTime<Utc>,
    /// In force until here.
    pub ends_at: DateTime<Utc>,
    /// How many orders may use it.
    pub total_limit: Option<u32>,
    /// How many orders of one customer may use it.
    pub per_customer_limit: Option<u32>,
    /// Called off.
    pub archived: bool,
}

impl Code {
    /// Why it takes nothing off goods for `subtotal` at `now`, for a customer who used it `used` times. What is wrong with
    /// the code comes before what is wrong with the cart.
    pub fn problem(&self, subtotal: Money, used: u32, now: DateTime<Utc>) -> Option<CodeProblem> {
        let reached = |limit: Option<u32>, uses: u32| limit.is_some_and(|limit| uses >= limit);
        if self.archived || now >= self.ends_at {
            Some(CodeProblem::Over)
        } else if now < self.starts_at {
            Some(CodeProblem::NotStarted)
        } else if reached(self.total_limit, self.redeemed) {
            Some(CodeProblem::UsedUp)
        } else if reached(self.per_customer_limit, used) {
            Some(CodeProblem::CustomerLimit)
        } else if self.minimum.is_some_and(|minimum| subtotal.minor < minimum.minor) {
            Some(CodeProblem::MinimumNotReached)
        } else {
            None
        }
    }

    /// What it takes off goods for `subtotal`, in minor units: from nothing to all of it. A percentage is rounded up, so
    /// that nobody pays more than the code says; the same rule as for discounts of the catalogue.
    pub fn discount(&self, subtotal: Money) -> i64 {
        match self.value {
            CodeValue::Percent(percent) => {
                // Only the percentage matters here: the window was looked at.
                let offer = Offer { percent, starts_at: self.starts_at, ends_at: self.ends_at };
                subtotal.minor - offer.price_of(subtotal).minor
            }
            CodeValue::Amount(amount) => amount.minor.min(subtotal.minor),
        }
    }

    /// As it would be asked for again.
    pub fn as_made(&self) -> NewCode {
        let Self {
            id: _,
            code,
            title,
            value,
            minimum,
            starts_at,
            ends_at,
            total_limit,
            per_customer_limit,
            redeemed: _,
            archived,
            version: _,
            created_at: _,
        } = self.clone();
        NewCode { code, title, value, minimum, starts_at, ends_at, total_limit, per_customer_limit, archived }
    }
}

impl NewCode {
    /// The highest limit and amount, in minor units for the latter.
    pub const MOST: u32 = 1_000_000_000;

    /// Checks every field against the rules; all mistakes at once.
    ///
    /// # Errors
    /// Every mistake found, in the order of the fields.
    pub fn check(&self) -> Result<(), Vec<Mistake>> {
        let Self {
            code: _,
            title,
            value,
            minimum,
            starts_at,
            ends_at,
            total_limit,
            per_customer_limit,
            archived: _,
        } = self;
        let mut mistakes = Mistakes::default();
        let sum = |money: Money| (1..=i64::from(Self::MOST)).contains(&money.minor);
        let limit = |limit: Option<u32>| limit.is_none_or(|limit| (1..=Self::MOST).contains(&limit));
        mistakes.line(title, "/title", 200);
        match value {
            CodeValue::Percent(percent) => {
                mistakes.require((1..=90).contains(percent), "/percent", "1 to 90");
            }
            CodeValue::Amount(amount) => {
                mistakes.require(sum(*amount), "/amount/amount", "1 to 1,000,000,000 minor units");
            }
        }
        mistakes.require(minimum.is_none_or(sum), "/minimum/amount", "1 to 1,000,000,000 minor units");
        mistakes.require(ends_at > starts_at, "/ends_at", "must be after starts_at");
        mistakes.require(
            *ends_at - *starts_at <= TimeDelta::days(3660),
            "/ends_at",
            "at most ten years after starts_at",
        );
        mistakes.require(limit(*total_limit), "/total_limit", "1 to 1,000,000,000, or null");
        mistakes.require(limit(*per_customer_limit), "/per_customer_limit", "1 to 1,000,000,000, or null");
        mistakes.done()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::Currency;
    use proptest::prelude::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    /// In force from second 10 to 20.
    pub(crate) fn code(value: CodeValue) -> Code {
        Code {
            id: CodeId(uuid::Uuid::nil()),
            code: "WELCOME10".parse().unwrap(),
            title: "Welcome".into(),
            value,
            minimum: None,
            starts_at: at(10),
            ends_at: at(20),
            total_limit: None,
            per_customer_limit: None,
            redeemed: 0,
            archived: false,
            version: 1,
            created_at: at(0),
        }
    }

    #[test]
    fn a_code_has_a_window_limits_and_a_minimum() {
        let code = Code {
            minimum: Some(eur(100)),
            total_limit: Some(5),
            per_customer_limit: Some(2),
            redeemed: 4,
            ..code(CodeValue::Percent(10))
        };
        let problem = |code: &Code, subtotal, used, second| code.problem(eur(subtotal), used, at(second));
        assert_eq!(problem(&code, 100, 1, 10), None);
        assert_eq!(problem(&code, 100, 1, 9), Some(CodeProblem::NotStarted));
        assert_eq!(problem(&code, 100, 1, 20), Some(CodeProblem::Over));
        assert_eq!(problem(&code, 99, 1, 10), Some(CodeProblem::MinimumNotReached));
        assert_eq!(problem(&code, 100, 2, 10), Some(CodeProblem::CustomerLimit));
        assert_eq!(problem(&Code { redeemed: 5, ..code.clone() }, 1, 2, 10), Some(CodeProblem::UsedUp));
        assert_eq!(problem(&Code { archived: true, ..code }, 100, 0, 10), Some(CodeProblem::Over));
    }

    #[test]
    fn all_mistakes_are_named_at_once() {
        let good = code(CodeValue::Percent(90)).as_made();
        assert_eq!(good.check(), Ok(()));
        let bad = NewCode {
            title: " ".into(),
            value: CodeValue::Amount(eur(0)),
            minimum: Some(eur(-1)),
            ends_at: good.starts_at,
            total_limit: Some(0),
            per_customer_limit: Some(0),
            ..good
        };
        let pointers: Vec<_> = bad.check().unwrap_err().into_iter().map(|mistake| mistake.pointer).collect();
        let all = [
            "/title",
            "/amount/amount",
            "/minimum/amount",
            "/ends_at",
            "/total_limit",
            "/per_customer_limit",
        ];
        assert_eq!(pointers, all);
    }

    proptest! {
        #[test]
        fn a_discount_is_between_nothing_and_all(minor in 0i64.., percent in 1u8..=90, amount in 1i64..) {
            for value in [CodeValue::Percent(percent), CodeValue::Amount(eur(amount))] {
                prop_assert!((0..=minor).contains(&code(value).discount(eur(minor))));
            }
        }
    }
}
