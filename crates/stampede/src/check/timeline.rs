//! The sale from one ledger entry to the next, and which of these states a request can have met.

use std::collections::HashMap;

use doorbuster_domain::sales::SaleStatus;
use uuid::Uuid;

use super::{LedgerRow, Truth};
use crate::history::{FaultWindow, Header, Micros};

/// A transaction that nothing disturbs has been committed so long after its ledger entry was written.
const COMMIT: Micros = 500_000;

/// The sale after one ledger entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The entry's number.
    pub seq: i64,
    /// Nobody can have met this state before: the entry was written then, and committed a little later.
    pub from: Micros,
    /// Nobody can have met it, and known nothing newer, after this moment.
    pub to: Micros,
    /// Units that could be bought.
    pub remaining: i64,
    /// Units given to the sale.
    pub allocated: i64,
    /// Most units of one order.
    pub limit: i32,
    /// What staff made of it: live, paused or cancelled. The window is looked at apart.
    pub status: SaleStatus,
    /// Orders that the entry placed, as places in [`Truth::orders`].
    pub placed: Vec<usize>,
    /// Orders that it released.
    pub released: Vec<usize>,
}

/// An order's life among the states: from the place of the one that placed it to that of the one that released it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// The order's place in [`Truth::orders`].
    pub order: usize,
    /// The state that placed it.
    pub placed: usize,
    /// The state that released it.
    pub released: Option<usize>,
}

impl Life {
    /// Whether the order is there, and active, in a state.
    #[must_use]
    pub fn is_active(&self, state: usize) -> bool {
        self.placed <= state && self.released.is_none_or(|released| state < released)
    }
}

/// The sale's states in the order of the commits.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// State 0 is before the first entry: no units.
    pub states: Vec<State>,
    /// Every customer's orders, oldest first.
    pub lives: HashMap<Uuid, Vec<Life>>,
    /// What of the truth does not fit together.
    pub oddities: Vec<String>,
}

/// Moments at which nothing was broken. Waiting for something bounded, like the board's refresh, counts in calm time.
#[derive(Clone, Debug)]
pub struct Calm {
    /// Disjoint, in order.
    outages: Vec<(Micros, Micros)>,
}

impl Calm {
    /// What is left between these faults.
    #[must_use]
    pub fn new(faults: &[FaultWindow]) -> Self {
        let mut windows: Vec<(Micros, Micros)> = faults.iter().map(|fault| (fault.from, fault.to)).collect();
        windows.sort_unstable();
        let mut outages: Vec<(Micros, Micros)> = Vec::new();
        for (from, to) in windows {
            match outages.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => outages.push((from, to)),
            }
        }
        Self { outages }
    }

    /// The latest moment before `moment` with so much calm time in between.
    #[must_use]
    pub fn before(&self, moment: Micros, mut calm: Micros) -> Micros {
        let mut at = moment;
        for &(from, to) in self.outages.iter().rev().filter(|outage| outage.0 < moment) {
            let free = at.saturating_sub(to).max(0);
            if free >= calm {
                break;
            }
            calm -= free;
            at = from;
        }
        at.saturating_sub(calm)
    }

    /// How much calm time lies between two moments.
    #[must_use]
    pub fn between(&self, from: Micros, to: Micros) -> Micros {
        let broken: Micros =
            self.outages.iter().map(|&(start, end)| end.min(to).saturating_sub(start.max(from)).max(0)).sum();
        to.saturating_sub(from).saturating_sub(broken).max(0)
    }

    /// The earliest moment after `moment` with so much calm time in between.
    #[must_use]
    pub fn after(&self, moment: Micros, mut calm: Micros) -> Micros {
        let mut at = moment;
        for &(from, to) in self.outages.iter().filter(|outage| outage.1 > moment) {
            let free = from.saturating_sub(at).max(0);
            if free >= calm {
                break;
            }
            calm -= free;
            at = to;
        }
        at.saturating_add(calm)
    }
}

