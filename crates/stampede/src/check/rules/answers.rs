//! Answers as documented, and kept.

use std::collections::HashMap;

use uuid::Uuid;

use crate::check::{Case, Rule, Verdict};
use crate::history::{Act, Action, Answered, Attempt, Outcome};

pub(in crate::check) fn check(case: &Case<'_>, verdict: &mut Verdict) {
    for attempt in &case.history.attempts {
        if let Some(problem) = undocumented(&attempt.outcome, &PURCHASE) {
            verdict.add(Rule::AnswersAreDocumented, format!("{}: {problem}", attempt.shown()));
        }
    }
    let mut promised: HashMap<Uuid, &Attempt> = HashMap::new();
    for attempt in &case.history.attempts {
        if let Some(order) = attempt.outcome.promised() {
            let first = promised.entry(order).or_insert(attempt);
            if attempt.answered < first.answered {
                *first = attempt;
            }
        }
    }
    for action in &case.history.actions {
        let documented: &[(u16, &str)] = match action.act {
            // What is not found is another rule's business.
            Act::Read => &[(200, ""), (404, "not_found")],
            Act::Pay => &PAYMENT,
            Act::Cancel => &CANCELLATION,
        };
        if let Some(problem) = undocumented(&action.outcome, documented) {
            verdict.add(Rule::AnswersAreDocumented, format!("{}: {problem}", action.shown()));
        }
        let Some(answer) = action.outcome.answer() else { continue };
        found(action, answer, &promised, verdict);
        if answer.status == 200 {
            stays(case, action, verdict);
        }
    }
}

/// What `POST /orders` may say. 503 is looked at apart.
const PURCHASE: [(u16, &str); 7] = [
    (201, ""),
    (409, "sold_out"),
    (409, "sale_not_live"),
    (409, "already_purchased"),
    (409, "insufficient_units"),
    (422, "quantity_limit"),
    (422, "idempotency_mismatch"),
];
const PAYMENT: [(u16, &str); 6] = [
    (200, ""),
    (402, "payment_declined"),
    (404, "not_found"),
    (409, "hold_expired"),
    (409, "payment_in_progress"),
    (409, "illegal_transition"),
];
const CANCELLATION: [(u16, &str); 3] = [(200, ""), (404, "not_found"), (409, "illegal_transition")];
/// 503 says why, and when to come back; so do 502 and 504 of a proxy in front.
const UNAVAILABLE: [&str; 4] = ["busy", "outcome_unknown", "unavailable", "timeout"];

fn undocumented(outcome: &Outcome, documented: &[(u16, &str)]) -> Option<&'static str> {
    match outcome {
        Outcome::Answered(Answered { status: 502..=504, code, retry_after, .. }) => {
            if !UNAVAILABLE.contains(&code.as_str()) {
                Some("a 503 of no known kind")
            } else if retry_after.is_none() {
                Some("a 503 without Retry-After")
            } else {
                None
            }
        }
        Outcome::Answered(answer) => (!documented.contains(&(answer.status, answer.code.as_str())))
            .then_some("not an answer that is documented"),
        Outcome::Lost { reason, .. } => {
            reason.starts_with("malformed").then_some("not an answer by the protocol")
        }
    }
}

/// Who was promised an order finds it from then on.
fn found(action: &Action, answer: &Answered, promised: &HashMap<Uuid, &Attempt>, verdict: &mut Verdict) {
    let was_promised = promised
        .get(&action.order)
        .filter(|attempt| attempt.buyer == action.buyer && attempt.answered <= action.sent);
    let Some(attempt) = was_promised else { return };
    let other = answer.status == 200 && answer.order.is_some_and(|order| order != action.order);
    if answer.status == 404 || other {
        verdict.add(Rule::ReadYourOwn, format!("{} although {}", action.shown(), attempt.shown()));
    }
}

/// What was confirmed is what the database says in the end.
fn stays(case: &Case<'_>, action: &Action, verdict: &mut Verdict) {
    let status = case.order(action.order).map(|row| row.status.as_str());
    let cancelled_since = || {
        case.history.actions.iter().any(|other| {
            other.act == Act::Cancel && other.order == action.order && !other.outcome.is_refusal()
        })
    };
    let stayed = match action.act {
        Act::Read => true,
        Act::Cancel => status == Some("cancelled"),
        Act::Pay => match status {
            Some("paid" | "packed" | "shipped" | "delivered") => true,
            // Captured by the reconciler when the request's own capture was cut short.
            Some("authorized") => false,
            _ => status == Some("cancelled") && cancelled_since(),
        },
    };
    // The order's status in a payment's answer is what it confirmed.
    let confirmed = action.act != Act::Pay
        || action.outcome.answer().and_then(|answer| answer.state.as_deref()) == Some("paid");
    if confirmed && !stayed {
        verdict.add(
            Rule::ConfirmedStays,
            format!("{}, but in the end the order is {}", action.shown(), status.unwrap_or("not there")),
        );
    }
}
