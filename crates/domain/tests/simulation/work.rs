//! What the shop's transactions decide under their locks: `sell_batch` of the migrations (both of its paths, not the
//! reference: the run's history is compared with that), the sweep, settlement, payments, and what staff do.

use std::collections::VecDeque;
use std::sync::Arc;

use doorbuster_domain::OrderId;
use doorbuster_domain::orders::{OrderStatus, Transition};
use doorbuster_domain::sales::{
    Candidate, Counters, Failure, NewSale, Sale, SaleEdit, SaleStatus, Steer, Terms, Verdict,
};

use crate::database::{LedgerRow, OrderRow};
use crate::mutation::Mutation;
use crate::replay::Record;
use crate::transactions::Transaction;
use crate::world::{Micros, SECOND, World, stamp};

/// Most orders that one transaction of a sweep expires: few, so that sweeps take several.
const EXPIRED_AT_ONCE: usize = 3;

/// Sold batches whose hold is over.
#[derive(Clone, Debug)]
pub(crate) struct Due {
    pub(crate) seqs: Vec<i64>,
    pub(crate) first: OrderId,
    pub(crate) last: OrderId,
}

/// What staff change.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Edit {
    Pause(bool),
    Cancel,
    Allocate(u32),
    Limit(u32),
}

/// What a transaction is for.
#[derive(Clone, Debug)]
pub(crate) enum Work {
    Sell { retry: bool, candidates: Vec<Candidate> },
    Expire(Due),
    Settle,
    Cancel(OrderId),
    Claim(OrderId),
    Capture { order: OrderId, declined: bool },
    Edit(Edit),
}

/// What a committed transaction answers.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    Batch { verdicts: Vec<Verdict>, counters: Counters },
    Expired { finished: bool },
    Moved(bool),
}

/// What a transaction will have changed once it is committed.
#[derive(Clone, Debug)]
pub(crate) struct Effects {
    pub(crate) sale: Option<Sale>,
    pub(crate) placed: Vec<OrderRow>,
    /// Where which order goes, and whether it gives its units up.
    pub(crate) moves: Vec<(OrderId, OrderStatus, bool)>,
    pub(crate) ledger: Option<LedgerRow>,
    pub(crate) swept: Vec<i64>,
    /// Units that go into the product's stock.
    pub(crate) stock: i64,
    pub(crate) record: Option<Record>,
    pub(crate) outcome: Outcome,
}

impl Effects {
    fn none(outcome: Outcome) -> Self {
        Self {
            sale: None,
            placed: Vec::new(),
            moves: Vec::new(),
            ledger: None,
            swept: Vec::new(),
            stock: 0,
            record: None,
            outcome,
        }
    }

    /// Takes back what orders held: into the sale, or once it is settled into the stock.
    fn give_back(&mut self, sale: &Sale, units: u32) {
        let units = i64::from(units);
        let mut sale = self.sale.take().unwrap_or_else(|| sale.clone());
        if sale.settled {
            sale.allocated -= units;
            self.stock += units;
        } else {
            sale.remaining += units;
        }
        sale.seq += 1;
        self.sale = Some(sale);
    }
}

impl Work {
    pub(crate) fn locks_the_sale(&self) -> bool {
        match self {
            Self::Sell { .. } | Self::Expire(_) | Self::Settle | Self::Cancel(_) | Self::Edit(_) => true,
            Self::Claim(_) => false,
            // Only a failed capture may move units.
            Self::Capture { declined, .. } => *declined,
        }
    }
}

impl World {
    /// Which orders `work` locks after the sale, by their ids.
    pub(crate) fn orders_to_lock(&self, work: &Work) -> VecDeque<OrderId> {
        match work {
            Work::Sell { .. } | Work::Settle | Work::Edit(_) => VecDeque::new(),
            Work::Cancel(order) | Work::Claim(order) | Work::Capture { order, .. } => [*order].into(),
            Work::Expire(due) => {
                let rows = self.database.orders.range(due.first..=due.last).map(|(_, row)| row);
                rows.filter(|row| self.is_over(row)).map(|row| row.order).collect()
            }
        }
    }

