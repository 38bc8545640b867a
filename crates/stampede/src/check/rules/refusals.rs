//! A refusal must have been true at an instant at which the request was under way, by the domain's own specification.
//! Only `sold_out`, and that staff have stopped the sale, may be as old as the sale board: it refuses without asking the
//! database, and never grants.

use doorbuster_domain::OrderId;
use doorbuster_domain::sales::{SaleStatus, Verdict as Decision};

use crate::check::{Case, Rule, Verdict};
use crate::history::{Answered, Attempt, Micros};

/// The board leaves the edges of the sale's window to PostgreSQL within this.
const BOARD_CLOCK: Micros = 250_000;

pub(in crate::check) fn check(case: &Case<'_>, verdict: &mut Verdict) {
    for attempt in &case.history.attempts {
        let Some(answer) = attempt.outcome.answer() else { continue };
        let (rule, explained) = match (answer.status, answer.code.as_str()) {
            (409, "sold_out") => {
                let (explained, age) = sold_out(case, attempt);
                verdict.stalest = verdict.stalest.max(age.unwrap_or_default());
                (Rule::SoldOutWasTrue, explained)
            }
            (409, "insufficient_units") => (Rule::InsufficientWasTrue, insufficient(case, attempt, answer)),
            (409, "already_purchased") => (
                Rule::AlreadyPurchasedWasTrue,
                names_order(case, attempt, answer, |order| Decision::AlreadyPurchased { order }),
            ),
            (422, "idempotency_mismatch") => (
                Rule::MismatchWasTrue,
                names_order(case, attempt, answer, |order| Decision::IdempotencyMismatch { order }),
            ),
            (422, "quantity_limit") => (Rule::QuantityLimitWasTrue, above_limit(case, attempt, answer)),
            (409, "sale_not_live") => (Rule::NotLiveWasTrue, not_live(case, attempt, answer)),
            _ => continue,
        };
        if !explained {
            verdict.add(rule, format!("{}; {}", attempt.shown(), met(case, attempt)));
        }
    }
}

/// What a reader needs to see that it was not true.
fn met(case: &Case<'_>, attempt: &Attempt) -> String {
    let states: Vec<usize> = case.met(attempt).collect();
    let remaining =
        states.iter().filter_map(|&place| case.timeline.states.get(place)).map(|state| state.remaining);
    let (least, most) = (remaining.clone().min(), remaining.max());
    let orders: Vec<String> = case
        .timeline
        .lives
        .get(&attempt.buyer)
        .into_iter()
        .flatten()
        .filter_map(|life| case.truth.orders.get(life.order))
        .map(|row| {
            format!("{} ({}, placed at {})", row.id, row.status, crate::history::seconds(case.placed(row)))
        })
        .collect();
    format!(
        "meanwhile {} to {} units remained (entries {:?} to {:?}); the customer's orders: {}",
        least.unwrap_or_default(),
        most.unwrap_or_default(),
        states.first(),
        states.last(),
        if orders.is_empty() { "none".to_owned() } else { orders.join(", ") }
    )
}

/// Sold out at some instant, or shortly before: then also how old the knowledge must have been.
fn sold_out(case: &Case<'_>, attempt: &Attempt) -> (bool, Option<Micros>) {
    let was_empty = |from: Micros, to: Micros| {
        let empty = |place: &usize| {
            *place > 0 && case.timeline.states.get(*place).is_some_and(|state| state.remaining == 0)
        };
        case.timeline.met(from, to).filter(empty).last()
    };
    let (sent, answered) = (attempt.sent - case.clock, attempt.answered + case.clock);
    let mut age = None;
    let mut explained = was_empty(sent, answered).is_some();
    if !explained {
        let oldest = case.calm.before(sent, case.staleness);
        if let Some(state) = was_empty(oldest, sent).and_then(|place| case.timeline.states.get(place)) {
            explained = true;
            age = Some(case.calm.between(state.to, sent));
        }
    }
    // With a key the shop looks for the order before it says so.
    let looked = attempt.key.is_none()
        || case.met(attempt).any(|state| case.verdict(attempt, state, 0) == Decision::SoldOut);
    (explained && looked, age)
}

