//! A PostgreSQL that is only what the purchase path sees of one: rows, row locks with their queues, transactions with a
//! commit point, sessions that die. What the transactions decide is in `work`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::DateTime;
use doorbuster_domain::catalogue::{Product, ProductStatus};
use doorbuster_domain::orders::{Idempotency, OrderStatus};
use doorbuster_domain::sales::{Failure, Sale, Verdict};
use doorbuster_domain::{Currency, Money, OrderId, ProductId, SaleId, UserId};
use uuid::Uuid;

use crate::mutation::Mutation;
use crate::plan::{Fault, Plan};
use crate::replay::Record;
use crate::work::{Due, Effects, Outcome, Work};
use crate::world::{Micros, SECOND, World, stamp};

/// Units of the product that are not in the sale.
const STOCK: i64 = 1_000;
/// As set on a lane's connection.
const LANE_LOCK_TIMEOUT: Micros = 4 * SECOND;
const LANE_STATEMENT_TIMEOUT: Micros = 5 * SECOND;
/// As set on the pool's.
const POOL_TIMEOUT: Micros = 15 * SECOND;

pub(crate) type SessionId = u64;
pub(crate) type TransactionId = u64;
/// What PostgreSQL answers, as it leaves PostgreSQL.
pub(crate) type Reply = Box<dyn FnOnce(&mut World, Result<Outcome, Failure>)>;

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

/// Who began a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// A lane: one statement, which runs to its end whatever becomes of the lane.
    Lane { session: SessionId },
    /// The shop's pool: several statements, rolled back when the process dies in between.
    Pool { replica: usize },
    /// Staff, through some process that does not die here.
    Staff,
}

/// How long what takes, and whether the backend dies in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timing {
    pub(crate) decide: Micros,
    pub(crate) commit: Micros,
    pub(crate) dies: bool,
}

pub(crate) struct Transaction {
    pub(crate) owner: Owner,
    pub(crate) work: Work,
    pub(crate) begun_at: Micros,
    /// When it had every lock: what it decides is true then.
    pub(crate) granted_at: Micros,
    timing: Timing,
    holds_sale: bool,
    /// Orders still to be locked, in the order of their ids.
    wants: VecDeque<OrderId>,
    pub(crate) holds: Vec<OrderId>,
    /// Past the point where it can be stopped.
    is_committing: bool,
    effects: Option<Effects>,
    reply: Option<Reply>,
}

#[derive(Default)]
struct Lock {
    holder: Option<TransactionId>,
    waiting: VecDeque<TransactionId>,
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
    transactions: BTreeMap<TransactionId, Transaction>,
    begun: TransactionId,
    sale_lock: Lock,
    order_locks: BTreeMap<OrderId, Lock>,
    sessions: SessionId,
    /// Sessions up to this one died with a restart.
    dead_up_to: SessionId,
    dead: BTreeSet<SessionId>,
}