    /// Whether `work` needs no further order once it has locked these: a portion of a sweep is full.
    pub(crate) fn has_enough(&self, work: &Work, locked: &[OrderId]) -> bool {
        matches!(work, Work::Expire(_)) && self.over(locked).count() >= EXPIRED_AT_ONCE
    }

    /// Those of the locked orders whose holds end, as they are now: some were paid while their lock was waited for.
    fn over(&self, locked: &[OrderId]) -> impl Iterator<Item = &OrderRow> {
        let rows = locked.iter().filter_map(|order| self.database.orders.get(order));
        rows.filter(|row| self.is_over(row))
    }

    fn is_over(&self, row: &OrderRow) -> bool {
        let early = if self.has(Mutation::ExpireEarly) { SECOND } else { 0 };
        let expires = row.status == OrderStatus::PendingPayment
            || (self.has(Mutation::ExpirePaid) && row.status == OrderStatus::Paid);
        expires && (row.pay_by <= self.now + early || self.database.sale.cancelled)
    }

    /// What `transaction` changes, as the rows are now that it has its locks.
    pub(crate) fn effects_of(&self, transaction: &Transaction) -> Result<Effects, Failure> {
        let sale = &self.database.sale;
        Ok(match &transaction.work {
            Work::Sell { retry, candidates } => {
                let decided_at = if self.has(Mutation::WindowBeforeTheLock) {
                    transaction.begun_at
                } else {
                    transaction.granted_at
                };
                self.sell_batch(*retry, candidates, decided_at)?
            }
            Work::Expire(due) => self.expired(due, &transaction.holds),
            Work::Settle => self.settled(),
            Work::Cancel(order) => self.cancelled(*order),
            Work::Claim(order) => {
                let row = &self.database.orders[order];
                let claims = row.status == OrderStatus::PendingPayment && row.pay_by > self.now;
                let mut effects = Effects::none(Outcome::Moved(claims));
                if claims || self.has(Mutation::ClaimTheDead) {
                    effects.moves = vec![(*order, OrderStatus::Authorized, false)];
                }
                effects
            }
            Work::Capture { order, declined } => self.captured(*order, *declined),
            Work::Edit(edit) => self.edited(sale, *edit),
        })
    }

    fn expired(&self, due: &Due, locked: &[OrderId]) -> Effects {
        let rows: Vec<&OrderRow> = self.over(locked).collect();
        let to = if self.database.sale.cancelled { OrderStatus::Cancelled } else { OrderStatus::Expired };
        let finished = rows.len() < EXPIRED_AT_ONCE;
        let mut effects = Effects::none(Outcome::Expired { finished });
        effects.moves = rows.iter().map(|row| (row.order, to, true)).collect();
        if !rows.is_empty() {
            let held = rows.iter().map(|row| row.held).sum();
            let back = match () {
                () if self.has(Mutation::LoseARelease) => held - rows[0].held,
                () if self.has(Mutation::ReleaseTwice) => held + rows[0].held,
                () => held,
            };
            effects.give_back(&self.database.sale, back);
            effects.record = Some(Record::Released(rows.iter().map(|row| row.order).collect()));
        }
        if finished || self.has(Mutation::SweepForgets) {
            effects.swept.clone_from(&due.seqs);
            effects.outcome = Outcome::Expired { finished: true };
        }
        effects
    }

    fn settled(&self) -> Effects {
        let too_soon = self.has(Mutation::SettleTooSoon) && self.database.sale.cancelled;
        let due = self.database.due_settlement(self.now) || (too_soon && !self.database.sale.settled);
        let mut effects = Effects::none(Outcome::Moved(due));
        if due {
            let mut sale = self.database.sale.clone();
            let back = if self.has(Mutation::SettleTheHeld) { sale.allocated } else { sale.remaining };
            effects.stock = back;
            sale.allocated -= back;
            sale.remaining = 0;
            sale.settled = true;
            sale.seq += 1;
            effects.sale = Some(sale);
            effects.record = Some(Record::Settled);
        }
        effects
    }

    fn cancelled(&self, order: OrderId) -> Effects {
        let row = &self.database.orders[&order];
        let moves = row.status.transition(OrderStatus::Cancelled) == Ok(Transition::Moves);
        let mut effects = Effects::none(Outcome::Moved(moves));
        if moves {
            effects.moves = vec![(order, OrderStatus::Cancelled, true)];
            effects.give_back(&self.database.sale, row.held);
            effects.record = Some(Record::Released(vec![order]));
        }
        effects
    }

