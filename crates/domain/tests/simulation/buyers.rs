//! The crowd: clicks, clicks twice, gives up, asks again with or without a key, pays, cancels, lets holds lapse, and buys
//! again afterwards.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

use doorbuster_domain::orders::{Fingerprint, Idempotency, OrderStatus};
use doorbuster_domain::sales::{Purchase, SaleStatus, Verdict};
use doorbuster_domain::{OrderId, UserId};
use uuid::Uuid;

use crate::plan::Fault;
use crate::replica::Process;
use crate::transactions::Owner;
use crate::work::{Outcome, Work};
use crate::world::{MILLI, Micros, SECOND, World};

/// Most requests that one buyer sends.
const MOST_TRIES: u32 = 12;

pub(crate) struct Buyer {
    user: UserId,
    quantity: u32,
    /// The number of the key that this buyer uses now, if any.
    key: Option<u64>,
    keys: u64,
    tries: u32,
    /// Orders that this buyer knows of.
    orders: BTreeSet<OrderId>,
}

/// What became of a request, as the shop sees it.
#[derive(Clone, Debug)]
pub(crate) enum Fate {
    /// Under way.
    Waiting,
    Told(Verdict),
    /// The process died with it.
    Lost,
    /// It never reached a process that serves.
    NotServed,
}

pub(crate) struct Request {
    pub(crate) buyer: usize,
    pub(crate) purchase: Purchase,
    pub(crate) process: Process,
    pub(crate) asked_at: Micros,
    /// Nobody waits for the answer any more.
    pub(crate) gone: Rc<Cell<bool>>,
    pub(crate) fate: Fate,
    pub(crate) is_probe: bool,
}

impl World {
    pub(crate) fn invite_buyers(&mut self) {
        for number in 0..self.plan.buyers {
            let buyer = self.buyer(number);
            let arrives =
                self.random.between(self.plan.starts_at.saturating_sub(SECOND), self.plan.rush_ends_at);
            self.after(arrives, move |world| world.click(buyer));
        }
        for replica in 0..self.plan.replicas {
            let buyer = self.buyer(1_000 + u64::try_from(replica).unwrap());
            self.after(self.plan.probes_at, move |world| {
                world.ask(buyer, replica, true);
            });
        }
    }

    fn buyer(&mut self, number: u64) -> usize {
        let user = UserId(Uuid::from_u128(u128::from(number)));
        let quantity = u32::try_from(self.random.between(1, u64::from(self.plan.limit) + 1)).unwrap();
        let key = self.random.percent(self.plan.keyed_percent).then_some(0);
        self.buyers.push(Buyer { user, quantity, key, keys: 0, tries: 0, orders: BTreeSet::new() });
        self.buyers.len() - 1
    }

    /// Whether no order of this customer can be stored.
    pub(crate) fn is_unstorable(&self, user: UserId) -> bool {
        self.is_faulty() && self.plan.chances.contains_key(&Fault::Unstorable) && user.0.as_u128() % 11 == 3
    }

    fn click(&mut self, buyer: usize) {
        self.ask_somewhere(buyer);
        while self.fault(Fault::ClicksTwice) {
            let soon = self.random.pick(&[0, 100, 3 * MILLI, 300 * MILLI]);
            self.after(soon, move |world| world.ask_somewhere(buyer));
        }
    }

    fn ask_somewhere(&mut self, buyer: usize) {
        let replica = self.random.below(u64::try_from(self.replicas.len()).unwrap());
        self.ask(buyer, usize::try_from(replica).unwrap(), false);
    }

