//! Promises and rows belong to each other.

use std::collections::HashMap;

use uuid::Uuid;

use crate::check::{Case, OrderRow, Rule, Verdict};
use crate::history::{Attempt, Micros};

/// Attempts of one customer, in the order in which they were sent.
type OfBuyer<'a> = HashMap<Uuid, Vec<&'a Attempt>>;

pub(in crate::check) fn check(case: &Case<'_>, verdict: &mut Verdict) {
    let mut attempts: OfBuyer<'_> = HashMap::new();
    for attempt in &case.history.attempts {
        attempts.entry(attempt.buyer).or_default().push(attempt);
    }
    for attempts in attempts.values_mut() {
        attempts.sort_by_key(|attempt| attempt.sent);
    }
    promises(case, &attempts, verdict);
    rows(case, &attempts, verdict);
    keys(case, verdict);
}

/// Every 201 has its row, which nobody else was promised.
fn promises(case: &Case<'_>, attempts: &OfBuyer<'_>, verdict: &mut Verdict) {
    let mut firsts: HashMap<Uuid, &Attempt> = HashMap::new();
    for attempt in &case.history.attempts {
        let Some(answer) = attempt.outcome.answer().filter(|answer| answer.status == 201) else { continue };
        let Some(id) = answer.order else {
            verdict.add(Rule::AcknowledgedIsStored, format!("{} names no order", attempt.shown()));
            continue;
        };
        match case.order(id) {
            None => {
                verdict.add(
                    Rule::AcknowledgedIsStored,
                    format!("{}: no such order is stored in this sale", attempt.shown()),
                );
            }
            Some(row) => {
                if let Some(difference) = difference(case, attempts, attempt, row) {
                    verdict.add(Rule::AcknowledgedIsStored, format!("{}: {difference}", attempt.shown()));
                }
            }
        }
        if answer.replayed {
            replay(attempts, attempt, verdict);
        } else if let Some(first) = firsts.insert(id, attempt) {
            // A replay says that it is one. Both may be right about the key, but only one of them bought.
            let rule = if is_same(first, attempt) { Rule::ReplaysAreReplays } else { Rule::OneOwner };
            verdict.add(
                rule,
                format!("order {id} was promised twice: {}, and {}", first.shown(), attempt.shown()),
            );
        }
    }
}

/// What a 201 says that its row does not.
fn difference(case: &Case<'_>, attempts: &OfBuyer<'_>, attempt: &Attempt, row: &OrderRow) -> Option<String> {
    let answer = attempt.outcome.answer()?;
    if row.user_id != attempt.buyer {
        return Some(format!("the order belongs to customer {}", crate::history::short(row.user_id)));
    }
    if i64::from(attempt.quantity) != row.quantity || answer.quantity != Some(attempt.quantity) {
        return Some(format!("told {:?} units, stored {}", answer.quantity, row.quantity));
    }
    if answer.sale != Some(case.history.header.sale) {
        return Some("it names another sale".to_owned());
    }
    if case.print(attempt) != row.key {
        return Some("the order was made by another key".to_owned());
    }
    // The same request may have been sent before.
    let mine = attempts.get(&attempt.buyer).map(Vec::as_slice).unwrap_or_default();
    let sent = mine.iter().filter(|other| is_same(other, attempt)).map(|other| other.sent).min();
    let placed = case.placed(row);
    let (from, to) = (sent.unwrap_or(attempt.sent) - case.clock, attempt.answered + case.clock);
    (!(from..=to).contains(&placed))
        .then(|| format!("the order was placed at {}", crate::history::seconds(placed)))
}

/// Sent again, under its key; without one a request is sent once.
fn is_same(left: &Attempt, right: &Attempt) -> bool {
    if left.buyer != right.buyer || right.key.is_none() {
        return left.request == right.request;
    }
    left.key == right.key && left.quantity == right.quantity
}

/// A replay says what the same request made when it was sent before.
fn replay(attempts: &OfBuyer<'_>, attempt: &Attempt, verdict: &mut Verdict) {
    let mine = attempts.get(&attempt.buyer).map(Vec::as_slice).unwrap_or_default();
    let before = mine.iter().any(|other| {
        !std::ptr::eq(*other, attempt)
            && attempt.key.is_some()
            && is_same(other, attempt)
            && other.sent <= attempt.answered
            && !other.outcome.is_refusal()
    });
    if !before {
        verdict.add(Rule::ReplaysAreReplays, format!("{} repeats nothing", attempt.shown()));
    }
    let other_order = mine.iter().find(|other| {
        is_same(other, attempt)
            && other.outcome.promised().is_some_and(|order| Some(order) != attempt.outcome.promised())
    });
    if let Some(other) = other_order {
        verdict.add(
            Rule::ReplaysAreReplays,
            format!("{} and {} name different orders", other.shown(), attempt.shown()),
        );
    }
}

