//! Transactions: they queue for row locks, decide when they have them, reach a commit point, and answer. Sessions time
//! out, die, and are ended from outside.

use std::collections::{BTreeMap, VecDeque};

use doorbuster_domain::OrderId;
use doorbuster_domain::sales::Failure;

use crate::database::SessionId;
use crate::mutation::Mutation;
use crate::plan::Fault;
use crate::work::{Effects, Outcome, Work};
use crate::world::{Micros, SECOND, World};

/// As set on a lane's connection.
const LANE_LOCK_TIMEOUT: Micros = 4 * SECOND;
const LANE_STATEMENT_TIMEOUT: Micros = 5 * SECOND;
/// As set on the pool's.
const POOL_TIMEOUT: Micros = 15 * SECOND;

type TransactionId = u64;
/// What PostgreSQL answers, as it leaves PostgreSQL.
type Reply = Box<dyn FnOnce(&mut World, Result<Outcome, Failure>)>;

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
/// The transactions under way, and the rows that they lock.
#[derive(Default)]
pub(crate) struct Transactions {
    begun: TransactionId,
    running: BTreeMap<TransactionId, Transaction>,
    sale: Lock,
    orders: BTreeMap<OrderId, Lock>,
}

impl World {
    /// How long a transaction usually takes, and sometimes.
    fn timing(&mut self, owner: Owner) -> Timing {
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
        self.database.transactions.begun += 1;
        let id = self.database.transactions.begun;
        self.note(|_| format!("transaction {id} of {owner:?}: {work:?}, {timing:?}"));
        let needs_sale =
            work.locks_the_sale() && !(self.has(Mutation::SkipTheLock) && matches!(work, Work::Sell { .. }));
        let wants = if needs_sale { VecDeque::new() } else { self.orders_to_lock(&work) };
        self.database.transactions.running.insert(
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
            if world.database.transactions.running.get(&id).is_some_and(Transaction::is_waiting) {
                world.abort(id, Failure::NotDone);
            }
        });
        // The limit ends before the commit: nothing stops that.
        self.after(timeout, move |world| {
            if world
                .database
                .transactions
                .running
                .get(&id)
                .is_some_and(|transaction| !transaction.is_committing)
            {
                world.abort(id, Failure::NotDone);
            }
        });
        if needs_sale {
            let lock = &mut self.database.transactions.sale;
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
        let Some(transaction) = self.database.transactions.running.get_mut(&id) else { return };
        transaction.holds_sale = true;
        let work = transaction.work.clone();
        let wants = self.orders_to_lock(&work);
        if let Some(transaction) = self.database.transactions.running.get_mut(&id) {
            transaction.wants = wants;
        }
        self.lock_next(id);
    }