    fn ask(&mut self, buyer: usize, replica: usize, is_probe: bool) {
        let it = &mut self.buyers[buyer];
        if it.tries >= MOST_TRIES {
            return;
        }
        it.tries += 1;
        let mut quantity = it.quantity;
        // Now and then the same key comes with another wish: a mistake of the client.
        if self.random.percent(5) {
            quantity = u32::try_from(self.random.between(1, 4)).unwrap();
        }
        let Buyer { user, mut key, .. } = self.buyers[buyer];
        // Now and then an old request comes again: a tab that was left open.
        if let Some(newest) = key.filter(|_| self.random.percent(15)) {
            key = Some(self.random.between(0, newest));
        }
        let idempotency = key.map(|key| Idempotency {
            key: Fingerprint(u128::from(key + 1).to_be_bytes()),
            body: Fingerprint(u128::from(quantity).to_be_bytes()),
        });
        let purchase = Purchase { user, quantity, idempotency };
        let process = Process { replica, life: self.replicas[replica].life };
        let request = self.requests.len();
        self.note(|_| {
            format!(
                "request {request} to {process:?}: user {} wants {quantity}, key {key:?}",
                user.0.as_u128()
            )
        });
        let gone = Rc::new(Cell::new(false));
        self.requests.push(Request {
            buyer,
            purchase,
            process,
            asked_at: self.now,
            gone: Rc::clone(&gone),
            fate: Fate::Waiting,
            is_probe,
        });
        let hop = self.hop();
        self.after(hop, move |world| {
            if matches!(world.requests[request].fate, Fate::Waiting) {
                if world.is_alive(process) && world.replicas[replica].is_up {
                    world.buy(process, request);
                } else {
                    world.requests[request].fate = Fate::NotServed;
                    world.listen(request, None);
                }
            }
        });
        if self.fault(Fault::GivesUp) {
            let patience = self.random.pick(&[500, 5 * MILLI, SECOND, 8 * SECOND]);
            self.after(patience, move |world| {
                gone.set(true);
                world.listen(request, None);
            });
        }
    }

    /// A process died: whoever it had in hand hears nothing more.
    pub(crate) fn lose_requests(&mut self, replica: usize) {
        for request in 0..self.requests.len() {
            let it = &mut self.requests[request];
            if it.process.replica == replica && matches!(it.fate, Fate::Waiting) {
                it.fate = Fate::Lost;
                let hop = self.hop();
                self.after(hop, move |world| world.listen(request, None));
            }
        }
    }

    /// The shop's answer goes its way to the buyer.
    pub(crate) fn send_answer(&mut self, request: usize, verdict: Verdict) {
        if self.requests[request].gone.get() {
            return;
        }
        let heard = (!self.fault(Fault::TellLost)).then_some(verdict);
        let hop = self.hop();
        self.after(hop, move |world| {
            if !world.requests[request].gone.get() {
                world.listen(request, heard.as_ref());
            }
        });
    }

    /// The buyer hears a verdict, or that the connection is gone, and goes on.
    fn listen(&mut self, request: usize, heard: Option<&Verdict>) {
        let buyer = self.requests[request].buyer;
        let again_within = match heard {
            Some(
                Verdict::Sold { order, .. } | Verdict::Recovered { order } | Verdict::Replayed { order },
            ) => {
                return self.take_care(buyer, *order);
            }
            None | Some(Verdict::Busy | Verdict::OutcomeUnknown) => 3 * SECOND,
            Some(
                Verdict::SoldOut
                | Verdict::InsufficientUnits { .. }
                | Verdict::NotLive(SaleStatus::Scheduled | SaleStatus::Paused),
            ) if self.random.percent(60) => 6 * SECOND,
            Some(
                Verdict::SoldOut
                | Verdict::InsufficientUnits { .. }
                | Verdict::NotLive(_)
                | Verdict::IdempotencyMismatch { .. }
                | Verdict::AlreadyPurchased { .. }
                | Verdict::QuantityLimit { .. }
                | Verdict::UnknownSale
                | Verdict::Failed,
            ) => return,
        };
        let pause = self.random.between(MILLI, again_within);
        self.after(pause, move |world| world.ask_somewhere(buyer));
    }

