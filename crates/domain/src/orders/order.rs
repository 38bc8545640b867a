use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{OrderStatus, Return, Shipment};
use crate::cart::Checkout;
use crate::payments::{Payment, Refund};
use crate::{Money, OrderId, ProductId, SaleId, UserId};

/// Who moved an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The customer who owns it.
    Customer,
    /// Somebody of the shop.
    Staff,
    /// The shop by itself: a sweep, a payment's settlement.
    System,
}

impl Actor {
    /// Every actor.
    pub const ALL: [Self; 3] = [Self::Customer, Self::Staff, Self::System];

    /// As in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Staff => "staff",
            Self::System => "system",
        }
    }
}

/// Who exactly moved an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    /// In which role.
    pub actor: Actor,
    /// The account; none when the shop did it by itself.
    pub user: Option<UserId>,
}

impl By {
    /// Its customer.
    pub fn customer(user: UserId) -> Self {
        Self { actor: Actor::Customer, user: Some(user) }
    }

    /// Somebody of the shop.
    pub fn staff(user: UserId) -> Self {
        Self { actor: Actor::Staff, user: Some(user) }
    }
}

impl From<Actor> for By {
    fn from(actor: Actor) -> Self {
        Self { actor, user: None }
    }
}

/// One line of an order: a snapshot, so that history never changes when a product does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which product.
    pub product_id: ProductId,
    /// What it was called when it was bought.
    pub name: String,
    /// How many units.
    pub quantity: u32,
    /// Gross price of one unit when it was bought.
    pub unit_price: Money,
    /// What the line costs.
    pub total: Money,
}

/// One move of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    /// Where it went.
    pub status: OrderStatus,
    /// When, by PostgreSQL's clock.
    pub at: DateTime<Utc>,
    /// Who moved it.
    pub actor: Actor,
    /// Which account it was, when one did it. For the staff.
    pub user: Option<UserId>,
    /// Why, in words, when there is something to say.
    pub note: Option<String>,
}

/// An order with everything that its owner may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// Who placed it.
    pub user_id: UserId,
    /// The sale it was bought in, if it was.
    pub sale_id: Option<SaleId>,
    /// Where it stands.
    pub status: OrderStatus,
    /// At least one line.
    pub lines: Vec<Line>,
    /// Σ lines − discount + shipping.
    pub total: Money,
    /// Until when the units are held for payment.
    pub pay_by: DateTime<Utc>,
    /// When it was placed, by PostgreSQL's clock.
    pub created_at: DateTime<Utc>,
    /// Its moves, first to last. The first is its placing.
    pub timeline: Vec<TimelineEntry>,
    /// The latest attempt to pay it.
    pub payment: Option<Payment>,
    /// The parcels that carry it, first to last.
    pub shipments: Vec<Shipment>,
    /// What was paid back of it, or is about to be, first to last.
    pub refunds: Vec<Refund>,
    /// What its customer sends back, or wanted to, first to last.
    pub returns: Vec<Return>,
    /// What it remembers of the cart that it was made from; none for an order of a sale.
    pub checkout: Option<Box<Checkout>>,
}

impl Order {
    /// The first entry of every timeline. It is derived, not stored: a purchase writes no row for it.
    pub fn placed(at: DateTime<Utc>) -> TimelineEntry {
        let status = OrderStatus::PendingPayment;
        TimelineEntry { status, at, actor: Actor::Customer, user: None, note: None }
    }
}