/// Too few remained: in a state, or in the middle of a batch, when those before it in line had been served.
fn insufficient(case: &Case<'_>, attempt: &Attempt, answer: &Answered) -> bool {
    let Some(rest) = answer.remaining else { return false };
    case.met(attempt).any(|place| {
        let Some(state) = case.timeline.states.get(place) else { return false };
        let refused =
            |at: usize| case.verdict(attempt, at, rest) == Decision::InsufficientUnits { remaining: rest };
        if state.remaining == rest {
            return refused(place);
        }
        let Some(before) = place.checked_sub(1).and_then(|place| case.timeline.states.get(place)) else {
            return false;
        };
        // Who is refused in a batch was in it, so had been sent when it was decided.
        let amid =
            state.from >= attempt.sent - case.clock && (state.remaining..before.remaining).contains(&rest);
        amid && refused(place - 1) && is_sum(case, &state.placed, before.remaining - rest)
    })
}

/// Whether some of these orders together have so many units.
fn is_sum(case: &Case<'_>, orders: &[usize], units: i64) -> bool {
    let Ok(units) = usize::try_from(units) else { return false };
    let mut sums = vec![false; units + 1];
    if let Some(none) = sums.first_mut() {
        *none = true;
    }
    for row in orders.iter().filter_map(|&place| case.truth.orders.get(place)) {
        let quantity = usize::try_from(row.quantity).unwrap_or(usize::MAX);
        for sum in (quantity..=units).rev() {
            if sums.get(sum - quantity) == Some(&true)
                && let Some(reached) = sums.get_mut(sum)
            {
                *reached = true;
            }
        }
    }
    sums.last() == Some(&true)
}

/// The order that is named stood in the way, by the specification.
fn names_order(
    case: &Case<'_>,
    attempt: &Attempt,
    answer: &Answered,
    decision: impl Fn(OrderId) -> Decision,
) -> bool {
    let Some(order) = answer.order else { return false };
    let expected = decision(OrderId(order));
    case.met(attempt).any(|place| {
        case.timeline
            .states
            .get(place)
            .is_some_and(|state| case.verdict(attempt, place, state.remaining) == expected)
    })
}

fn above_limit(case: &Case<'_>, attempt: &Attempt, answer: &Answered) -> bool {
    let Some(told) = answer.limit else { return false };
    let was_told = |place: usize| {
        case.timeline.states.get(place).is_some_and(|state| i64::from(state.limit) == i64::from(told))
    };
    attempt.quantity > told && case.met(attempt).any(was_told)
}

/// Outside its window, or stopped by staff. Of the windows only the last is known: the checker moves none.
fn not_live(case: &Case<'_>, attempt: &Attempt, answer: &Answered) -> bool {
    let header = &case.history.header;
    let slack = case.clock + BOARD_CLOCK;
    match answer.state.as_deref() {
        Some("scheduled") => attempt.sent - slack < header.moment(case.truth.sale.starts_at),
        Some("ended") => attempt.answered + slack >= header.moment(case.truth.sale.ends_at),
        Some("paused") => was_stopped(case, attempt, SaleStatus::Paused),
        Some("cancelled") => was_stopped(case, attempt, SaleStatus::Cancelled),
        _ => false,
    }
}

fn was_stopped(case: &Case<'_>, attempt: &Attempt, status: SaleStatus) -> bool {
    let (sent, answered) = (attempt.sent - case.clock, attempt.answered + case.clock);
    let known = case.calm.before(sent, case.staleness);
    let mut states = case.timeline.met(known, answered).filter_map(|place| case.timeline.states.get(place));
    states.any(|state| state.status == status)
}
