//! What must hold: at every commit, at every answer, and at the end.

use std::collections::BTreeMap;

use doorbuster_domain::orders::{Idempotency, OrderStatus, Transition};
use doorbuster_domain::sales::{Purchase, Sale, SaleStatus, Verdict};
use doorbuster_domain::{OrderId, UserId};

use crate::buyers::Fate;
use crate::database::Database;
use crate::plan::Fault;
use crate::replica::{CUT_SHORT, not_live};
use crate::rules::{Rule, Source};
use crate::transactions::Transaction;
use crate::work::Effects;
use crate::world::{Micros, SECOND, World, micros, stamp};

/// Longest time that a pending order may outlive its hold when nothing is wrong.
const SWEPT_WITHIN: Micros = 3 * SECOND;
/// A healthy shop answers within this.
const PROBE_WITHIN: Micros = 2 * SECOND;

impl World {
    /// Applies what a transaction changes, checking every change.
    pub(crate) fn apply(&mut self, transaction: &Transaction, effects: Effects) {
        let at = transaction.granted_at;
        let before = self.database.sale.clone();
        for mut row in effects.placed {
            let status = before.status(stamp(at));
            self.demand(Rule::Window, matches!(status, SaleStatus::Live | SaleStatus::SoldOut), || {
                format!("{row:?} placed when the sale was {status:?}")
            });
            self.demand(Rule::Limit, row.quantity <= before.per_customer_limit, || format!("{row:?}"));
            let other = self.database.active_order(row.user).map(|other| other.order);
            self.demand(Rule::OneActive, other.is_none(), || format!("{row:?} next to {other:?}"));
            row.committed_at = self.now;
            self.database.orders.insert(row.order, row);
        }
        for (order, to, releases) in effects.moves {
            self.walk(order, to, releases, at);
        }
        self.database.ledger.extend(effects.ledger);
        for row in &mut self.database.ledger {
            row.swept |= effects.swept.contains(&row.seq);
        }
        self.database.stock += effects.stock;
        if let Some(sale) = effects.sale {
            self.database.outbox = true;
            self.database.history.push((self.now, sale.clone()));
            self.database.sale = sale;
        }
        if let Some(record) = effects.record {
            self.database.log.push(record);
        }
        self.check_units();
        self.check_called_off();
    }

    fn check_called_off(&mut self) {
        let Database { sale, orders, .. } = &self.database;
        if sale.cancelled && sale.settled {
            let left = orders.values().find(|row| row.status == OrderStatus::PendingPayment).copied();
            self.demand(Rule::CalledOff, left.is_none(), || format!("{left:?} is of a cancelled sale"));
        }
    }

    fn walk(&mut self, order: OrderId, to: OrderStatus, releases: bool, at: Micros) {
        let now = self.now;
        let Some(row) = self.database.orders.get_mut(&order) else { return };
        let from = row.status;
        let (pay_by, released_at) = (row.pay_by, row.released_at);
        row.status = to;
        if to == OrderStatus::Authorized {
            row.authorized_at = now;
        }
        if releases {
            row.held = 0;
            row.released_at = Some(now);
        }
        let keeps = row.held;
        let is_legal = from.transition(to) == Ok(Transition::Moves);
        self.demand(Rule::Expiry, is_legal, || format!("{order} went from {from:?} to {to:?}"));
        if to == OrderStatus::Expired {
            self.demand(Rule::Expiry, pay_by <= at, || {
                format!("{order} expired at {at}, payable until {pay_by}")
            });
        }
        if to == OrderStatus::Authorized {
            self.demand(Rule::Expiry, pay_by > at, || {
                format!("{order} claimed at {at}, payable until {pay_by}")
            });
        }
        self.demand(
            Rule::Release,
            to.is_active() == (keeps > 0) && (!releases || released_at.is_none()),
            || format!("{order} is {to:?} and holds {keeps}, released before at {released_at:?}"),
        );
    }

    fn check_units(&mut self) {
        let Database { sale, stock, orders, .. } = &self.database;
        let held: i64 = orders.values().map(|row| i64::from(row.held)).sum();
        let (allocated, remaining) = (sale.allocated, sale.remaining);
        // Units of orders that go for good stay in `held`; so nothing else leaves.
        let all = stock + allocated;
        let expected = Database::all_units(&self.plan);
        self.demand(Rule::Oversold, remaining >= 0, || format!("{remaining} remain"));
        self.demand(Rule::Conservation, allocated == remaining + held, || {
            format!("allocated {allocated}, remaining {remaining}, held {held}")
        });
        self.demand(Rule::Conservation, all == expected, || format!("{all} units in all, not {expected}"));
    }

