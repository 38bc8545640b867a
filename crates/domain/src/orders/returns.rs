use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::fulfilment::{canonical_lines, check_lines, within};
use super::{NewRefund, NotLeft, NotRefundable, Order, OrderStatus, RefundPlan, Transition, Units};
use crate::catalogue::{Mistake, Mistakes};
use crate::{Money, OrderId, ProductId, ReturnId, UserId};

/// Where a return stands.
///
/// ```text
/// requested ─→ approved ─→ received
///     ├─→ rejected ←─┤
///     └─→ withdrawn ←┘
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReturnStatus {
    /// The customer asked; staff have not answered.
    Requested,
    /// The customer may send it.
    Approved,
    /// Staff said no, and why.
    Rejected,
    /// The parcel came back.
    Received,
    /// The customer keeps it.
    Withdrawn,
}

/// The text names no status of a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a status of a return")]
pub struct UnknownReturnStatus;

/// The return cannot go there from where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a return that is {} cannot become {}", from.as_str(), to.as_str())]
pub struct IllegalReturn {
    /// Where it is.
    pub from: ReturnStatus,
    /// Where it was asked to go.
    pub to: ReturnStatus,
}

impl ReturnStatus {
    /// Every status.
    pub const ALL: [Self; 5] =
        [Self::Requested, Self::Approved, Self::Rejected, Self::Received, Self::Withdrawn];

    /// As in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Received => "received",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether somebody still has to do something: its units are spoken for.
    pub fn is_open(self) -> bool {
        match self {
            Self::Requested | Self::Approved => true,
            Self::Rejected | Self::Received | Self::Withdrawn => false,
        }
    }

    /// What moving to `to` means.
    ///
    /// # Errors
    /// [`IllegalReturn`].
    pub fn transition(self, to: Self) -> Result<Transition, IllegalReturn> {
        let successors: &[Self] = match self {
            Self::Requested => &[Self::Approved, Self::Rejected, Self::Withdrawn],
            Self::Approved => &[Self::Received, Self::Rejected, Self::Withdrawn],
            Self::Rejected | Self::Received | Self::Withdrawn => &[],
        };
        if self == to {
            Ok(Transition::Repeated)
        } else if successors.contains(&to) {
            Ok(Transition::Moves)
        } else {
            Err(IllegalReturn { from: self, to })
        }
    }
}

impl std::str::FromStr for ReturnStatus {
    type Err = UnknownReturnStatus;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or(UnknownReturnStatus)
    }
}

/// How long after its arrival something of an order can be asked to go back: the right of withdrawal of Directive 2011/83/EU,
/// art. 9, as the shop's terms promise it. Staff refund later than that when they want to.
pub const RETURN_WINDOW: TimeDelta = TimeDelta::days(14);

/// Something that a customer sends back, or wants to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return {
    /// Its id.
    pub id: ReturnId,
    /// Of which order.
    pub order_id: OrderId,
    /// Where it stands.
    pub status: ReturnStatus,
    /// What the customer wants to send.
    pub lines: Vec<Units>,
    /// Why, in the customer's words.
    pub reason: String,
    /// What the staff said, to the customer.
    pub answer: Option<String>,
    /// When the customer asked.
    pub requested_at: DateTime<Utc>,
    /// When it was approved or rejected.
    pub decided_at: Option<DateTime<Utc>>,
    /// Who of the staff moved it last.
    pub staff: Option<UserId>,
    /// When it was received, rejected or withdrawn.
    pub ended_at: Option<DateTime<Utc>>,
}

/// What a customer asks to send back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReturn {
    /// Which units.
    pub lines: Vec<Units>,
    /// Why.
    pub reason: String,
}

/// What the staff found in a parcel that came back, and what they pay for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// What was in it; what was asked for when empty.
    pub lines: Vec<Units>,
    /// Whether what the parcel to the customer cost goes back too.
    pub shipping: bool,
    /// How much goes back; what was paid for the units when not said.
    pub amount: Option<Money>,
    /// Whether the units can be sold again.
    pub restock: bool,
    /// What to tell the customer.
    pub answer: Option<String>,
}

/// Why something cannot be sent back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReturnable {
    /// The order has not arrived, or all of it went back.
    #[error("an order that is {} cannot be sent back", .0.as_str())]
    NotDelivered(OrderStatus),
    /// It arrived too long ago.
    #[error("it could be sent back until {}", .0.format("%F %R UTC"))]
    TooLate(DateTime<Utc>),
    /// More units than the customer has, or they are spoken for.
    #[error(transparent)]
    Units(#[from] NotLeft),
}

impl NewReturn {
    /// Checks every field against the rules; all mistakes at once.
    ///
    /// # Errors
    /// Every mistake found, in the order of the fields.
    pub fn check(&self) -> Result<(), Vec<Mistake>> {
        let Self { lines, reason } = self;
        let mut mistakes = Mistakes::default();
        mistakes.require(!lines.is_empty(), "/lines", "at least one unit of something");
        check_lines(&mut mistakes, lines);
        mistakes.require(!reason.is_empty(), "/reason", "1 to 1000 characters");
        mistakes.prose(reason, "/reason", 1000);
        mistakes.done()
    }

    /// What was asked, in one form: what a key of idempotency is compared by.
    pub fn canonical(&self) -> Vec<u8> {
        let Self { lines, reason } = self;
        let mut lines = lines.clone();
        lines.sort_unstable();
        format!("{} {reason:?}", canonical_lines(&lines)).into_bytes()
    }
}

/// Checks what the staff tell a customer about a return.
///
/// # Errors
/// What is wrong with it.
pub fn check_answer(answer: Option<&str>) -> Result<(), Vec<Mistake>> {
    let mut mistakes = Mistakes::default();
    require_answer(&mut mistakes, answer);
    mistakes.done()
}