impl Timeline {
    /// Puts entries, orders and moves together.
    #[must_use]
    pub fn new(header: &Header, truth: &Truth, calm: &Calm) -> Self {
        let mut oddities = Vec::new();
        let mut states = vec![State {
            seq: 0,
            from: Micros::MIN,
            to: Micros::MAX,
            remaining: 0,
            allocated: 0,
            limit: truth.sale.per_customer_limit,
            status: SaleStatus::Live,
            placed: Vec::new(),
            released: Vec::new(),
        }];
        let (mut remaining, mut allocated, mut status) = (0, 0, SaleStatus::Live);
        for (place, entry) in (1_i64..).zip(&truth.ledger) {
            if entry.seq != place {
                oddities.push(format!("the ledger has entry {} where {place} belongs", entry.seq));
            }
            remaining += entry.units;
            allocated += entry.allocated;
            status = steered(entry, status);
            states.push(State {
                seq: entry.seq,
                from: header.moment(entry.at),
                to: Micros::MAX,
                remaining,
                allocated,
                limit: truth.sale.per_customer_limit,
                status,
                placed: Vec::new(),
                released: Vec::new(),
            });
        }
        limit(&mut states, &truth.ledger);
        bound(&mut states, calm);
        let mut timeline = Self { states, lives: HashMap::new(), oddities };
        timeline.place(header, truth);
        timeline.release(header, truth);
        for lives in timeline.lives.values_mut() {
            lives.sort_unstable_by_key(|life| (life.placed, life.order));
        }
        timeline
    }

    /// The states that somebody who looked between two moments can have met.
    pub fn met(&self, from: Micros, to: Micros) -> impl Iterator<Item = usize> {
        // Both bounds only grow from state to state, so the first that lasts long enough can be found quickly.
        let first = self.states.partition_point(|state| state.to < from);
        (first..)
            .zip(self.states.get(first..).unwrap_or_default())
            .take_while(move |(_, state)| state.from <= to)
            .map(|(place, _)| place)
    }

    /// Orders are decided at the moment that their entry carries.
    fn place(&mut self, header: &Header, truth: &Truth) {
        let sold: HashMap<Micros, usize> = (1..)
            .zip(&truth.ledger)
            .filter(|(_, entry)| entry.kind == "sold")
            .map(|(place, entry)| (header.moment(entry.at), place))
            .collect();
        for (order, row) in truth.orders.iter().enumerate() {
            let Some(&place) = sold.get(&header.moment(row.created_at)) else {
                self.oddities.push(format!("no ledger entry sold order {}", row.id));
                continue;
            };
            if let Some(state) = self.states.get_mut(place) {
                state.placed.push(order);
            }
            let life = Life { order, placed: place, released: None };
            self.lives.entry(row.user_id).or_default().push(life);
        }
    }

    /// A release's moves are written under the sale's lock, after the entry before and before its own.
    fn release(&mut self, header: &Header, truth: &Truth) {
        let by_id: HashMap<Uuid, usize> =
            truth.orders.iter().enumerate().map(|(place, row)| (row.id, place)).collect();
        let releases = truth
            .moves
            .iter()
            .filter(|step| matches!(step.status.as_str(), "expired" | "cancelled" | "returned"));
        for step in releases {
            let Some(&order) = by_id.get(&step.order_id) else { continue };
            let at = header.moment(step.at);
            let place = self.states.partition_point(|state| state.from < at);
            let user = truth.orders.get(order).map(|row| row.user_id).unwrap_or_default();
            let is_release =
                truth.ledger.get(place.saturating_sub(1)).is_some_and(|entry| entry.kind == "released");
            let life = self.lives.entry(user).or_default().iter_mut().find(|life| life.order == order);
            match (life, self.states.get_mut(place)) {
                (Some(life), Some(state)) if is_release => {
                    if life.released.is_some() {
                        self.oddities.push(format!("order {} was released twice", step.order_id));
                    }
                    life.released = Some(place);
                    state.released.push(order);
                }
                _ => self.oddities.push(format!("no ledger entry released order {}", step.order_id)),
            }
        }
    }
}