    /// A request gets its verdict. Whether anybody still listens is another matter.
    pub(crate) fn tell(&mut self, request: usize, verdict: Verdict, source: Source) {
        self.note(|_| format!("request {request} is told {verdict:?} by {source:?}"));
        self.seen(name(&verdict));
        let waited = self.now - self.requests[request].asked_at;
        let is_first = matches!(self.requests[request].fate, Fate::Waiting);
        self.demand(Rule::Answered, is_first, || format!("request {request} is told {verdict:?} as well"));
        let bound = self.longest_wait();
        self.demand(Rule::Answered, waited <= bound, || format!("request {request} waited {waited} µs"));
        self.check_verdict(request, &verdict, source);
        self.check_key(request, &verdict);
        if self.requests[request].is_probe {
            let is_an_answer = !matches!(verdict, Verdict::Busy | Verdict::OutcomeUnknown | Verdict::Failed);
            self.demand(Rule::Liveness, is_an_answer && waited <= PROBE_WITHIN, || {
                format!("long after all faults {verdict:?} took {waited} µs")
            });
        }
        self.requests[request].fate = Fate::Told(verdict.clone());
        self.send_answer(request, verdict);
    }

    /// In the queue, then in a batch that waits for an attempt of others or whose outcome is unknown.
    fn longest_wait(&self) -> Micros {
        micros(self.plan.lanes.wait) + micros(self.plan.lanes.settle) + 30 * SECOND
    }

    fn check_verdict(&mut self, request: usize, verdict: &Verdict, source: Source) {
        let asked_at = self.requests[request].asked_at;
        let purchase = self.requests[request].purchase;
        let Purchase { user, quantity, idempotency } = purchase;
        match verdict {
            Verdict::Sold { order, .. } | Verdict::Recovered { order } => {
                let row = self.database.orders.get(order).copied();
                let is_so = row.is_some_and(|row| {
                    (row.user, row.quantity, row.idempotency) == (user, quantity, idempotency)
                });
                self.demand(Rule::Durable, is_so, || format!("request {request}: {verdict:?} is {row:?}"));
                if let (Some(row), Verdict::Sold { terms, .. }) = (row, verdict) {
                    let told = (terms.placed_at, terms.pay_by);
                    self.demand(Rule::Durable, told == (stamp(row.placed_at), stamp(row.pay_by)), || {
                        format!("request {request}: {terms:?} is {row:?}")
                    });
                    let process = self.requests[request].process;
                    let seq = self.replicas[process.replica].board.as_ref().map_or(0, |board| board.seq);
                    self.demand(Rule::Board, seq >= row.seq, || {
                        format!("{row:?} told, the board is at {seq}")
                    });
                }
                let first = self.told_as_new(*order);
                self.demand(Rule::ToldOnce, first.is_none(), || {
                    format!("{order} is told to request {request} and to {first:?}")
                });
            }
            Verdict::Replayed { order } | Verdict::IdempotencyMismatch { order } => {
                let made_by = self.database.orders.get(order).and_then(|row| row.idempotency);
                let is_same = |made: Idempotency, asked: Idempotency| {
                    made.key == asked.key
                        && (made.body == asked.body) == matches!(verdict, Verdict::Replayed { .. })
                };
                let is_so = made_by.zip(idempotency).is_some_and(|(made, asked)| is_same(made, asked));
                self.demand(Rule::Durable, is_so, || {
                    format!("request {request}: {verdict:?} of {made_by:?}")
                });
                let asks = self.requests.iter().filter(|other| {
                    other.purchase.user == user
                        && other.purchase.idempotency.map(|asked| asked.key)
                            == idempotency.map(|asked| asked.key)
                });
                let asks = asks.count();
                self.demand(Rule::Replay, asks > 1, || format!("request {request} came once: {verdict:?}"));
            }
            Verdict::AlreadyPurchased { order } => {
                let row = self.database.orders.get(order).copied();
                let is_so = row.is_some_and(|row| {
                    row.user == user && row.released_at.is_none_or(|released_at| released_at >= asked_at)
                });
                self.demand(Rule::Refusal, is_so, || format!("request {request}: {verdict:?} is {row:?}"));
                let others = self.requests.iter().filter(|other| other.purchase.user == user).count();
                self.demand(Rule::Replay, others > 1, || format!("request {request} came once: {verdict:?}"));
            }
            Verdict::SoldOut
            | Verdict::InsufficientUnits { .. }
            | Verdict::QuantityLimit { .. }
            | Verdict::NotLive(_) => self.check_refusal(request, verdict, source),
            Verdict::UnknownSale => {
                self.violate(Rule::Refusal, || format!("request {request}: there is a sale"));
            }
            Verdict::Failed => {
                if self.is_unstorable(user) {
                    self.seen(Fault::Unstorable.name());
                }
                let is_so = self.may_be_refused();
                self.demand(Rule::Refusal, is_so, || format!("request {request} failed for no reason"));
            }
            Verdict::OutcomeUnknown => {
                let since = self.unknown_since(self.requests[request].process.replica, user);
                let settle = micros(self.plan.lanes.settle);
                // A batch that is refused when it is tried again ends at once.
                let may_be_refused = self.may_be_refused();
                let now = self.now;
                let is_so = since.is_some_and(|since| may_be_refused || now >= since + settle);
                self.demand(Rule::Unknown, is_so, || {
                    format!("request {request} was unknown since {since:?}")
                });
            }
            // That nothing was done shows at the end.
            Verdict::Busy => {}
        }
    }

