//! The executable specification of one batch: what PostgreSQL's `sell_batch` must decide, in plain Rust.
//!
//! Nothing in the shop calls this. The lane's property tests and the simulator use it as their store, and a test in
//! `persistence` runs random batches through both and compares.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta};
use uuid::Uuid;

use super::{Candidate, Sale, SaleProduct, SaleStatus, Terms, Verdict};
use crate::orders::Idempotency;
use crate::{Currency, Money, OrderId, ProductId, SaleId, UserId};

/// A sale of ten units from second 100 to second 200 of the epoch, for tests to start from.
pub fn sale() -> Sale {
    let at = |seconds| DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds);
    Sale {
        id: SaleId(Uuid::from_u128(1)),
        title: "A sale".into(),
        product: SaleProduct {
            id: ProductId(Uuid::from_u128(2)),
            slug: "thing".into(),
            name: "Thing".into(),
            description: String::new(),
            image_url: None,
            list_price: Money::new(2000, Currency::EUR),
        },
        price: Money::new(1000, Currency::EUR),
        starts_at: at(100),
        ends_at: at(200),
        allocated: 10,
        remaining: 10,
        per_customer_limit: 2,
        hold_seconds: 600,
        paused: false,
        cancelled: false,
        settled: false,
        seq: 1,
        version: 1,
    }
}

/// An order as the sale remembers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub order: OrderId,
    /// The key that made it.
    pub idempotency: Option<Idempotency>,
    /// Units that it holds; 0 after release.
    pub units_held: u32,
    /// Whether it counts as the customer's one order.
    pub active: bool,
}

/// A sale and all its orders.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// What the sale is.
    pub status: SaleStatus,
    /// Units that can still be bought.
    pub remaining: i64,
    /// Most units of one order.
    pub limit: u32,
    /// What sold orders have in common.
    pub terms: Arc<Terms>,
    /// Every order of the sale by customer, oldest first.
    pub orders: BTreeMap<UserId, Vec<Entry>>,
}

impl Shelf {
    /// Decides a batch in arrival order, greedily. `retry` says that an earlier attempt with the same ids may have
    /// been committed.
    pub fn sell(&mut self, batch: &[Candidate], retry: bool) -> Vec<Verdict> {
        let found: Vec<bool> = batch.iter().map(|candidate| retry && self.holds(candidate)).collect();
        batch
            .iter()
            .zip(found)
            .map(
                |(candidate, found)| {
                    if found {
                        Verdict::Recovered { order: candidate.order }
                    } else {
                        self.sell_one(candidate)
                    }
                },
            )
            .collect()
    }

    fn holds(&self, candidate: &Candidate) -> bool {
        let orders = self.orders.get(&candidate.purchase.user);
        orders.is_some_and(|orders| orders.iter().any(|entry| entry.order == candidate.order))
    }

    fn sell_one(&mut self, candidate: &Candidate) -> Verdict {
        let Candidate { order, purchase } = *candidate;
        let orders = self.orders.entry(purchase.user).or_default();
        let active = orders.iter().find(|entry| entry.active);
        // A keyed request finds its order whatever became of the sale.
        if let Some(asked) = purchase.idempotency
            && let Some(earlier) = active.or(orders.last())
            && let Some(verdict) =
                Verdict::of_found(earlier.order, earlier.active, earlier.idempotency, asked)
        {
            return verdict;
        }
        if !matches!(self.status, SaleStatus::Live | SaleStatus::SoldOut) {
            return Verdict::NotLive(self.status);
        }
        if purchase.quantity > self.limit {
            return Verdict::QuantityLimit { limit: self.limit };
        }
        if let Some(active) = active {
            return Verdict::AlreadyPurchased { order: active.order };
        }
        if self.remaining == 0 {
            return Verdict::SoldOut;
        }
        if i64::from(purchase.quantity) > self.remaining {
            return Verdict::InsufficientUnits { remaining: self.remaining };
        }
        self.remaining -= i64::from(purchase.quantity);
        orders.push(Entry {
            order,
            idempotency: purchase.idempotency,
            units_held: purchase.quantity,
            active: true,
        });
        Verdict::Sold { order, terms: Arc::clone(&self.terms) }
    }

    /// Units given to the sale, counted from both sides of invariant 1.
    pub fn allocated(&self) -> i64 {
        let held: u32 = self.orders.values().flatten().map(|entry| entry.units_held).sum();
        self.remaining + i64::from(held)
    }
}
