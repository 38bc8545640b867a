//! A PostgreSQL that is only what the purchase path sees of one: its rows, its sessions, what its queries find. The
//! transactions are in `transactions`, what they decide in `work`.

use std::collections::{BTreeMap, BTreeSet};

use doorbuster_domain::orders::{Idempotency, OrderStatus};
use doorbuster_domain::sales::{Sale, Verdict, reference};
use doorbuster_domain::{OrderId, UserId};

use crate::mutation::Mutation;
use crate::plan::Plan;
use crate::replay::Record;
use crate::transactions::Transactions;
use crate::work::Due;
use crate::world::{Micros, World, stamp};

/// Units of the product that are not in the sale.
const STOCK: i64 = 1_000;

pub(crate) type SessionId = u64;

/// A row of `orders`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OrderRow {
    pub(crate) order: OrderId,
    pub(crate) user: UserId,
    pub(crate) quantity: u32,
    pub(crate) held: u32,
    pub(crate) status: OrderStatus,
    pub(crate) idempotency: Option<Idempotency>,
    pub(crate) placed_at: Micros,
    pub(crate) pay_by: Micros,
    /// The sale's `seq` after its batch.
    pub(crate) seq: i64,
    pub(crate) authorized_at: Micros,
    /// When others could see it, and since when it holds nothing any more.
    pub(crate) committed_at: Micros,
    pub(crate) released_at: Option<Micros>,
}

/// A sold batch in `sale_ledger`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LedgerRow {
    pub(crate) seq: i64,
    pub(crate) first: OrderId,
    pub(crate) last: OrderId,
    pub(crate) pay_by: Micros,
    pub(crate) swept: bool,
}
pub(crate) struct Database {
    pub(crate) is_up: bool,
    pub(crate) sale: Sale,
    pub(crate) orders: BTreeMap<OrderId, OrderRow>,
    pub(crate) ledger: Vec<LedgerRow>,
    pub(crate) stock: i64,
    /// The sale as it was from each moment on.
    pub(crate) history: Vec<(Micros, Sale)>,
    /// Everything that was committed, in the order of the commits.
    pub(crate) log: Vec<Record>,
    /// Something waits in the outbox.
    pub(crate) outbox: bool,
    /// What the payment provider says to captures.
    pub(crate) declined: BTreeMap<OrderId, bool>,
    pub(crate) transactions: Transactions,
    sessions: SessionId,
    /// Sessions up to this one died with a restart.
    dead_up_to: SessionId,
    dead: BTreeSet<SessionId>,
}

impl Database {
    pub(crate) fn new(plan: &Plan) -> Self {
        let sale = Sale {
            starts_at: stamp(plan.starts_at),
            ends_at: stamp(plan.ends_at),
            allocated: plan.units,
            remaining: plan.units,
            per_customer_limit: plan.limit,
            hold_seconds: plan.hold_seconds,
            ..reference::sale()
        };
        Self {
            is_up: true,
            orders: BTreeMap::new(),
            ledger: Vec::new(),
            stock: STOCK,
            history: vec![(0, sale.clone())],
            log: Vec::new(),
            outbox: false,
            declined: BTreeMap::new(),
            transactions: Transactions::default(),
            sessions: 0,
            dead_up_to: 0,
            dead: BTreeSet::new(),
            sale,
        }
    }

    /// Units of the product in the sale and outside of it: moves of units never change it.
    pub(crate) fn all_units(plan: &Plan) -> i64 {
        STOCK + plan.units
    }

    pub(crate) fn connect(&mut self) -> SessionId {
        self.sessions += 1;
        self.sessions
    }

    /// The session dies.
    pub(crate) fn end_session(&mut self, session: SessionId) {
        self.dead.insert(session);
    }

    /// PostgreSQL goes down, and every session with it.
    pub(crate) fn go_down(&mut self) {
        self.dead_up_to = self.sessions;
        self.is_up = false;
    }

    pub(crate) fn is_alive(&self, session: SessionId) -> bool {
        session > self.dead_up_to && !self.dead.contains(&session)
    }

    pub(crate) fn orders_of(&self, user: UserId) -> impl Iterator<Item = &OrderRow> {
        self.orders.values().filter(move |row| row.user == user)
    }

    pub(crate) fn active_order(&self, user: UserId) -> Option<&OrderRow> {
        self.orders_of(user).find(|row| row.status.is_active())
    }

    /// The active order, else the latest: what a key is compared with.
    pub(crate) fn relevant_order(&self, user: UserId) -> Option<&OrderRow> {
        self.active_order(user).or_else(|| self.orders_of(user).max_by_key(|row| row.placed_at))
    }

    /// What persistence's `due_batches` answers, and `held_batches` for a cancelled sale: sold batches whose holds are
    /// over at `now`, taken together.
    pub(crate) fn due(&self, now: Micros) -> Option<Due> {
        let called_off = self.sale.cancelled && !self.sale.settled;
        let is_due = |row: &&LedgerRow| !row.swept && (called_off || row.pay_by <= now);
        let rows: Vec<_> = self.ledger.iter().filter(is_due).collect();
        Some(Due {
            first: rows.iter().map(|row| row.first).min()?,
            last: rows.iter().map(|row| row.last).max()?,
            seqs: rows.iter().map(|row| row.seq).collect(),
        })
    }

    pub(crate) fn due_settlement(&self, now: Micros) -> bool {
        let is_due = if self.sale.cancelled {
            self.ledger.iter().all(|row| row.swept)
        } else {
            self.sale.ends_at <= stamp(now)
        };
        is_due && !self.sale.settled
    }
}
impl World {
    /// The customer's order as the shop's queries find it.
    pub(crate) fn find_order(&self, user: UserId) -> Option<&OrderRow> {
        if self.has(Mutation::LatestById) {
            let by_id = self.database.orders_of(user).max_by_key(|row| row.order);
            return self.database.active_order(user).or(by_id);
        }
        self.database.relevant_order(user)
    }

    /// What persistence's `lookup` answers.
    pub(crate) fn look_up_order(&self, user: UserId, asked: Idempotency) -> Option<Verdict> {
        let row = self.find_order(user)?;
        Verdict::of_found(row.order, row.status.is_active(), row.idempotency, asked)
    }
}
