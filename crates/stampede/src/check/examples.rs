//! Small stampedes, told by hand, for tests to doctor.

use chrono::{DateTime, Utc};
use doorbuster_domain::orders::Fingerprint;
use uuid::Uuid;

use super::{LedgerRow, MoveRow, OrderRow, SaleRow, Truth};
use crate::history::{Act, Action, Answered, Attempt, Event, Header, History, Micros, Outcome};

/// Seconds as a moment.
pub(crate) fn at(seconds: f64) -> Micros {
    let millis = format!("{:.0}", seconds * 1_000.0);
    millis.parse::<Micros>().unwrap() * 1_000
}

/// The sale of every story.
pub(crate) const SALE: Uuid = Uuid::from_u128(7);

/// A stampede and what the database says about it, to be changed at will.
#[derive(Clone, Debug)]
pub(crate) struct Story {
    pub(crate) header: Header,
    pub(crate) truth: Truth,
    pub(crate) events: Vec<Event>,
    requests: u64,
}

/// An answer without a body.
pub(crate) fn answered(status: u16, code: &str) -> Answered {
    Answered { status, code: code.to_owned(), ..Answered::default() }
}

/// A refusal.
pub(crate) fn refused(status: u16, code: &str) -> Outcome {
    Outcome::Answered(answered(status, code))
}

/// No answer to what was sent.
pub(crate) fn lost() -> Outcome {
    Outcome::Lost { reason: "connection closed before the answer".to_owned(), sent: true }
}

/// Customers by number.
pub(crate) fn customer(number: u128) -> Uuid {
    Uuid::from_u128(0x1000 + number)
}

impl Story {
    /// A sale of so many units, two per customer, that starts at 1 s.
    pub(crate) fn new(units: i64) -> Self {
        let began_at: DateTime<Utc> = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let header =
            Header { sale: SALE, seed: 1, fault: "none".to_owned(), servers: 1, began_at, clock_error: 0 };
        let sale = SaleRow {
            id: SALE,
            starts_at: header.clock(at(1.0)),
            ends_at: header.clock(at(3_600.0)),
            allocated: 0,
            remaining: 0,
            per_customer_limit: 2,
            seq: 0,
        };
        let truth = Truth {
            postgresql: "15".to_owned(),
            sale,
            orders: Vec::new(),
            moves: Vec::new(),
            ledger: Vec::new(),
        };
        let mut story = Self { header, truth, events: Vec::new(), requests: 0 };
        story.entry(-1.0, "opened", units, units, 0);
        story
    }

    pub(crate) fn entry(&mut self, moment: f64, kind: &str, units: i64, allocated: i64, orders: i32) {
        let sale = &mut self.truth.sale;
        sale.seq += 1;
        sale.remaining += units;
        sale.allocated += allocated;
        let at = self.header.clock(at(moment));
        let kind = kind.to_owned();
        self.truth.ledger.push(LedgerRow {
            seq: sale.seq,
            kind,
            units,
            allocated,
            orders,
            limit_before: None,
            at,
        });
    }

    /// Staff allow each customer another number of units.
    pub(crate) fn limited(&mut self, moment: f64, limit: i32) {
        self.entry(moment, "edited", 0, 0, 0);
        let before = std::mem::replace(&mut self.truth.sale.per_customer_limit, limit);
        self.truth.ledger.last_mut().unwrap().limit_before = Some(before);
    }

    /// One batch: customers with quantities and keys. Returns its orders.
    pub(crate) fn sold(&mut self, moment: f64, batch: &[(u128, i64, Option<&str>)]) -> Vec<Uuid> {
        let units: i64 = batch.iter().map(|(_, quantity, _)| quantity).sum();
        self.entry(moment, "sold", -units, 0, i32::try_from(batch.len()).unwrap());
        let mut ids = Vec::new();
        for (number, quantity, key) in batch {
            let id = Uuid::from_u128(0xA000 + u128::try_from(self.truth.orders.len()).unwrap());
            self.truth.orders.push(OrderRow {
                id,
                user_id: customer(*number),
                created_at: self.header.clock(at(moment)),
                quantity: *quantity,
                units_held: i32::try_from(*quantity).unwrap(),
                status: "pending_payment".to_owned(),
                active: true,
                key: key.map(|key| format!("{:?}", Fingerprint::of(key.as_bytes()))),
            });
            ids.push(id);
        }
        ids
    }

    /// An order moves, without its units.
    pub(crate) fn moved(&mut self, moment: f64, order: Uuid, status: &str) {
        let at = self.header.clock(at(moment));
        self.truth.moves.push(MoveRow { order_id: order, status: status.to_owned(), at });
        self.row(order).status = status.to_owned();
    }

    /// An order gives its units back.
    pub(crate) fn released(&mut self, moment: f64, order: Uuid, status: &str) {
        self.moved(moment, order, status);
        let row = self.row(order);
        let units = row.quantity;
        (row.units_held, row.active) = (0, false);
        self.entry(moment, "released", units, 0, 1);
    }

    pub(crate) fn row(&mut self, order: Uuid) -> &mut OrderRow {
        self.truth.orders.iter_mut().find(|row| row.id == order).unwrap()
    }

    /// A request, sent once. Returns its place among the events.
    pub(crate) fn asked(
        &mut self,
        buyer: u128,
        quantity: u32,
        key: Option<&str>,
        (sent, done): (f64, f64),
        outcome: Outcome,
    ) -> usize {
        self.requests += 1;
        self.events.push(Event::Attempt(Attempt {
            request: self.requests,
            buyer: customer(buyer),
            key: key.map(str::to_owned),
            quantity,
            connection: 1,
            address: "127.0.0.1:1".to_owned(),
            sent: at(sent),
            answered: at(done),
            outcome,
        }));
        self.events.len() - 1
    }