    /// What a buyer does with an order: pays, cancels, forgets, buys again.
    fn take_care(&mut self, buyer: usize, order: OrderId) {
        if !self.buyers[buyer].orders.insert(order) {
            return;
        }
        let hold = u64::from(self.plan.hold_seconds) * SECOND;
        match self.random.below(10) {
            0..5 => {
                let pays = self.random.between(0, hold + hold / 10);
                self.after(pays, move |world| world.pay(buyer, order));
            }
            5..7 => {
                let cancels = self.random.between(0, hold);
                self.after(cancels, move |world| world.cancel_order(buyer, order));
            }
            _ => {}
        }
        for _ in 0..self.random.pick(&[0, 1, 1, 2]) {
            let again = self.random.between(SECOND / 2, hold + 4 * SECOND);
            self.after(again, move |world| world.buy_again(buyer));
        }
    }

    fn buy_again(&mut self, buyer: usize) {
        let keyed = self.random.percent(self.plan.keyed_percent);
        // Some clients forget that a new wish needs a new key.
        let is_new = self.random.percent(70);
        let it = &mut self.buyers[buyer];
        it.keys += u64::from(keyed && is_new);
        it.key = keyed.then_some(it.keys);
        if self.database.active_order(self.buyers[buyer].user).is_none() {
            self.seen("a customer bought again after a release");
        }
        self.click(buyer);
    }

    fn some_process(&mut self) -> Process {
        let replica = self.random.below(u64::try_from(self.replicas.len()).unwrap());
        let replica = usize::try_from(replica).unwrap();
        Process { replica, life: self.replicas[replica].life }
    }

    /// The provider has authorised: the order is claimed, then the money captured.
    fn pay(&mut self, buyer: usize, order: OrderId) {
        let process = self.some_process();
        if !self.replicas[process.replica].is_up {
            return;
        }
        let owner = Owner::Pool { replica: process.replica };
        self.begin(owner, Work::Claim(order), move |world, result| {
            if !matches!(result, Ok(Outcome::Moved(true))) {
                return;
            }
            world.seen("an order was claimed");
            let late = u64::from(world.plan.hold_seconds) * SECOND;
            let takes =
                if world.fault(Fault::CaptureLate) { late } else { world.random.between(MILLI, SECOND) };
            world.after(takes, move |world| {
                if world.is_alive(process) {
                    world.capture(process, order);
                }
            });
            if world.random.percent(20) {
                let later = world.random.between(SECOND, 5 * SECOND);
                world.after(later, move |world| world.cancel_order(buyer, order));
            }
        });
    }

    /// Asks the provider for the money; it says the same however often it is asked.
    pub(crate) fn capture(&mut self, process: Process, order: OrderId) {
        let declined = match self.database.declined.get(&order) {
            Some(declined) => *declined,
            None => {
                let declined = self.fault(Fault::CaptureDeclined);
                self.database.declined.insert(order, declined);
                declined
            }
        };
        let owner = Owner::Pool { replica: process.replica };
        self.begin(owner, Work::Capture { order, declined }, move |world, result| {
            if matches!(result, Ok(Outcome::Moved(true))) {
                match world.database.orders[&order].status {
                    OrderStatus::Paid => world.seen("an order was paid"),
                    OrderStatus::Expired => world.seen("a failed capture expired its order"),
                    OrderStatus::PendingPayment => world.seen("a failed capture gave its order back"),
                    OrderStatus::Authorized
                    | OrderStatus::Packed
                    | OrderStatus::Shipped
                    | OrderStatus::Delivered
                    | OrderStatus::Cancelled
                    | OrderStatus::Returned => {}
                }
            }
        });
    }

    fn cancel_order(&mut self, _buyer: usize, order: OrderId) {
        let process = self.some_process();
        if !self.replicas[process.replica].is_up || !self.database.orders.contains_key(&order) {
            return;
        }
        let owner = Owner::Pool { replica: process.replica };
        self.begin(owner, Work::Cancel(order), move |world, result| {
            if matches!(result, Ok(Outcome::Moved(true))) {
                world.seen("an order was cancelled");
                world.moved(process);
            }
        });
    }
}