    fn captured(&self, order: OrderId, declined: bool) -> Effects {
        let row = &self.database.orders[&order];
        let moves = row.status == OrderStatus::Authorized;
        let mut effects = Effects::none(Outcome::Moved(moves));
        if !moves {
            return effects;
        }
        let overdue = row.pay_by <= self.now;
        let called_off = self.database.sale.cancelled && !self.has(Mutation::LeaveTheDeclined);
        let back = (order, OrderStatus::PendingPayment, false);
        effects.moves = match (declined, overdue) {
            (false, _) => vec![(order, OrderStatus::Paid, false)],
            (true, true) => vec![(order, OrderStatus::Expired, true)],
            (true, false) if called_off => vec![back, (order, OrderStatus::Cancelled, true)],
            (true, false) => vec![back],
        };
        if effects.moves.iter().any(|(_, _, releases)| *releases) {
            effects.give_back(&self.database.sale, row.held);
            effects.record = Some(Record::Released(vec![order]));
        }
        effects
    }

    /// Every edit counts in `seq`: boards must tell which of two reads is newer. What a cancellation means for orders is
    /// the sweep's.
    fn edited(&self, sale: &Sale, edit: Edit) -> Effects {
        let refused = || Effects::none(Outcome::Moved(false));
        let now = stamp(self.now);
        let steer = |steer| sale.status(now).steer(steer) == Ok(Transition::Moves);
        let change = match edit {
            Edit::Pause(true) if !steer(Steer::Pause) => return refused(),
            Edit::Pause(false) if !steer(Steer::Resume) => return refused(),
            Edit::Cancel if !steer(Steer::Cancel) => return refused(),
            Edit::Pause(_) | Edit::Cancel => SaleEdit::default(),
            Edit::Limit(limit) => SaleEdit { per_customer_limit: Some(limit), ..SaleEdit::default() },
            Edit::Allocate(units) => SaleEdit { allocated: Some(units), ..SaleEdit::default() },
        };
        // Holds are shorter here than a shop would have them, so that more of them end.
        let wished = NewSale { hold_seconds: NewSale::DEFAULT_HOLD_SECONDS, ..change.on(sale) };
        let allocated = i64::from(wished.allocated);
        if sale.status(now).editable().is_err() || wished.check(now).is_err() || allocated < sale.held() {
            return refused();
        }
        let mut effects = Effects::none(Outcome::Moved(true));
        let mut next = sale.clone();
        effects.stock = sale.allocated - allocated;
        next.allocated = allocated;
        next.remaining = allocated - sale.held();
        next.per_customer_limit = wished.per_customer_limit;
        match edit {
            Edit::Pause(paused) => next.paused = paused,
            Edit::Cancel => next.cancelled = true,
            Edit::Allocate(_) | Edit::Limit(_) => {}
        }
        next.version += 1;
        next.seq += 1;
        effects.sale = Some(next);
        effects.record = Some(Record::Edited(edit));
        effects
    }