impl Database {
    pub(crate) fn new(plan: &Plan) -> Self {
        let price = Money::new(1_000, Currency::EUR);
        let sale = Sale {
            id: SaleId(Uuid::from_u128(1)),
            title: "A sale".into(),
            product: Product {
                id: ProductId(Uuid::from_u128(2)),
                slug: "thing".into(),
                name: "Thing".into(),
                description: String::new(),
                image_url: None,
                price,
                stock: 0,
                status: ProductStatus::Published,
                created_at: DateTime::UNIX_EPOCH,
            },
            price,
            starts_at: stamp(plan.starts_at),
            ends_at: stamp(plan.ends_at),
            allocated: plan.units,
            remaining: plan.units,
            per_customer_limit: plan.limit,
            hold_seconds: plan.hold_seconds,
            paused: false,
            cancelled: false,
            settled: false,
            seq: 1,
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
            transactions: BTreeMap::new(),
            begun: 0,
            sale_lock: Lock::default(),
            order_locks: BTreeMap::new(),
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

    /// What persistence's `due_batches` answers: sold batches whose hold is over at `now`, taken together.
    pub(crate) fn due(&self, now: Micros) -> Option<Due> {
        let rows: Vec<_> = self.ledger.iter().filter(|row| !row.swept && row.pay_by <= now).collect();
        Some(Due {
            first: rows.iter().map(|row| row.first).min()?,
            last: rows.iter().map(|row| row.last).max()?,
            seqs: rows.iter().map(|row| row.seq).collect(),
        })
    }

    pub(crate) fn due_settlement(&self, now: Micros) -> bool {
        !self.sale.settled && (self.sale.cancelled || self.sale.ends_at <= stamp(now))
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

    /// How long a transaction usually takes, and sometimes.
    pub(crate) fn timing(&mut self, owner: Owner) -> Timing {
        let mut timing = Timing {
            decide: self.random.between(100, 2_000),
            commit: self.random.between(80, 800),
            dies: false,
        };
        if matches!(owner, Owner::Lane { .. }) {
            if self.fault(Fault::StatementSlow) {
                timing.decide = self.random.between(SECOND, 8 * SECOND);
            }
            if self.fault(Fault::CommitSlow) {
                timing.commit = self.random.between(SECOND, 12 * SECOND);
            }
            timing.dies = self.fault(Fault::BackendDies);
        } else if self.fault(Fault::TransactionHangs) {
            timing.decide = self.random.between(SECOND / 10, 8 * SECOND);
            // Either it wakes up again or it is found idle in its transaction.
            timing.dies = self.random.percent(30);
        }
        timing
    }

    /// Begins a transaction, which locks, decides, commits and answers by itself.
    pub(crate) fn begin(
        &mut self,
        owner: Owner,
        work: Work,
        reply: impl FnOnce(&mut World, Result<Outcome, Failure>) + 'static,
    ) {
        if !self.database.is_up {
            self.after(0, |world| reply(world, Err(Failure::NotDone)));
            return;
        }
        let timing = self.timing(owner);
        self.database.begun += 1;
        let id = self.database.begun;
        self.note(|_| format!("transaction {id} of {owner:?}: {work:?}, {timing:?}"));
        let needs_sale =
            work.locks_the_sale() && !(self.has(Mutation::SkipTheLock) && matches!(work, Work::Sell { .. }));
        let wants = if needs_sale { VecDeque::new() } else { self.orders_to_lock(&work) };
        self.database.transactions.insert(
            id,
            Transaction {
                owner,
                work,
                begun_at: self.now,
                granted_at: self.now,
                timing,
                holds_sale: false,
                wants,
                holds: Vec::new(),
                is_committing: false,
                effects: None,
                reply: Some(Box::new(reply)),
            },
        );
        let (lock_timeout, timeout) = match owner {
            Owner::Lane { .. } => (LANE_LOCK_TIMEOUT, LANE_STATEMENT_TIMEOUT),
            Owner::Pool { .. } | Owner::Staff => (POOL_TIMEOUT, POOL_TIMEOUT),
        };
        self.after(lock_timeout, move |world| {
            if world.database.transactions.get(&id).is_some_and(Transaction::is_waiting) {
                world.abort(id, Failure::NotDone);
            }
        });
        // The limit ends before the commit: nothing stops that.
        self.after(timeout, move |world| {
            if world.database.transactions.get(&id).is_some_and(|transaction| !transaction.is_committing) {
                world.abort(id, Failure::NotDone);
            }
        });
        if needs_sale {
            let lock = &mut self.database.sale_lock;
            if lock.holder.is_some() {
                lock.waiting.push_back(id);
            } else {
                lock.holder = Some(id);
                self.hold_sale(id);
            }
        } else {
            self.lock_next(id);
        }
    }

    /// The sale's lock is `id`'s. Now it knows which orders it is about.
    fn hold_sale(&mut self, id: TransactionId) {
        let Some(transaction) = self.database.transactions.get_mut(&id) else { return };
        transaction.holds_sale = true;
        let work = transaction.work.clone();
        let wants = self.orders_to_lock(&work);
        if let Some(transaction) = self.database.transactions.get_mut(&id) {
            transaction.wants = wants;
        }
        self.lock_next(id);
    }

    /// Locks the orders one after the other, then decides.
    fn lock_next(&mut self, id: TransactionId) {
        loop {
            let Some(transaction) = self.database.transactions.get(&id) else { return };
            let is_enough = self.has_enough(&transaction.work, &transaction.holds);
            let Some(transaction) = self.database.transactions.get_mut(&id) else { return };
            if is_enough {
                transaction.wants.clear();
            }
            let Some(order) = transaction.wants.pop_front() else { break };
            let lock = self.database.order_locks.entry(order).or_default();
            if lock.holder.is_some() {
                lock.waiting.push_back(id);
                transaction.wants.push_front(order);
                return;
            }
            lock.holder = Some(id);
            transaction.holds.push(order);
        }
        self.decide(id);
    }

    fn decide(&mut self, id: TransactionId) {
        let now = self.now;
        let Some(transaction) = self.database.transactions.get_mut(&id) else { return };
        transaction.granted_at = now;
        let takes = transaction.timing.decide;
        let transaction = &self.database.transactions[&id];
        let effects = match self.effects_of(transaction) {
            Ok(effects) => effects,
            Err(failure) => {
                self.abort(id, failure);
                return;
            }
        };
        if self.has(Mutation::AnswerBeforeCommit) && matches!(transaction.owner, Owner::Lane { .. }) {
            self.answer_early(id, &effects);
        }
        if let Some(transaction) = self.database.transactions.get_mut(&id) {
            transaction.effects = Some(effects);
        }
        self.after(takes, move |world| world.reach_commit(id));
    }

    fn answer_early(&mut self, id: TransactionId, effects: &Effects) {
        let reply = self.database.transactions.get_mut(&id).and_then(|transaction| transaction.reply.take());
        if let Some(reply) = reply {
            reply(self, Ok(effects.outcome.clone()));
        }
    }

    fn reach_commit(&mut self, id: TransactionId) {
        let Some(transaction) = self.database.transactions.get_mut(&id) else { return };
        if transaction.timing.dies {
            self.abort(id, Failure::Unknown);
            return;
        }
        transaction.is_committing = true;
        let takes = transaction.timing.commit;
        if let Work::Sell { .. } = &transaction.work {
            self.maybe_crash(id, Fault::CrashDeciding);
        }
        self.after(takes, move |world| world.commit(id));
    }

    /// The commit point: from here on everybody sees it, whatever happens.
    fn commit(&mut self, id: TransactionId) {
        let Some(mut transaction) = self.database.transactions.remove(&id) else { return };
        let Some(effects) = transaction.effects.take() else { return };
        let outcome = effects.outcome.clone();
        self.note(|_| {
            let sale = effects.sale.as_ref().map(|sale| (sale.seq, sale.allocated, sale.remaining));
            let Effects { placed, moves, outcome, .. } = &effects;
            format!("transaction {id} commits {sale:?}, {placed:?}, {moves:?}: {outcome:?}")
        });
        self.apply(&transaction, effects);
        self.release(id, &transaction);
        if let Work::Sell { .. } = &transaction.work
            && let Owner::Lane { session } = transaction.owner
        {
            self.crash_owner_of(session, Fault::CrashCommitted);
        }
        if let Some(reply) = transaction.reply {
            reply(self, Ok(outcome));
        }
    }

    /// Rolls back and says so; `Unknown` when the session died with it.
    fn abort(&mut self, id: TransactionId, failure: Failure) {
        let Some(transaction) = self.database.transactions.remove(&id) else { return };
        self.note(|_| format!("transaction {id} is rolled back: {failure:?}"));
        if failure == Failure::Unknown
            && let Owner::Lane { session } = transaction.owner
        {
            self.database.dead.insert(session);
        }
        self.release(id, &transaction);
        if let Some(reply) = transaction.reply {
            reply(self, Err(failure));
        }
    }

    /// Passes the locks on to whoever waits for them, first come first served.
    fn release(&mut self, id: TransactionId, transaction: &Transaction) {
        let Database { sale_lock, order_locks, transactions, .. } = &mut self.database;
        let hand_over = |lock: &mut Lock| {
            lock.waiting.retain(|waiting| *waiting != id && transactions.contains_key(waiting));
            if lock.holder == Some(id) {
                lock.holder = lock.waiting.pop_front();
                lock.holder
            } else {
                None
            }
        };
        let next_sale = hand_over(sale_lock);
        let mut next_orders = Vec::new();
        for order in transaction.holds.iter().chain(transaction.wants.front()) {
            if let Some(lock) = order_locks.get_mut(order)
                && let Some(next) = hand_over(lock)
            {
                next_orders.push((*order, next));
            }
        }
        for (order, next) in &next_orders {
            if let Some(next) = transactions.get_mut(next) {
                next.wants.retain(|wanted| wanted != order);
                next.holds.push(*order);
            }
        }
        for (_, next) in next_orders {
            self.after(0, move |world| world.lock_next(next));
        }
        if let Some(next) = next_sale {
            self.after(0, move |world| world.hold_sale(next));
        }
    }

    /// Ends a session from outside, as `pg_terminate_backend` does. Returns whether it is gone: one that is committing
    /// goes on.
    pub(crate) fn terminate(&mut self, session: SessionId) -> bool {
        let running = self.transactions_where(|owner| owner == Owner::Lane { session });
        let committing = running.iter().any(|id| self.database.transactions[id].is_committing);
        if !committing {
            self.database.dead.insert(session);
            for id in running {
                self.seen("a fenced batch was rolled back");
                self.abort(id, Failure::Unknown);
            }
        }
        !committing
    }

    /// A process died: PostgreSQL rolls back what it had not committed.
    pub(crate) fn disconnect(&mut self, replica: usize) {
        for id in self.transactions_where(|owner| owner == Owner::Pool { replica }) {
            if !self.database.transactions[&id].is_committing {
                self.abort(id, Failure::Unknown);
            }
        }
    }

    fn transactions_where(&self, is_meant: impl Fn(Owner) -> bool) -> Vec<TransactionId> {
        let all = self.database.transactions.iter();
        all.filter(|(_, transaction)| is_meant(transaction.owner)).map(|(id, _)| *id).collect()
    }

    /// PostgreSQL crashes and comes back after `pause`. What had reached the log is committed, the rest never happened.
    pub(crate) fn restart_database(&mut self, pause: Micros) {
        self.note(|_| "PostgreSQL goes down".into());
        for id in self.transactions_where(|_| true) {
            let committing = self.database.transactions.get(&id).is_some_and(|found| found.is_committing);
            if committing && self.random.percent(50) {
                self.drop_reply(id);
                self.commit(id);
            } else {
                self.abort(id, Failure::Unknown);
            }
        }
        self.database.dead_up_to = self.database.sessions;
        self.database.is_up = false;
        self.after(pause, |world| {
            world.note(|_| "PostgreSQL is back".into());
            world.database.is_up = true;
        });
    }

    /// The answer of a commit that a crash cut short is not heard: the connection is.
    fn drop_reply(&mut self, id: TransactionId) {
        let reply = self.database.transactions.get_mut(&id).and_then(|transaction| transaction.reply.take());
        if let Some(reply) = reply {
            self.after(0, |world| reply(world, Err(Failure::Unknown)));
        }
    }

    /// The process behind a lane's transaction may die here.
    fn maybe_crash(&mut self, id: TransactionId, fault: Fault) {
        if let Owner::Lane { session } = self.database.transactions[&id].owner {
            self.crash_owner_of(session, fault);
        }
    }
}

impl Transaction {
    fn is_waiting(&self) -> bool {
        (self.work.locks_the_sale() && !self.holds_sale && self.effects.is_none()) || !self.wants.is_empty()
    }
}
