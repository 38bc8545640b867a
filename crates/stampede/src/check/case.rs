//! A history and its truth, with what every rule looks up.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use doorbuster_domain::orders::{Fingerprint, Idempotency, IdempotencyKey};
use doorbuster_domain::sales::reference::{Entry, Shelf};
use doorbuster_domain::sales::{Candidate, Purchase, SaleStatus, Terms, Verdict};
use doorbuster_domain::{Currency, Money, OrderId, ProductId, UserId};
use uuid::Uuid;

use super::{Bounds, Calm, OrderRow, Timeline, Truth};
use crate::history::{Attempt, History, Micros};

/// Two readings of clocks on one machine may differ by this, besides what was measured.
const CLOCK: Micros = 5_000;

/// What the rules work on.
#[derive(Debug)]
pub struct Case<'a> {
    pub(super) history: &'a History,
    pub(super) truth: &'a Truth,
    pub(super) timeline: Timeline,
    pub(super) calm: Calm,
    /// How old the board may be.
    pub(super) staleness: Micros,
    /// By how much the database's clock and ours may disagree.
    pub(super) clock: Micros,
    /// Places of orders in the truth.
    pub(super) orders: HashMap<Uuid, usize>,
    /// Fingerprints of all keys that were sent.
    prints: HashMap<&'a str, Fingerprint>,
    terms: Arc<Terms>,
}

impl<'a> Case<'a> {
    /// Prepares the look-ups.
    #[must_use]
    pub fn new(history: &'a History, truth: &'a Truth, bounds: Bounds) -> Self {
        let calm = Calm::new(&history.faults);
        let timeline = Timeline::new(&history.header, truth, &calm);
        let keys = history.attempts.iter().filter_map(|attempt| attempt.key.as_deref());
        let prints = keys.map(|key| (key, Fingerprint::of(key.as_bytes()))).collect();
        // What a sale costs decides nothing here.
        let terms = Terms {
            product_id: ProductId(Uuid::nil()),
            product_name: String::new(),
            unit_price: Money::new(1, Currency::EUR),
            placed_at: history.header.began_at,
            pay_by: history.header.began_at,
        };
        Self {
            history,
            truth,
            timeline,
            calm,
            staleness: Micros::try_from(bounds.staleness.as_micros()).unwrap_or(Micros::MAX),
            clock: history.header.clock_error + CLOCK,
            orders: truth.orders.iter().enumerate().map(|(place, row)| (row.id, place)).collect(),
            prints,
            terms: Arc::new(terms),
        }
    }

    /// The row of an order.
    pub(super) fn order(&self, id: Uuid) -> Option<&'a OrderRow> {
        self.truth.orders.get(*self.orders.get(&id)?)
    }

    /// When a row was placed.
    pub(super) fn placed(&self, row: &OrderRow) -> Micros {
        self.history.header.moment(row.created_at)
    }

    /// The fingerprint of an attempt's key, as rows store it.
    pub(super) fn print(&self, attempt: &Attempt) -> Option<String> {
        let print = self.prints.get(attempt.key.as_deref()?)?;
        Some(format!("{print:?}"))
    }

    /// Whether an attempt and a row have the same customer and the same key, or both none.
    pub(super) fn same_key(&self, attempt: &Attempt, row: &OrderRow) -> bool {
        attempt.buyer == row.user_id && self.print(attempt) == row.key
    }

    /// The states that the sale was in while an attempt was under way.
    pub(super) fn met<'b>(&'b self, attempt: &Attempt) -> impl Iterator<Item = usize> + 'b {
        self.timeline.met(attempt.sent - self.clock, attempt.answered + self.clock)
    }

    /// What an attempt asks, in the domain's words.
    pub(super) fn purchase(attempt: &Attempt) -> Purchase {
        let key = attempt.key.as_deref().and_then(|key| key.parse::<IdempotencyKey>().ok());
        Purchase {
            user: UserId(attempt.buyer),
            quantity: attempt.quantity,
            idempotency: key.map(|key| Idempotency::new(key, &attempt.quantity.to_be_bytes())),
        }
    }

    /// What made a row, in the domain's words.
    pub(super) fn idempotency(row: &OrderRow) -> Option<Idempotency> {
        let digits = row.key.as_deref()?;
        let number = u128::from_str_radix(digits, 16).ok()?;
        let quantity = u32::try_from(row.quantity).ok()?;
        Some(Idempotency {
            key: Fingerprint(number.to_be_bytes()),
            body: Fingerprint::of(&quantity.to_be_bytes()),
        })
    }

    /// The sale in one state, with the orders of one customer: all that a verdict on that customer depends on.
    pub(super) fn shelf(&self, user: Uuid, state: usize, remaining: i64) -> Shelf {
        let lives = self.timeline.lives.get(&user).map(Vec::as_slice).unwrap_or_default();
        let entries: Vec<Entry> = lives
            .iter()
            .filter(|life| life.placed <= state)
            .filter_map(|life| {
                let row = self.truth.orders.get(life.order)?;
                let active = life.is_active(state);
                let quantity = u32::try_from(row.quantity).unwrap_or_default();
                Some(Entry {
                    order: OrderId(row.id),
                    idempotency: Self::idempotency(row),
                    units_held: if active { quantity } else { 0 },
                    active,
                })
            })
            .collect();
        Shelf { remaining, orders: BTreeMap::from([(UserId(user), entries)]), ..self.empty_shelf(state) }
    }

    /// The sale in one state, within its window, without units and orders.
    pub(super) fn empty_shelf(&self, state: usize) -> Shelf {
        let state = self.timeline.states.get(state);
        Shelf {
            status: state.map_or(SaleStatus::Live, |state| state.status),
            remaining: 0,
            limit: state.and_then(|state| u32::try_from(state.limit).ok()).unwrap_or_default(),
            terms: Arc::clone(&self.terms),
            orders: BTreeMap::new(),
        }
    }

    /// What the domain's specification answers to an attempt in one state.
    pub(super) fn verdict(&self, attempt: &Attempt, state: usize, remaining: i64) -> Verdict {
        let mut shelf = self.shelf(attempt.buyer, state, remaining);
        let candidate = Candidate { order: OrderId(Uuid::nil()), purchase: Self::purchase(attempt) };
        shelf.sell(&[candidate], false).pop().unwrap_or(Verdict::Failed)
    }
}