    /// Whether PostgreSQL refuses batches in this run.
    fn may_be_refused(&self) -> bool {
        [Fault::Unstorable, Fault::Refused].iter().any(|fault| self.plan.chances.contains_key(fault))
    }

    fn told_as_new(&self, order: OrderId) -> Option<usize> {
        self.requests.iter().position(|request| match &request.fate {
            Fate::Told(Verdict::Sold { order: told, .. } | Verdict::Recovered { order: told }) => {
                *told == order
            }
            Fate::Told(_) | Fate::Waiting | Fate::Lost | Fate::NotServed => false,
        })
    }

    /// A refusal must have been true when the request was under way, or, if the board said it, since the board was
    /// last known to be fresh. For the window only PostgreSQL's clock while it was judged counts.
    fn check_refusal(&mut self, request: usize, verdict: &Verdict, source: Source) {
        let it = &self.requests[request];
        let (since, judged_at) = match source {
            Source::Board { fresh_as_of, judged_at } => (fresh_as_of.min(it.asked_at), judged_at),
            Source::Lane => (it.asked_at, it.asked_at),
        };
        let quantity = i64::from(it.purchase.quantity);
        let was = |holds: &dyn Fn(&Sale) -> bool| self.sales_since(since).any(holds);
        let is_so = match verdict {
            Verdict::SoldOut => was(&|sale| sale.remaining == 0),
            Verdict::InsufficientUnits { remaining } => {
                *remaining > 0
                    && *remaining < quantity
                    && was(&|sale| sale.remaining >= *remaining)
                    && was(&|sale| sale.remaining <= *remaining)
            }
            Verdict::QuantityLimit { limit } => {
                quantity > i64::from(*limit) && was(&|sale| sale.per_customer_limit == *limit)
            }
            Verdict::NotLive(status) => {
                !matches!(status, SaleStatus::Live | SaleStatus::SoldOut)
                    && was(&|sale| [judged_at, self.now].iter().any(|at| sale.status(stamp(*at)) == *status))
            }
            Verdict::Sold { .. }
            | Verdict::Recovered { .. }
            | Verdict::Replayed { .. }
            | Verdict::IdempotencyMismatch { .. }
            | Verdict::AlreadyPurchased { .. }
            | Verdict::UnknownSale
            | Verdict::Busy
            | Verdict::OutcomeUnknown
            | Verdict::Failed => true,
        };
        self.demand(Rule::Refusal, is_so, || {
            format!("request {request}: {verdict:?} by {source:?} was not true since {since}")
        });
    }

    /// The sale in every state that it had at `since` or later.
    fn sales_since(&self, since: Micros) -> impl Iterator<Item = &Sale> {
        let history = &self.database.history;
        let first = history.partition_point(|(at, _)| *at <= since).saturating_sub(1);
        history[first..].iter().map(|(_, sale)| sale)
    }

    /// A key that made the customer's order before it was asked again finds that order.
    fn check_key(&mut self, request: usize, verdict: &Verdict) {
        let it = &self.requests[request];
        let (user, asked_at) = (it.purchase.user, it.asked_at);
        let Some(asked) = it.purchase.idempotency else { return };
        let Some(row) = self.database.relevant_order(user).copied() else { return };
        let is_old =
            row.committed_at <= asked_at && row.idempotency.is_some_and(|made| made.key == asked.key);
        let others = self.database.orders_of(user).filter(|other| other.order != row.order);
        let were_over = others.into_iter().all(|other| other.released_at.is_some_and(|at| at < asked_at));
        let finds = match verdict {
            Verdict::Replayed { order } | Verdict::IdempotencyMismatch { order } => *order == row.order,
            Verdict::Busy | Verdict::OutcomeUnknown | Verdict::Failed => true,
            Verdict::Sold { .. }
            | Verdict::Recovered { .. }
            | Verdict::AlreadyPurchased { .. }
            | Verdict::SoldOut
            | Verdict::InsufficientUnits { .. }
            | Verdict::QuantityLimit { .. }
            | Verdict::NotLive(_)
            | Verdict::UnknownSale => false,
        };
        self.demand(Rule::KeyFindsOrder, finds || !is_old || !were_over, || {
            format!("request {request}: {verdict:?}, but its key made {row:?}")
        });
    }