/// What the sale is after an entry.
fn steered(entry: &LedgerRow, before: SaleStatus) -> SaleStatus {
    match entry.kind.as_str() {
        "paused" => SaleStatus::Paused,
        "resumed" => SaleStatus::Live,
        "cancelled" => SaleStatus::Cancelled,
        _ => before,
    }
}

/// The sale's row has the limit of the end; each edit remembers the one that it replaced.
fn limit(states: &mut [State], ledger: &[LedgerRow]) {
    let mut limit_before = None;
    for (state, next) in states.iter_mut().zip(ledger).rev() {
        limit_before = next.limit_before.or(limit_before);
        state.limit = limit_before.unwrap_or(state.limit);
    }
}

/// A state lasts until the commit of the next entry. That commit was over when the entry after it was written, which
/// needed the lock, and takes only so long in calm time.
fn bound(states: &mut [State], calm: &Calm) {
    let written: Vec<Micros> = states.iter().map(|state| state.from).collect();
    for (place, state) in states.iter_mut().enumerate() {
        let Some(&next) = written.get(place + 1) else { continue };
        let committed = calm.after(next, COMMIT);
        state.to = written.get(place + 2).map_or(committed, |&locked| committed.min(locked));
    }
}

#[cfg(test)]
mod tests {
    use super::{Calm, Timeline};
    use crate::check::examples::{Story, at};
    use crate::history::FaultWindow;

    fn fault(from: i64, to: i64) -> FaultWindow {
        FaultWindow { fault: String::new(), from, to }
    }

    #[test]
    fn time_stands_still_while_something_is_broken() {
        let calm = Calm::new(&[fault(250, 300), fault(100, 200), fault(150, 220)]);
        assert_eq!(calm.before(90, 50), 40);
        assert_eq!(calm.before(240, 10), 230);
        assert_eq!(calm.before(240, 30), 90);
        assert_eq!(calm.before(310, 50), 90);
        assert_eq!(calm.before(150, 5), 95);
        assert_eq!(calm.between(90, 310), 220 - 120 - 50);
        assert_eq!(calm.after(90, 5), 95);
        assert_eq!(calm.after(90, 15), 225);
        assert_eq!(calm.after(90, 45), 305);
        assert_eq!(calm.after(120, 1), 221);
    }

    #[test]
    fn entries_orders_and_moves_fit_together() {
        let (history, truth) = Story::reopened().told();
        let timeline = Timeline::new(&history.header, &truth, &Calm::new(&[]));
        assert_eq!(timeline.oddities, Vec::<String>::new());
        let remaining: Vec<i64> = timeline.states.iter().map(|state| state.remaining).collect();
        assert_eq!(remaining, [0, 2, 0, 1, 0]);
        assert_eq!(timeline.states[3].released, [0]);
        let lives = &timeline.lives[&truth.orders[0].user_id];
        assert_eq!((lives[0].placed, lives[0].released), (2, Some(3)));
        assert!(lives[0].is_active(2) && !lives[0].is_active(3) && !lives[0].is_active(1));
    }

    #[test]
    fn a_state_is_met_between_its_entry_and_the_next_commit() {
        let (history, truth) = Story::reopened().told();
        let timeline = Timeline::new(&history.header, &truth, &Calm::new(&[]));
        // The sale is sold out at 2 s, reopened at 5 s, sold out again at 6 s.
        assert_eq!(timeline.met(at(3.0), at(4.0)).collect::<Vec<_>>(), [2]);
        assert_eq!(timeline.met(at(5.2), at(5.3)).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(timeline.met(at(5.7), at(5.8)).collect::<Vec<_>>(), [3]);
        assert_eq!(timeline.met(at(60.0), at(61.0)).collect::<Vec<_>>(), [4]);
    }
}