    /// Locks the orders one after the other, then decides.
    fn lock_next(&mut self, id: TransactionId) {
        loop {
            let Some(transaction) = self.database.transactions.running.get(&id) else { return };
            let is_enough = self.has_enough(&transaction.work, &transaction.holds);
            let Some(transaction) = self.database.transactions.running.get_mut(&id) else { return };
            if is_enough {
                transaction.wants.clear();
            }
            let Some(order) = transaction.wants.pop_front() else { break };
            let lock = self.database.transactions.orders.entry(order).or_default();
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
        let Some(transaction) = self.database.transactions.running.get_mut(&id) else { return };
        transaction.granted_at = now;
        let takes = transaction.timing.decide;
        let transaction = &self.database.transactions.running[&id];
        let is_lane = matches!(transaction.owner, Owner::Lane { .. });
        let effects = match self.effects_of(transaction) {
            Ok(_) if is_lane && self.fault(Fault::Refused) => {
                self.abort(id, Failure::Refused);
                return;
            }
            Ok(effects) => effects,
            Err(failure) => {
                self.abort(id, failure);
                return;
            }
        };
        if is_lane && self.has(Mutation::AnswerBeforeCommit) {
            self.answer_early(id, &effects);
        }
        if let Some(transaction) = self.database.transactions.running.get_mut(&id) {
            transaction.effects = Some(effects);
        }
        self.after(takes, move |world| world.reach_commit(id));
    }

    fn answer_early(&mut self, id: TransactionId, effects: &Effects) {
        let reply =
            self.database.transactions.running.get_mut(&id).and_then(|transaction| transaction.reply.take());
        if let Some(reply) = reply {
            reply(self, Ok(effects.outcome.clone()));
        }
    }

    fn reach_commit(&mut self, id: TransactionId) {
        let Some(transaction) = self.database.transactions.running.get_mut(&id) else { return };
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
        let Some(mut transaction) = self.database.transactions.running.remove(&id) else { return };
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
        let Some(transaction) = self.database.transactions.running.remove(&id) else { return };
        self.note(|_| format!("transaction {id} is rolled back: {failure:?}"));
        if failure == Failure::Unknown
            && let Owner::Lane { session } = transaction.owner
        {
            self.database.end_session(session);
        }
        self.release(id, &transaction);
        if let Some(reply) = transaction.reply {
            reply(self, Err(failure));
        }
    }

    /// Passes the locks on to whoever waits for them, first come first served.
    fn release(&mut self, id: TransactionId, transaction: &Transaction) {
        let Transactions { sale, orders, running, .. } = &mut self.database.transactions;
        let hand_over = |lock: &mut Lock| {
            lock.waiting.retain(|waiting| *waiting != id && running.contains_key(waiting));
            if lock.holder == Some(id) {
                lock.holder = lock.waiting.pop_front();
                lock.holder
            } else {
                None
            }
        };
        let next_sale = hand_over(sale);
        let mut next_orders = Vec::new();
        for order in transaction.holds.iter().chain(transaction.wants.front()) {
            if let Some(lock) = orders.get_mut(order)
                && let Some(next) = hand_over(lock)
            {
                next_orders.push((*order, next));
            }
        }
        for (order, next) in &next_orders {
            if let Some(next) = running.get_mut(next) {
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
        let committing = running.iter().any(|id| self.database.transactions.running[id].is_committing);
        if !committing {
            self.database.end_session(session);
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
            if !self.database.transactions.running[&id].is_committing {
                self.abort(id, Failure::Unknown);
            }
        }
    }

    fn transactions_where(&self, is_meant: impl Fn(Owner) -> bool) -> Vec<TransactionId> {
        let all = self.database.transactions.running.iter();
        all.filter(|(_, transaction)| is_meant(transaction.owner)).map(|(id, _)| *id).collect()
    }

    /// PostgreSQL crashes and comes back after `pause`. What had reached the log is committed, the rest never happened.
    pub(crate) fn restart_database(&mut self, pause: Micros) {
        self.note(|_| "PostgreSQL goes down".into());
        for id in self.transactions_where(|_| true) {
            let committing =
                self.database.transactions.running.get(&id).is_some_and(|found| found.is_committing);
            if committing && self.random.percent(50) {
                self.drop_reply(id);
                self.commit(id);
            } else {
                self.abort(id, Failure::Unknown);
            }
        }
        self.database.go_down();
        self.after(pause, |world| {
            world.note(|_| "PostgreSQL is back".into());
            world.database.is_up = true;
        });
    }

    /// The answer of a commit that a crash cut short is not heard: the connection is.
    fn drop_reply(&mut self, id: TransactionId) {
        let reply =
            self.database.transactions.running.get_mut(&id).and_then(|transaction| transaction.reply.take());
        if let Some(reply) = reply {
            self.after(0, |world| reply(world, Err(Failure::Unknown)));
        }
    }

    /// The process behind a lane's transaction may die here.
    fn maybe_crash(&mut self, id: TransactionId, fault: Fault) {
        if let Owner::Lane { session } = self.database.transactions.running[&id].owner {
            self.crash_owner_of(session, fault);
        }
    }
}

impl Transaction {
    fn is_waiting(&self) -> bool {
        (self.work.locks_the_sale() && !self.holds_sale && self.effects.is_none()) || !self.wants.is_empty()
    }
}