    /// The request of the last attempt is sent again.
    pub(crate) fn again(&mut self, (sent, done): (f64, f64), outcome: Outcome) -> usize {
        let last = self.events.iter().rev().find_map(|event| match event {
            Event::Attempt(attempt) => Some(attempt.clone()),
            Event::Action(_) | Event::Fault(_) => None,
        });
        let attempt = Attempt { sent: at(sent), answered: at(done), outcome, ..last.unwrap() };
        self.events.push(Event::Attempt(attempt));
        self.events.len() - 1
    }

    /// A buyer does something with an order.
    pub(crate) fn acted(
        &mut self,
        act: Act,
        buyer: u128,
        order: Uuid,
        moment: f64,
        outcome: Outcome,
    ) -> usize {
        let buyer = customer(buyer);
        let (sent, done) = (at(moment), at(moment + 0.1));
        self.events.push(Event::Action(Action { act, buyer, order, sent, answered: done, outcome }));
        self.events.len() - 1
    }

    /// A 201 for an order.
    pub(crate) fn promise(&self, order: Uuid) -> Answered {
        let row = self.truth.orders.iter().find(|row| row.id == order).unwrap();
        Answered {
            order: Some(order),
            sale: Some(SALE),
            quantity: u32::try_from(row.quantity).ok(),
            state: Some("pending_payment".to_owned()),
            ..answered(201, "")
        }
    }

    pub(crate) fn attempt(&mut self, place: usize) -> &mut Attempt {
        match &mut self.events[place] {
            Event::Attempt(attempt) => attempt,
            other => panic!("{other:?} is no attempt"),
        }
    }

    pub(crate) fn told(self) -> (History, Truth) {
        (History::new(self.header, self.events), self.truth)
    }

    /// Two units; sold out at 2 s, one comes back at 5 s, sold again at 6 s.
    pub(crate) fn reopened() -> Self {
        let mut story = Self::new(2);
        let first = story.sold(2.0, &[(1, 1, Some("a")), (2, 1, None)]);
        story.released(5.0, first[0], "cancelled");
        let second = story.sold(6.0, &[(3, 1, Some("c"))]);
        let (one, two, three) = (story.promise(first[0]), story.promise(first[1]), story.promise(second[0]));
        story.asked(1, 1, Some("a"), (1.9, 2.1), Outcome::Answered(one));
        story.asked(2, 1, None, (1.9, 2.1), Outcome::Answered(two));
        story.asked(4, 1, None, (3.0, 3.1), refused(409, "sold_out"));
        story.acted(Act::Cancel, 1, first[0], 4.9, refused(200, ""));
        story.asked(3, 1, Some("c"), (5.9, 6.1), Outcome::Answered(three));
        story
    }

    /// One of everything that may happen.
    pub(crate) fn eventful() -> Self {
        let mut story = Self::reopened();
        let orders: Vec<Uuid> = story.truth.orders.iter().map(|row| row.id).collect();
        let about = |status, code: &str, order| Answered { order: Some(order), ..answered(status, code) };
        let scheduled = Answered { state: Some("scheduled".to_owned()), ..answered(409, "sale_not_live") };
        story.asked(5, 1, None, (0.2, 0.3), Outcome::Answered(scheduled));
        // The board has not heard yet that a unit came back.
        story.asked(4, 1, None, (5.65, 5.7), refused(409, "sold_out"));
        let one_left = Answered { remaining: Some(1), ..answered(409, "insufficient_units") };
        story.asked(5, 2, None, (5.3, 5.4), Outcome::Answered(one_left));
        story.asked(2, 1, None, (2.5, 2.6), Outcome::Answered(about(409, "already_purchased", orders[1])));
        let limit = Answered { limit: Some(2), ..answered(422, "quantity_limit") };
        story.asked(5, 3, None, (2.5, 2.6), Outcome::Answered(limit));
        story.asked(
            3,
            2,
            Some("c"),
            (6.5, 6.6),
            Outcome::Answered(about(422, "idempotency_mismatch", orders[2])),
        );
        let replay = Answered { replayed: true, ..story.promise(orders[2]) };
        story.asked(3, 1, Some("c"), (6.5, 6.6), Outcome::Answered(replay));
        let busy = Answered { retry_after: Some(1), ..answered(503, "busy") };
        story.asked(6, 1, Some("f"), (6.5, 6.6), Outcome::Answered(busy));
        story.again((7.6, 7.7), refused(409, "sold_out"));
        story.acted(Act::Read, 2, orders[1], 2.7, Outcome::Answered(about(200, "", orders[1])));
        story.moved(2.81, orders[1], "authorized");
        story.moved(2.82, orders[1], "paid");
        let paid = Answered { state: Some("paid".to_owned()), ..about(200, "", orders[1]) };
        story.acted(Act::Pay, 2, orders[1], 2.8, Outcome::Answered(paid));
        // Two units come back and go to a customer whose answer is lost; the one behind gets too few in that batch.
        let (last, moment) = (orders[2], 8.0);
        story.released(moment, last, "expired");
        story.entry(8.5, "opened", 2, 2, 0);
        let batch = story.sold(9.0, &[(7, 2, Some("g")), (8, 1, None)]);
        story.asked(7, 2, Some("g"), (8.9, 9.1), lost());
        let replay = Answered { replayed: true, ..story.promise(batch[0]) };
        story.again((9.2, 9.3), Outcome::Answered(replay));
        let promise = story.promise(batch[1]);
        story.asked(8, 1, None, (8.9, 9.1), Outcome::Answered(promise));
        let amid = Answered { remaining: Some(1), ..answered(409, "insufficient_units") };
        story.asked(9, 2, None, (8.9, 9.1), Outcome::Answered(amid));
        story
    }
}
