use std::collections::BTreeMap;

use super::fulfilment::{canonical_lines, check_lines, within};
use super::{Line, NotLeft, Order, OrderStatus, Units};
use crate::cart::shares;
use crate::catalogue::{Mistake, Mistakes};
use crate::payments::{PaymentStatus, RefundLine, RefundStatus};
use crate::{Money, ProductId};

/// What staff want to pay back. When it names neither lines nor shipping nor an amount it is everything that is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRefund {
    /// Units that leave the order.
    pub lines: Vec<Units>,
    /// Whether what the parcel cost goes back too.
    pub shipping: bool,
    /// How much; what was paid for the lines and the shipping when not said. Without either it is only about money, and
    /// no unit leaves the order.
    pub amount: Option<Money>,
    /// Whether the units can be sold again.
    pub restock: bool,
    /// Why, in words that the customer reads.
    pub reason: String,
}

/// What is left of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineLeft {
    /// Which line.
    pub product_id: ProductId,
    /// Units that no refund took out of the order.
    pub quantity: u32,
    /// Those of them that have not left the house.
    pub unsent: u32,
    /// What was paid for the line, after its share of the discount, and has not gone back.
    pub amount: Money,
    /// What goes back when all those units do.
    pub worth: Money,
}

/// What is left of an order that can go back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Of each line, in their order.
    pub lines: Vec<LineLeft>,
    /// Of what the parcel cost.
    pub shipping: Money,
    /// Of everything.
    pub amount: Money,
}

/// What a refund pays back, and what it brings with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundPlan {
    /// Σ lines + shipping.
    pub amount: Money,
    /// Of what the parcel cost.
    pub shipping: Money,
    /// Of each line that it concerns.
    pub lines: Vec<RefundLine>,
    /// Where the order goes when nothing more is to be sent, or everything came back.
    pub moves_to: Option<OrderStatus>,
}

/// Why something is not paid back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRefundable {
    /// Nothing was captured for it, or not yet.
    #[error("an order that is {} was not paid", .0.as_str())]
    Unpaid(OrderStatus),
    /// Everything has gone back.
    #[error("nothing is left to refund")]
    NothingLeft,
    /// More units than are left.
    #[error(transparent)]
    Units(#[from] NotLeft),
    /// More money than is left of what the refund is about.
    #[error("at most {0} can be refunded")]
    Amount(Money),
    /// Nothing would be left of the order, which is then cancelled: all that was paid goes back.
    #[error("nothing is left of the order then, so all of {0} goes back")]
    Ends(Money),
}

impl NewRefund {
    /// Checks every field against the rules; all mistakes at once.
    ///
    /// # Errors
    /// Every mistake found, in the order of the fields.
    pub fn check(&self) -> Result<(), Vec<Mistake>> {
        let Self { lines, shipping: _, amount, restock: _, reason } = self;
        let mut mistakes = Mistakes::default();
        check_lines(&mut mistakes, lines);
        if let Some(Money { minor, .. }) = amount {
            // Units may come back for which nothing is owed.
            let least = i64::from(lines.is_empty());
            mistakes.require(*minor >= least, "/amount/amount", format!("at least {least}"));
        }
        mistakes.line(reason, "/reason", 500);
        mistakes.done()
    }

    /// What was asked, in one form: what a key of idempotency is compared by.
    pub fn canonical(&self) -> Vec<u8> {
        let Self { lines, shipping, amount, restock, reason } = self;
        let mut lines = lines.clone();
        lines.sort_unstable();
        let lines = canonical_lines(&lines);
        format!("{lines} {shipping} {amount:?} {restock} {reason:?}").into_bytes()
    }

    fn is_everything(&self) -> bool {
        self.lines.is_empty() && !self.shipping && self.amount.is_none()
    }
}

impl RefundPlan {
    /// Whether the order is cancelled with it.
    pub fn ends_order(&self) -> bool {
        self.moves_to == Some(OrderStatus::Cancelled)
    }

    /// Units that can be sold again.
    pub fn restocked(&self) -> u32 {
        self.lines.iter().filter(|line| line.restocked).map(|line| line.quantity).sum()
    }
}

impl Order {
    /// Units of each line that were taken out of the order before they left the house.
    pub fn given_up(&self) -> BTreeMap<ProductId, u32> {
        let mut units = BTreeMap::new();
        for line in self.refunds.iter().flat_map(|refund| &refund.lines).filter(|line| line.unsent > 0) {
            *units.entry(line.product_id).or_default() += line.unsent;
        }
        units
    }