/// Every row has a request that can have made it, and each request at most one.
fn rows(case: &Case<'_>, attempts: &OfBuyer<'_>, verdict: &mut Verdict) {
    let mut of_customer: HashMap<Uuid, Vec<&OrderRow>> = HashMap::new();
    for row in &case.truth.orders {
        of_customer.entry(row.user_id).or_default().push(row);
    }
    for (customer, rows) in of_customer {
        let mine = attempts.get(&customer).map(Vec::as_slice).unwrap_or_default();
        for row in unmatched(case, mine, &rows) {
            let placed = case.placed(row);
            let refused = mine.iter().find(|attempt| {
                attempt.outcome.is_refusal()
                    && case.same_key(attempt, row)
                    && i64::from(attempt.quantity) == row.quantity
                    && attempt.sent - case.clock <= placed
            });
            let order = format!("order {} ({} units, {})", row.id, row.quantity, row.status);
            match refused {
                Some(attempt) => verdict.add(
                    Rule::RefusedIsNotStored,
                    format!(
                        "{order} was placed at {} although {}",
                        crate::history::seconds(placed),
                        attempt.shown()
                    ),
                ),
                None => verdict.add(
                    Rule::StoredWasAsked,
                    format!(
                        "nobody asked for {order} of customer {}, placed at {}",
                        crate::history::short(customer),
                        crate::history::seconds(placed)
                    ),
                ),
            }
        }
    }
}

/// Whether this sending can have made the row.
fn can_have_made(case: &Case<'_>, attempt: &Attempt, row: &OrderRow) -> bool {
    let placed: Micros = case.placed(row);
    let told = match attempt.outcome.promised() {
        Some(order) => order == row.id,
        None => !attempt.outcome.is_refusal(),
    };
    told && case.same_key(attempt, row)
        && i64::from(attempt.quantity) == row.quantity
        && attempt.sent - case.clock <= placed
}

/// The rows of one customer that no request is left for, when every request makes at most one row (bipartite matching
/// by augmenting paths: a customer has a handful of both).
fn unmatched<'a>(case: &Case<'_>, attempts: &[&Attempt], rows: &[&'a OrderRow]) -> Vec<&'a OrderRow> {
    let mut made: HashMap<u64, usize> = HashMap::new();
    let requests: Vec<Vec<u64>> = rows
        .iter()
        .map(|row| {
            attempts
                .iter()
                .filter(|attempt| can_have_made(case, attempt, row))
                .map(|attempt| attempt.request)
                .collect()
        })
        .collect();
    let mut alone = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        if !assign(place, &requests, &mut made, &mut Vec::new()) {
            alone.push(*row);
        }
    }
    alone
}

fn assign(row: usize, requests: &[Vec<u64>], made: &mut HashMap<u64, usize>, seen: &mut Vec<u64>) -> bool {
    for &request in requests.get(row).map(Vec::as_slice).unwrap_or_default() {
        if seen.contains(&request) {
            continue;
        }
        seen.push(request);
        let other = made.get(&request).copied();
        if other.is_none_or(|other| assign(other, requests, made, seen)) {
            made.insert(request, row);
            return true;
        }
    }
    false
}

/// A key makes one order. The shop compares it with the customer's latest order only, so once an order of another
/// request came in between, the old key is forgotten; that is documented, and no violation.
fn keys(case: &Case<'_>, verdict: &mut Verdict) {
    for lives in case.timeline.lives.values() {
        let rows: Vec<&OrderRow> =
            lives.iter().filter_map(|life| case.truth.orders.get(life.order)).collect();
        for pair in rows.windows(2) {
            let [earlier, later] = pair else { continue };
            if earlier.key.is_some() && earlier.key == later.key {
                verdict.add(
                    Rule::KeyMadeOne,
                    format!(
                        "one key of customer {} made orders {} and {}",
                        crate::history::short(later.user_id),
                        earlier.id,
                        later.id
                    ),
                );
            }
        }
    }
}
