//! One order of events explains it all: the ledger's. Every sale and release in that order, one after the other, goes
//! through the domain's executable specification. (Refusals are placed among the same states by their own rules.)

use doorbuster_domain::sales::{Candidate, Purchase, Verdict as Decision};
use doorbuster_domain::{OrderId, UserId};

use crate::check::{Case, Rule, Verdict};

pub(in crate::check) fn check(case: &Case<'_>, verdict: &mut Verdict) {
    let mut shelf = case.empty_shelf(0);
    for (place, entry) in (1..).zip(&case.truth.ledger) {
        let Some(state) = case.timeline.states.get(place) else { break };
        // An entry is decided by what the sale was until then.
        let before = case.empty_shelf(place - 1);
        (shelf.status, shelf.limit) = (before.status, before.limit);
        // Units that come from, or go to, somewhere else than orders.
        if matches!(entry.kind.as_str(), "opened" | "edited" | "settled") {
            shelf.remaining += entry.units;
        }
        for row in state.placed.iter().filter_map(|&place| case.truth.orders.get(place)) {
            let purchase = Purchase {
                user: UserId(row.user_id),
                quantity: u32::try_from(row.quantity).unwrap_or_default(),
                idempotency: Case::idempotency(row),
            };
            let decision = shelf.sell(&[Candidate { order: OrderId(row.id), purchase }], false).pop();
            if !matches!(decision, Some(Decision::Sold { .. })) {
                verdict.add(
                    Rule::OneOrderOfEvents,
                    format!("entry {} sold order {}, by the rules it is {decision:?}", entry.seq, row.id),
                );
                // Go on as if: one mistake is told once.
                shelf.remaining -= row.quantity;
            }
        }
        for row in state.released.iter().filter_map(|&place| case.truth.orders.get(place)) {
            let entries = shelf.orders.get_mut(&UserId(row.user_id));
            if let Some(order) = entries.into_iter().flatten().find(|order| order.order == OrderId(row.id)) {
                // After the settlement they go to the product's stock.
                if entry.units != 0 {
                    shelf.remaining += i64::from(order.units_held);
                }
                order.units_held = 0;
                order.active = false;
            }
        }
    }
}