    /// What of it can go back.
    ///
    /// # Errors
    /// [`NotRefundable::Unpaid`].
    pub fn refundable(&self) -> Result<Left, NotRefundable> {
        use OrderStatus::{
            Authorized, Cancelled, Delivered, Expired, Packed, Paid, PendingPayment, Returned, Shipped,
        };
        let captured = self.payment.as_ref().filter(|payment| payment.status == PaymentStatus::Captured);
        let (captured, ended) = match (self.status, captured) {
            (Paid | Packed | Shipped | Delivered, Some(payment)) => (payment.amount.minor, false),
            // What the provider declined to pay back may still be asked for.
            (Cancelled | Returned, Some(payment)) => (payment.amount.minor, true),
            (status @ (PendingPayment | Authorized | Expired), _) | (status, None) => {
                return Err(NotRefundable::Unpaid(status));
            }
        };
        let money = |minor| Money::new(minor, self.total.currency);
        let alive = || self.refunds.iter().filter(|refund| refund.status != RefundStatus::Failed);
        let unshipped = self.unshipped();
        let lines = self.lines.iter().enumerate().map(|(place, line)| {
            let paid = self.paid_for(place, line);
            let of = |part: &&RefundLine| part.product_id == line.product_id;
            let back: i64 =
                alive().flat_map(|refund| &refund.lines).filter(of).map(|line| line.amount.minor).sum();
            let gone: u32 = self
                .refunds
                .iter()
                .flat_map(|refund| &refund.lines)
                .filter(of)
                .map(|line| line.quantity)
                .sum();
            let quantity = if ended { 0 } else { line.quantity.saturating_sub(gone) };
            let amount = paid - back;
            LineLeft {
                product_id: line.product_id,
                quantity,
                unsent: unshipped.get(&line.product_id).copied().unwrap_or(0).min(quantity),
                amount: money(amount),
                worth: money(worth(paid, line.quantity, gone, quantity).min(amount)),
            }
        });
        let lines: Vec<LineLeft> = lines.collect();
        let shipping = self.checkout.as_ref().map_or(0, |checkout| checkout.shipping.minor)
            - alive().map(|refund| refund.shipping.minor).sum::<i64>();
        let amount = captured - alive().map(|refund| refund.amount.minor).sum::<i64>();
        Ok(Left { lines, shipping: money(shipping), amount: money(amount) })
    }

    /// What the refund pays back, and what it brings with it.
    ///
    /// Units go back at what was really paid for them: an equal share of their line after the discount, rounded so that
    /// all units of a line are exactly the line, and never more than is left of it. Another amount is split over what the
    /// refund is about in proportion to that.
    ///
    /// # Errors
    /// [`NotRefundable`].
    pub fn plan_refund(&self, new: &NewRefund) -> Result<RefundPlan, NotRefundable> {
        self.plan(new, new.restock)
    }

    /// As [`Order::plan_refund`]; `came_back` says whether the units are in the house again.
    pub(super) fn plan(&self, new: &NewRefund, came_back: bool) -> Result<RefundPlan, NotRefundable> {
        let left = self.refundable()?;
        let money = |minor| Money::new(minor, self.total.currency);
        let units: BTreeMap<ProductId, u32> =
            left.lines.iter().map(|line| (line.product_id, line.quantity)).collect();
        within(&units, &new.lines)?;
        let everything = new.is_everything();
        let named = |product: ProductId| {
            new.lines.iter().find(|units| units.product_id == product).map_or(0, |units| units.quantity)
        };
        let taken: Vec<u32> = left
            .lines
            .iter()
            .map(|line| if everything { line.quantity } else { named(line.product_id) })
            .collect();
        let unsent: Vec<u32> =
            left.lines.iter().zip(&taken).map(|(line, taken)| line.unsent.min(*taken)).collect();
        let moves_to = self.moves_after(&left, &taken, &unsent, came_back);
        let ends = moves_to == Some(OrderStatus::Cancelled);
        let only_money = new.lines.is_empty() && !new.shipping;
        // The most of each line, then of the shipping, that this refund is about.
        let lines = self.lines.iter().zip(&left.lines).zip(&taken).enumerate();
        let most = lines.map(|(place, ((line, left), taken))| {
            if only_money || ends {
                left.amount.minor
            } else {
                let done = line.quantity - left.quantity;
                worth(self.paid_for(place, line), line.quantity, done, *taken).min(left.amount.minor)
            }
        });
        let mut most: Vec<i64> = most.collect();
        most.push(if only_money || ends || new.shipping { left.shipping.minor } else { 0 });
        let sum: i64 = most.iter().sum();
        let amount = match new.amount {
            Some(amount) if amount.currency != self.total.currency || amount.minor > sum => {
                return Err(NotRefundable::Amount(money(sum)));
            }
            Some(amount) if ends && amount.minor != sum => return Err(NotRefundable::Ends(money(sum))),
            Some(amount) => amount.minor,
            None => sum,
        };
        if amount == 0 && taken.iter().all(|taken| *taken == 0) {
            return Err(NotRefundable::NothingLeft);
        }
        let mut parts = shares(amount, &most);
        let shipping = parts.pop().unwrap_or(0);
        let lines = left.lines.iter().zip(parts).zip(taken.iter().zip(&unsent));
        let lines = lines.map(|((line, part), (quantity, unsent))| RefundLine {
            product_id: line.product_id,
            quantity: *quantity,
            unsent: *unsent,
            amount: money(part),
            restocked: new.restock,
        });
        let lines = lines.filter(|line| line.quantity > 0 || line.amount.minor > 0).collect();
        Ok(RefundPlan { amount: money(amount), shipping: money(shipping), lines, moves_to })
    }