fn require_answer(mistakes: &mut Mistakes, answer: Option<&str>) {
    if let Some(answer) = answer {
        mistakes.require(!answer.is_empty(), "/answer", "1 to 1000 characters");
        mistakes.prose(answer, "/answer", 1000);
    }
}

impl Arrival {
    /// Checks every field against the rules; all mistakes at once.
    ///
    /// # Errors
    /// Every mistake found, in the order of the fields.
    pub fn check(&self) -> Result<(), Vec<Mistake>> {
        let Self { lines, shipping: _, amount, restock: _, answer } = self;
        let mut mistakes = Mistakes::default();
        check_lines(&mut mistakes, lines);
        mistakes.require(amount.is_none_or(|amount| amount.minor >= 0), "/amount/amount", "at least 0");
        require_answer(&mut mistakes, answer.as_deref());
        mistakes.done()
    }

    /// What was asked, in one form: what a key of idempotency is compared by.
    pub fn canonical(&self, about: ReturnId) -> Vec<u8> {
        let Self { lines, shipping, amount, restock, answer } = self;
        let mut lines = lines.clone();
        lines.sort_unstable();
        let lines = canonical_lines(&lines);
        format!("{about} {lines} {shipping} {amount:?} {restock} {answer:?}").into_bytes()
    }
}

impl Order {
    /// Until when units can be asked to go back; none before the order has arrived, and after all of it went back.
    pub fn returnable_until(&self) -> Option<DateTime<Utc>> {
        let arrived = self.timeline.iter().rfind(|entry| entry.status == OrderStatus::Delivered)?;
        (self.status == OrderStatus::Delivered).then(|| arrived.at + RETURN_WINDOW)
    }

    /// Units of each line that the customer has and that no return speaks of; none when it is too late at `now`.
    pub fn returnable(&self, now: DateTime<Utc>) -> BTreeMap<ProductId, u32> {
        if self.returnable_until().is_none_or(|until| until < now) {
            return BTreeMap::new();
        }
        let left = self.refundable().map(|left| left.lines).unwrap_or_default();
        let mut units: BTreeMap<ProductId, u32> =
            left.iter().map(|line| (line.product_id, line.quantity)).collect();
        for line in self.returns.iter().filter(|known| known.status.is_open()).flat_map(|known| &known.lines)
        {
            if let Some(units) = units.get_mut(&line.product_id) {
                *units = units.saturating_sub(line.quantity);
            }
        }
        units.retain(|_, units| *units > 0);
        units
    }

    /// That what the customer asks for at `now` can be sent back.
    ///
    /// # Errors
    /// [`NotReturnable`].
    pub fn may_return(&self, new: &NewReturn, now: DateTime<Utc>) -> Result<(), NotReturnable> {
        let until = self.returnable_until().ok_or(NotReturnable::NotDelivered(self.status))?;
        if until < now {
            return Err(NotReturnable::TooLate(until));
        }
        Ok(within(&self.returnable(now), &new.lines)?)
    }

    /// What receiving a return pays back: no more units than the customer asked to send.
    ///
    /// # Errors
    /// [`NotRefundable`].
    pub fn plan_arrival(&self, about: &Return, arrival: &Arrival) -> Result<RefundPlan, NotRefundable> {
        let Arrival { lines, shipping, amount, restock, answer: _ } = arrival;
        let asked = about.lines.iter().map(|line| (line.product_id, line.quantity)).collect();
        within(&asked, lines)?;
        let lines = if lines.is_empty() { about.lines.clone() } else { lines.clone() };
        let (shipping, amount, restock) = (*shipping, *amount, *restock);
        self.plan(&NewRefund { lines, shipping, amount, restock, reason: String::new() }, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn walks_are_legal() {
        use ReturnStatus::{Approved, Received, Rejected, Requested, Withdrawn};
        let moves = |from: ReturnStatus| -> Vec<ReturnStatus> {
            ReturnStatus::ALL.into_iter().filter(|to| from.transition(*to) == Ok(Transition::Moves)).collect()
        };
        assert_eq!(moves(Requested), [Approved, Rejected, Withdrawn]);
        assert_eq!(moves(Approved), [Rejected, Received, Withdrawn]);
        for end in [Rejected, Received, Withdrawn] {
            assert_eq!((moves(end), end.is_open()), (Vec::new(), false));
            assert_eq!(end.transition(end), Ok(Transition::Repeated));
        }
        assert_eq!("gone".parse::<ReturnStatus>(), Err(UnknownReturnStatus));
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        let line = Units { product_id: ProductId(Uuid::nil()), quantity: 0 };
        let pointers = |found: Result<(), Vec<Mistake>>| -> Vec<String> {
            found.unwrap_err().into_iter().map(|mistake| mistake.pointer).collect()
        };
        let new = NewReturn { lines: Vec::new(), reason: String::new() };
        assert_eq!(pointers(new.check()), ["/lines", "/reason"]);
        let new = NewReturn { lines: vec![line], reason: "\0".to_owned() };
        assert_eq!(pointers(new.check()), ["/lines/0/quantity", "/reason"]);
        let amount = Some(Money::new(-1, crate::Currency::EUR));
        let arrival = Arrival {
            lines: vec![line],
            shipping: false,
            amount,
            restock: true,
            answer: Some(String::new()),
        };
        assert_eq!(pointers(arrival.check()), ["/lines/0/quantity", "/amount/amount", "/answer"]);
        assert!(check_answer(None).is_ok() && check_answer(Some("Thank you")).is_ok());
    }
}
