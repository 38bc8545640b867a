use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::SaleStatus;
use crate::orders::{Idempotency, Line};
use crate::{Money, OrderId, ProductId, UserId};

/// No order holds more units than this, whatever a sale's limit says.
pub const MAX_QUANTITY: u32 = 1_000;

/// What a customer asks of a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Purchase {
    /// Who buys.
    pub user: UserId,
    /// How many units: 1 to [`MAX_QUANTITY`].
    pub quantity: u32,
    /// The request's key, when it has one.
    pub idempotency: Option<Idempotency>,
}

/// A purchase with the id that its order will have. Retries of a batch keep the ids: that is how the truth is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The order's id, if it comes to be.
    pub order: OrderId,
    /// What is asked.
    pub purchase: Purchase,
}

/// What all orders of one batch have in common, as decided under the sale's lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// What was sold.
    pub product_id: ProductId,
    /// What it was called.
    pub product_name: String,
    /// Gross price of one unit.
    pub unit_price: Money,
    /// When the batch was decided, by PostgreSQL's clock.
    pub placed_at: DateTime<Utc>,
    /// Until when the units are held.
    pub pay_by: DateTime<Utc>,
}

impl Terms {
    /// The line of an order for `quantity` units.
    ///
    /// # Errors
    /// [`crate::MoneyError::Overflow`] when price × quantity does not fit; such a row is never inserted.
    pub fn line(&self, quantity: u32) -> Result<Line, crate::MoneyError> {
        Ok(Line {
            product_id: self.product_id,
            name: self.product_name.clone(),
            quantity,
            unit_price: self.unit_price,
            total: self.unit_price.times(quantity)?,
        })
    }
}

/// What became of a purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The order exists, durably.
    Sold {
        /// Its id.
        order: OrderId,
        /// Its price and deadline.
        terms: Arc<Terms>,
    },
    /// The order exists: an earlier attempt of the lane, whose answer was lost, had been committed. Read it.
    Recovered {
        /// Its id.
        order: OrderId,
    },
    /// The same key and body made this order before: the answer is that order as it is now.
    Replayed {
        /// Its id.
        order: OrderId,
    },
    /// The key made this order before, but with another body.
    IdempotencyMismatch {
        /// The order that the key belongs to.
        order: OrderId,
    },
    /// The customer has an active order in this sale.
    AlreadyPurchased {
        /// That order.
        order: OrderId,
    },
    /// No unit remains.
    SoldOut,
    /// Fewer units remain than were asked for.
    InsufficientUnits {
        /// How many remained.
        remaining: i64,
    },
    /// More units than one customer may buy.
    QuantityLimit {
        /// The sale's limit.
        limit: u32,
    },
    /// The sale does not sell now.
    NotLive(SaleStatus),
    /// There is no such sale.
    UnknownSale,
    /// The queue is full or the wait was too long. Nothing was done.
    Busy,
    /// The database's answer was lost and could not be found again in time. The same key finds the truth.
    OutcomeUnknown,
    /// This request cannot be stored, and was not.
    Failed,
}

impl Verdict {
    /// What an earlier order of the customer means for a request with `idempotency`: the key decides whether it is
    /// the same request once more.
    pub fn of_earlier(order: OrderId, made_by: Option<Idempotency>, asked: Option<Idempotency>) -> Self {
        match (made_by, asked) {
            (Some(made), Some(asked)) if made.key == asked.key => {
                if made.body == asked.body {
                    Self::Replayed { order }
                } else {
                    Self::IdempotencyMismatch { order }
                }
            }
            _ => Self::AlreadyPurchased { order },
        }
    }

    /// What the customer's order in the sale, the active one or else the latest, means for a request with a key. A
    /// released order counts only for the key that made it: it is no reason not to buy again.
    pub fn of_found(
        order: OrderId,
        active: bool,
        made_by: Option<Idempotency>,
        asked: Idempotency,
    ) -> Option<Self> {
        let verdict = Self::of_earlier(order, made_by, Some(asked));
        (active || !matches!(verdict, Self::AlreadyPurchased { .. })).then_some(verdict)
    }
}