    /// What calling the order off pays back: everything that is left, and its units can be sold again.
    ///
    /// # Errors
    /// [`NotRefundable`].
    pub fn plan_cancellation(&self, reason: &str) -> Result<RefundPlan, NotRefundable> {
        let reason = reason.to_owned();
        self.plan_refund(&NewRefund {
            lines: Vec::new(),
            shipping: false,
            amount: None,
            restock: true,
            reason,
        })
    }

    /// What was really paid for the line at `place`.
    fn paid_for(&self, place: usize, line: &Line) -> i64 {
        let discount = self.checkout.as_ref().and_then(|checkout| checkout.lines.get(place));
        line.total.minor - discount.map_or(0, |line| line.discount.minor)
    }

    /// Whether everything that was sent is in the house again.
    pub fn is_back(&self) -> bool {
        self.sent() > 0 && self.came_back() == self.sent()
    }

    /// Units that were sent.
    fn sent(&self) -> u32 {
        self.shipments.iter().flat_map(|parcel| &parcel.lines).map(|line| line.quantity).sum()
    }

    /// Units that were sent and are in the house again: those that can be sold, and those of a return that was received.
    fn came_back(&self) -> u32 {
        let lines = self.refunds.iter().flat_map(|refund| {
            let received = refund.return_id.is_some();
            refund.lines.iter().filter(move |line| line.restocked || received)
        });
        lines.map(|line| line.quantity - line.unsent).sum()
    }

    /// Where the order goes when these units leave it.
    fn moves_after(
        &self,
        left: &Left,
        taken: &[u32],
        unsent: &[u32],
        came_back: bool,
    ) -> Option<OrderStatus> {
        let sum = |units: &[u32]| units.iter().sum::<u32>();
        let still_unsent = left.lines.iter().map(|line| line.unsent).sum::<u32>() - sum(unsent);
        match self.status {
            // Its last units were given up: what left the house is all of it now.
            OrderStatus::Paid | OrderStatus::Packed if still_unsent == 0 && sum(unsent) > 0 => {
                Some(if self.shipments.is_empty() { OrderStatus::Cancelled } else { OrderStatus::Shipped })
            }
            OrderStatus::Delivered
                if came_back && sum(taken) > 0 && self.came_back() + sum(taken) == self.sent() =>
            {
                Some(OrderStatus::Returned)
            }
            OrderStatus::Paid
            | OrderStatus::Packed
            | OrderStatus::Delivered
            | OrderStatus::PendingPayment
            | OrderStatus::Authorized
            | OrderStatus::Shipped
            | OrderStatus::Expired
            | OrderStatus::Cancelled
            | OrderStatus::Returned => None,
        }
    }
}

/// What was paid for the next `units` of a line of `ordered` units that cost `paid`, when `done` of them have gone back.
/// Over all units it is exactly `paid`.
fn worth(paid: i64, ordered: u32, done: u32, units: u32) -> i64 {
    let until = |units: u32| i128::from(paid) * i128::from(units) / i128::from(ordered.max(1));
    i64::try_from(until(done + units) - until(done)).unwrap_or(paid)
}

#[cfg(test)]
mod tests;