    /// All is quiet: everybody was answered, nothing is overdue, no order is nobody's, and the history is serial.
    pub(crate) fn check_the_end(&mut self) {
        let waiting = self.requests.iter().position(|request| {
            matches!(request.fate, Fate::Waiting)
                && !request.gone.get()
                && request.asked_at + self.longest_wait() < self.now
        });
        self.demand(Rule::Answered, waiting.is_none(), || format!("request {waiting:?} was never answered"));
        self.check_ghosts();
        let now = self.now;
        let late = self.database.orders.values().find(|row| match row.status {
            OrderStatus::PendingPayment => row.pay_by + SWEPT_WITHIN < now,
            OrderStatus::Authorized => row.authorized_at + CUT_SHORT + 10 * SECOND < now,
            OrderStatus::Paid
            | OrderStatus::Packed
            | OrderStatus::Shipped
            | OrderStatus::Delivered
            | OrderStatus::Expired
            | OrderStatus::Cancelled
            | OrderStatus::Returned => false,
        });
        let late = late.copied();
        self.demand(Rule::Overdue, late.is_none(), || format!("{late:?}"));
        let holds_on = self.database.sale.cancelled && !self.database.sale.settled;
        let cancelled_long_ago = self.database.history.iter().find(|(_, sale)| sale.cancelled);
        let holds_on = holds_on && cancelled_long_ago.is_some_and(|(at, _)| at + SWEPT_WITHIN < now);
        self.demand(Rule::Overdue, !holds_on, || "the sale is cancelled and its holds go on".into());
        let unsettled = self.database.due_settlement(now.saturating_sub(SWEPT_WITHIN));
        self.demand(Rule::Overdue, !unsettled, || "the sale is over and not settled".into());
        if let Err(text) = crate::replay::check(&self.database, &self.plan) {
            self.violate(Rule::Serial, || text);
        }
    }

    /// Every order that nobody was told of came from a request that nobody could be told of. What was refused, or
    /// called busy, bought nothing.
    fn check_ghosts(&mut self) {
        type Wish = (UserId, u32, Option<[u8; 16]>);
        let wish = |user, quantity, idempotency: Option<Idempotency>| -> Wish {
            (user, quantity, idempotency.map(|idempotency| idempotency.key.0))
        };
        let mut unheard: BTreeMap<Wish, i64> = BTreeMap::new();
        for request in &self.requests {
            let Purchase { user, quantity, idempotency } = request.purchase;
            if matches!(request.fate, Fate::Lost | Fate::Waiting | Fate::Told(Verdict::OutcomeUnknown)) {
                *unheard.entry(wish(user, quantity, idempotency)).or_default() += 1;
            }
        }
        let mut ghosts = Vec::new();
        for row in self.database.orders.values() {
            if self.told_as_new(row.order).is_none() {
                let left = unheard.entry(wish(row.user, row.quantity, row.idempotency)).or_default();
                *left -= 1;
                if *left < 0 {
                    ghosts.push(*row);
                }
            }
        }
        self.demand(Rule::Ghost, ghosts.is_empty(), || format!("{ghosts:?}"));
    }
}

/// What a verdict is called in the coverage.
pub(crate) fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Sold { .. } => "told: sold",
        Verdict::Recovered { .. } => "told: recovered",
        Verdict::Replayed { .. } => "told: replayed",
        Verdict::IdempotencyMismatch { .. } => "told: idempotency mismatch",
        Verdict::AlreadyPurchased { .. } => "told: already purchased",
        Verdict::SoldOut => "told: sold out",
        Verdict::InsufficientUnits { .. } => "told: insufficient units",
        Verdict::QuantityLimit { .. } => "told: quantity limit",
        Verdict::NotLive(status) => not_live(*status),
        Verdict::UnknownSale => "told: unknown sale",
        Verdict::Busy => "told: busy",
        Verdict::OutcomeUnknown => "told: outcome unknown",
        Verdict::Failed => "told: failed",
    }
}