    /// `sell_batch`: see the migrations, whose steps this follows one by one.
    fn sell_batch(
        &self,
        retry: bool,
        candidates: &[Candidate],
        decided_at: Micros,
    ) -> Result<Effects, Failure> {
        let sale = &self.database.sale;
        let status = sale.status(stamp(decided_at));
        let selling =
            matches!(status, SaleStatus::Live | SaleStatus::SoldOut) || self.has(Mutation::ForgetTheWindow);
        let limit = if self.has(Mutation::IgnoreTheLimit) { u32::MAX } else { sale.per_customer_limit };
        let pay_by = decided_at + u64::from(sale.hold_seconds) * SECOND;
        let terms = Arc::new(Terms {
            product_id: sale.product.id,
            product_name: sale.product.name.clone(),
            unit_price: sale.price,
            placed_at: stamp(decided_at),
            pay_by: stamp(pay_by),
        });
        let sold =
            |candidate: &Candidate| Verdict::Sold { order: candidate.order, terms: Arc::clone(&terms) };
        let wanted: i64 = candidates.iter().map(|candidate| i64::from(candidate.purchase.quantity)).sum();
        let largest = candidates.iter().map(|candidate| candidate.purchase.quantity).max().unwrap_or(0);
        let is_known_key = |candidate: &Candidate| {
            candidate.purchase.idempotency.is_some_and(|asked| {
                self.database.orders_of(candidate.purchase.user).any(|row| {
                    !row.status.is_active() && row.idempotency.is_some_and(|made| made.key == asked.key)
                })
            })
        };
        let has_active = |one: &Candidate| self.database.active_order(one.purchase.user).is_some();
        let somebody_is_refused = !selling
            || retry
            || wanted > sale.remaining
            || largest > limit
            || candidates.iter().any(|one| has_active(one) || is_known_key(one));
        let mut inserted: Vec<&Candidate> = Vec::new();
        let mut verdicts = Vec::with_capacity(candidates.len());
        let mut rest = sale.remaining;
        for candidate in candidates {
            let purchase = &candidate.purchase;
            let known = self.find_order(purchase.user);
            let active = known.filter(|row| row.status.is_active());
            let found = known.zip(purchase.idempotency).and_then(|(row, asked)| {
                Verdict::of_found(row.order, row.status.is_active(), row.idempotency, asked)
            });
            verdicts.push(if !somebody_is_refused {
                inserted.push(candidate);
                sold(candidate)
            } else if retry && self.database.orders.contains_key(&candidate.order) {
                Verdict::Recovered { order: candidate.order }
            } else if let Some(found) = found {
                found
            } else if !selling {
                Verdict::NotLive(status)
            } else if purchase.quantity > limit {
                Verdict::QuantityLimit { limit }
            } else if let Some(active) = active {
                Verdict::AlreadyPurchased { order: active.order }
            } else if rest <= 0 {
                Verdict::SoldOut
            } else if i64::from(purchase.quantity) > rest {
                Verdict::InsufficientUnits { remaining: rest }
            } else {
                rest -= i64::from(purchase.quantity);
                inserted.push(candidate);
                sold(candidate)
            });
        }
        // An id that is there already fails the batch.
        if inserted.iter().any(|candidate| self.database.orders.contains_key(&candidate.order)) {
            return Err(Failure::Refused);
        }
        if inserted.iter().any(|candidate| self.is_unstorable(candidate.purchase.user)) {
            return Err(Failure::Refused);
        }
        let mut next = sale.clone();
        if !inserted.is_empty() {
            next.remaining -= inserted.iter().map(|one| i64::from(one.purchase.quantity)).sum::<i64>();
            next.seq += 1;
        }
        let counters = Counters {
            seq: next.seq,
            allocated: next.allocated,
            remaining: next.remaining,
            per_customer_limit: next.per_customer_limit,
            starts_at: next.starts_at,
            ends_at: next.ends_at,
            paused: next.paused,
            cancelled: next.cancelled,
            settled: next.settled,
        };
        let mut effects = Effects::none(Outcome::Batch { verdicts: verdicts.clone(), counters });
        effects.record = Some(Record::Sold { retry, candidates: candidates.to_vec(), verdicts, decided_at });
        effects.placed = inserted.iter().map(|one| placed(one, decided_at, pay_by, next.seq)).collect();
        if !inserted.is_empty() {
            let ids = || candidates.iter().map(|candidate| candidate.order);
            effects.ledger = ids().min().zip(ids().max()).map(|(first, last)| LedgerRow {
                seq: next.seq,
                first,
                last,
                pay_by,
                swept: false,
            });
            effects.sale = Some(next);
        }
        Ok(effects)
    }
}

fn placed(candidate: &Candidate, placed_at: Micros, pay_by: Micros, seq: i64) -> OrderRow {
    OrderRow {
        order: candidate.order,
        user: candidate.purchase.user,
        quantity: candidate.purchase.quantity,
        held: candidate.purchase.quantity,
        status: OrderStatus::PendingPayment,
        idempotency: candidate.purchase.idempotency,
        placed_at,
        pay_by,
        seq,
        authorized_at: 0,
        committed_at: 0,
        released_at: None,
    }
}
