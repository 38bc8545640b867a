//! Units and orders, ledger entry by ledger entry.

use crate::check::{Case, Life, Rule, State, Truth, Verdict};
use crate::history::{seconds, short};

pub(in crate::check) fn check(case: &Case<'_>, verdict: &mut Verdict) {
    for oddity in &case.timeline.oddities {
        verdict.add(Rule::LedgerFits, oddity.clone());
    }
    entries(case, verdict);
    ends(case, verdict);
    limits(case, verdict);
    customers(case, verdict);
}

/// After every entry: what the orders hold is what is allocated and does not remain.
fn entries(case: &Case<'_>, verdict: &mut Verdict) {
    let truth = case.truth;
    let mut held = 0;
    for (state, entry) in case.timeline.states.iter().skip(1).zip(&truth.ledger) {
        let (placed, released) = (units(truth, &state.placed), units(truth, &state.released));
        held += placed - released;
        let about = state.placed.len() + state.released.len();
        // What is released after the settlement goes to the product's stock, and the allocation with it.
        let moved = entry.units - entry.allocated;
        let has_orders = matches!(entry.kind.as_str(), "sold" | "released");
        if i32::try_from(about) != Ok(entry.orders) || released - placed != moved {
            let orders = format!("{} orders and {moved} units", entry.orders);
            let found = format!("{about} orders with {} units", released - placed);
            verdict.add(
                Rule::LedgerFits,
                format!("entry {} ({}) is about {orders}, the orders say {found}", entry.seq, entry.kind),
            );
        } else if !has_orders && about > 0 {
            verdict.add(Rule::LedgerFits, format!("entry {} ({}) has orders", entry.seq, entry.kind));
        }
        if state.remaining < 0 || held > state.allocated {
            verdict.add(Rule::HeldWithinAllocated, over(state, held));
        }
    }
}

fn over(state: &State, held: i64) -> String {
    let State { seq, from, remaining, allocated, .. } = state;
    format!(
        "after entry {seq}, at {}: {held} units held, {allocated} allocated, {remaining} remain",
        seconds(*from)
    )
}

/// The sale's and the orders' rows are what the ledger leads to.
fn ends(case: &Case<'_>, verdict: &mut Verdict) {
    let sale = &case.truth.sale;
    if let Some(last) = case.timeline.states.last()
        && (last.seq, last.allocated, last.remaining) != (sale.seq, sale.allocated, sale.remaining)
    {
        verdict.add(
            Rule::LedgerFits,
            format!(
                "the sale has seq {}, allocated {}, remaining {}; its ledger leads to {}, {}, {}",
                sale.seq, sale.allocated, sale.remaining, last.seq, last.allocated, last.remaining
            ),
        );
    }
    let released: Vec<usize> =
        case.timeline.states.iter().flat_map(|state| state.released.iter().copied()).collect();
    let released: std::collections::HashSet<usize> = released.into_iter().collect();
    for (place, row) in case.truth.orders.iter().enumerate() {
        let expected = if released.contains(&place) { 0 } else { row.quantity };
        if i64::from(row.units_held) != expected || row.active == released.contains(&place) {
            verdict.add(
                Rule::LedgerFits,
                format!(
                    "order {} is {} and holds {} of {} units",
                    row.id, row.status, row.units_held, row.quantity
                ),
            );
        }
    }
}

/// No order above the limit that was in force when it was placed.
fn limits(case: &Case<'_>, verdict: &mut Verdict) {
    for pair in case.timeline.states.windows(2) {
        let [before, state] = pair else { continue };
        for row in state.placed.iter().filter_map(|&place| case.truth.orders.get(place)) {
            if row.quantity < 1 || row.quantity > i64::from(before.limit) {
                verdict.add(
                    Rule::QuantityWithinLimit,
                    format!("order {} is for {} units, the limit was {}", row.id, row.quantity, before.limit),
                );
            }
        }
    }
}

/// One active order per customer.
fn customers(case: &Case<'_>, verdict: &mut Verdict) {
    for (customer, lives) in &case.timeline.lives {
        for pair in lives.windows(2) {
            let [earlier, later] = pair else { continue };
            if earlier.is_active(later.placed) {
                verdict.add(
                    Rule::OneActiveOrder,
                    format!(
                        "customer {} has {} when {} is placed",
                        short(*customer),
                        name(case.truth, *earlier),
                        name(case.truth, *later)
                    ),
                );
            }
        }
    }
}

fn name(truth: &Truth, life: Life) -> String {
    truth.orders.get(life.order).map_or_else(String::new, |row| format!("order {}", row.id))
}

fn units(truth: &Truth, places: &[usize]) -> i64 {
    places.iter().filter_map(|&place| truth.orders.get(place)).map(|row| row.quantity).sum()
}
