//! Every rule fails on a story that was doctored against it, and only that rule and those that follow from it.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use uuid::Uuid;

use crate::check::examples::{SALE, Story, answered, at, customer, lost, refused};
use crate::check::{Bounds, Rule, check};
use crate::history::{Act, Answered, Event, FaultWindow, Outcome};

fn violated(story: Story) -> Vec<Rule> {
    let (history, truth) = story.told();
    let verdict = check(&history, &truth, Bounds::default());
    let rules: BTreeSet<Rule> = verdict.violations.iter().map(|violation| violation.rule).collect();
    rules.into_iter().collect()
}

fn order(story: &Story, place: usize) -> Uuid {
    story.truth.orders[place].id
}

#[test]
fn a_promise_without_a_row() {
    let mut story = Story::reopened();
    let promise = Answered { order: Some(Uuid::from_u128(99)), ..story.promise(order(&story, 0)) };
    story.asked(9, 1, None, (3.0, 3.1), Outcome::Answered(promise));
    assert_eq!(violated(story), [Rule::AcknowledgedIsStored]);
}

#[test]
fn a_promise_of_something_else_than_was_stored() {
    let changes: [fn(&mut Answered); 3] = [
        |answer| answer.quantity = Some(2),
        |answer| answer.sale = Some(Uuid::nil()),
        |answer| answer.order = None,
    ];
    for change in changes {
        let mut story = Story::reopened();
        let Outcome::Answered(answer) = &mut story.attempt(0).outcome else { panic!("an answer") };
        change(answer);
        let rules = violated(story);
        assert_eq!(rules[0], Rule::AcknowledgedIsStored, "{rules:?}");
        // A promise that names nothing says nothing about who made the row: it may still have been this request.
        assert_eq!(rules.len(), 1, "{rules:?}");
    }
}

#[test]
fn a_promise_of_an_order_that_was_placed_at_another_time() {
    let mut story = Story::reopened();
    story.attempt(4).answered = at(5.95);
    assert_eq!(violated(story), [Rule::AcknowledgedIsStored]);
}

#[test]
fn one_order_promised_to_two() {
    let mut story = Story::reopened();
    let promise = story.promise(order(&story, 1));
    story.asked(2, 1, None, (1.9, 2.1), Outcome::Answered(promise));
    assert_eq!(violated(story), [Rule::OneOwner]);
    // To another customer it is not even theirs.
    let mut story = Story::reopened();
    let promise = story.promise(order(&story, 1));
    story.asked(8, 1, None, (1.9, 2.1), Outcome::Answered(promise));
    assert_eq!(violated(story), [Rule::AcknowledgedIsStored, Rule::OneOwner]);
}

#[test]
fn a_row_that_nobody_asked_for() {
    // Not at all, with another quantity, under another key, or only afterwards.
    for (quantity, key, sent) in
        [(1, Some("x"), None), (2, None, Some(1.9)), (1, Some("x"), Some(1.9)), (1, None, Some(7.0))]
    {
        let mut story = Story::new(3);
        story.sold(2.0, &[(1, 1, None)]);
        if let Some(sent) = sent {
            story.asked(1, quantity, key, (sent, sent + 0.2), lost());
        }
        assert_eq!(violated(story), [Rule::StoredWasAsked], "{quantity} {key:?} {sent:?}");
    }
    // One lost request explains one row, not two.
    let mut story = Story::new(3);
    let first = story.sold(2.0, &[(1, 1, None)]);
    story.released(3.0, first[0], "expired");
    story.sold(4.0, &[(1, 1, None)]);
    story.asked(1, 1, None, (1.9, 2.1), lost());
    assert_eq!(violated(story.clone()), [Rule::StoredWasAsked]);
    story.asked(1, 1, None, (1.9, 2.1), lost());
    assert_eq!(violated(story), []);
}

#[test]
fn a_refused_request_that_made_a_row() {
    for refusal in [
        refused(409, "sold_out"),
        Outcome::Answered(Answered { retry_after: Some(1), ..answered(503, "busy") }),
        Outcome::Lost { reason: "could not connect".to_owned(), sent: false },
    ] {
        let mut story = Story::reopened();
        story.attempt(1).outcome = refusal;
        assert_eq!(violated(story), [Rule::RefusedIsNotStored]);
    }
    // Another sending of it, whose answer was lost, may have.
    let mut story = Story::new(1);
    story.sold(2.0, &[(1, 1, Some("a"))]);
    story.asked(1, 1, Some("a"), (1.8, 1.9), lost());
    story.again((1.95, 2.4), Outcome::Answered(Answered { retry_after: Some(1), ..answered(503, "busy") }));
    assert_eq!(violated(story), []);
}

#[test]
fn a_key_that_bought_twice() {
    let mut story = Story::new(3);
    let first = story.sold(2.0, &[(1, 1, Some("a"))]);
    story.released(3.0, first[0], "expired");
    story.sold(4.0, &[(1, 1, Some("a"))]);
    story.asked(1, 1, Some("a"), (1.9, 2.1), lost());
    story.again((3.9, 4.1), lost());
    story.asked(1, 1, Some("a"), (3.9, 4.1), lost());
    // By the specification the second is a replay.
    assert_eq!(violated(story), [Rule::KeyMadeOne, Rule::OneOrderOfEvents]);
}

#[test]
fn a_ledger_that_does_not_fit() {
    type Doctor = fn(&mut Story);
    let doctors: [Doctor; 6] = [
        |story| story.truth.sale.remaining += 1,
        |story| story.truth.ledger[1].orders += 1,
        |story| {
            let last = story.truth.ledger.len() - 1;
            story.truth.ledger[last].seq += 1;
            story.truth.sale.seq += 1;
        },
        // Cancelled, but holding its units.
        |story| (story.truth.orders[0].units_held, story.truth.orders[0].active) = (1, false),
        // A release without a ledger entry.
        |story| {
            let order = order(story, 1);
            story.moved(3.5, order, "expired");
            let row = story.row(order);
            (row.units_held, row.active) = (0, false);
        },
        |story| story.truth.moves.clear(),
    ];
    for (place, doctor) in doctors.into_iter().enumerate() {
        let mut story = Story::reopened();
        doctor(&mut story);
        let rules = violated(story);
        assert!(rules.contains(&Rule::LedgerFits), "{place}: {rules:?}");
        let others = [Rule::OneOrderOfEvents, Rule::HeldWithinAllocated];
        assert!(
            rules.iter().all(|rule| *rule == Rule::LedgerFits || others.contains(rule)),
            "{place}: {rules:?}"
        );
    }
}

/// In the end everything is in order: only an instant was not.
#[test]
fn more_held_than_allocated_for_an_instant() {
    let mut story = Story::new(1);
    let first = story.sold(2.0, &[(1, 1, None)]);
    let second = story.sold(3.0, &[(2, 1, None)]);
    story.released(4.0, first[0], "expired");
    let (one, two) = (story.promise(first[0]), story.promise(second[0]));
    story.asked(1, 1, None, (1.9, 2.1), Outcome::Answered(one));
    story.asked(2, 1, None, (2.9, 3.1), Outcome::Answered(two));
    assert_eq!(story.truth.sale.remaining, 0);
    assert_eq!(violated(story), [Rule::HeldWithinAllocated, Rule::OneOrderOfEvents]);
}

#[test]
fn two_active_orders_of_one_customer() {
    let mut story = Story::new(5);
    let first = story.sold(2.0, &[(1, 1, None)]);
    let second = story.sold(3.0, &[(1, 1, None)]);
    let (one, two) = (story.promise(first[0]), story.promise(second[0]));
    story.asked(1, 1, None, (1.9, 2.1), Outcome::Answered(one));
    story.asked(1, 1, None, (2.9, 3.1), Outcome::Answered(two));
    assert_eq!(violated(story), [Rule::OneActiveOrder, Rule::OneOrderOfEvents]);
}

#[test]
fn more_units_than_the_limit() {
    let mut story = Story::new(5);
    let orders = story.sold(2.0, &[(1, 3, None)]);
    let promise = story.promise(orders[0]);
    story.asked(1, 3, None, (1.9, 2.1), Outcome::Answered(promise));
    assert_eq!(violated(story), [Rule::QuantityWithinLimit, Rule::OneOrderOfEvents]);
}

#[test]
fn orders_answer_for_the_limit_of_their_time() {
    for (moment, rules) in [(2.0, &[][..]), (4.0, &[Rule::QuantityWithinLimit, Rule::OneOrderOfEvents][..])] {
        let mut story = Story::new(5);
        if moment > 3.0 {
            story.limited(3.0, 1);
        }
        let orders = story.sold(moment, &[(1, 2, None)]);
        if moment < 3.0 {
            story.limited(3.0, 1);
        }
        let promise = story.promise(orders[0]);
        story.asked(1, 2, None, (moment - 0.1, moment + 0.1), Outcome::Answered(promise));
        // Who is refused by a limit was refused by the one of then.
        let above = Answered { limit: Some(1), ..answered(422, "quantity_limit") };
        story.asked(2, 2, None, (5.0, 5.1), Outcome::Answered(above));
        assert_eq!(violated(story), rules, "at {moment}");
    }
}

#[test]
fn sold_while_staff_had_stopped_the_sale() {
    for kind in ["paused", "cancelled"] {
        let mut story = Story::new(5);
        story.entry(1.5, kind, 0, 0, 0);
        let orders = story.sold(2.0, &[(1, 1, None)]);
        let promise = story.promise(orders[0]);
        story.asked(1, 1, None, (1.9, 2.1), Outcome::Answered(promise));
        assert_eq!(violated(story), [Rule::OneOrderOfEvents], "{kind}");
    }
    let mut story = Story::new(5);
    story.entry(1.5, "paused", 0, 0, 0);
    story.entry(1.7, "resumed", 0, 0, 0);
    let orders = story.sold(2.0, &[(1, 1, None)]);
    let promise = story.promise(orders[0]);
    story.asked(1, 1, None, (1.9, 2.1), Outcome::Answered(promise));
    assert_eq!(violated(story), []);
}

#[test]
fn units_that_staff_gave_and_took() {
    // Three more units make room for a third customer; one is taken again.
    let mut story = Story::new(2);
    story.entry(1.5, "edited", 3, 3, 0);
    let orders = story.sold(2.0, &[(1, 2, None), (2, 2, None)]);
    story.entry(2.5, "edited", -1, -1, 0);
    for (customer, order) in [(1, orders[0]), (2, orders[1])] {
        let promise = story.promise(order);
        story.asked(customer, 2, None, (1.9, 2.1), Outcome::Answered(promise));
    }
    story.asked(3, 1, None, (3.0, 3.1), refused(409, "sold_out"));
    assert_eq!(violated(story), []);
}

#[test]
fn stopped_as_staff_said_and_no_longer() {
    for (moment, rules) in [(2.5, &[][..]), (3.5, &[][..]), (6.0, &[Rule::NotLiveWasTrue][..])] {
        let mut story = Story::new(5);
        story.entry(2.0, "paused", 0, 0, 0);
        story.entry(3.0, "resumed", 0, 0, 0);
        let paused = Answered { state: Some("paused".to_owned()), ..answered(409, "sale_not_live") };
        story.asked(1, 1, None, (moment, moment + 0.1), Outcome::Answered(paused));
        assert_eq!(violated(story), rules, "at {moment}");
    }
}

#[test]
fn sold_out_while_there_were_units() {
    let mut story = Story::reopened();
    story.asked(4, 1, None, (1.5, 1.6), refused(409, "sold_out"));
    assert_eq!(violated(story), [Rule::SoldOutWasTrue]);
    // Units came back at 5 s and stayed: after 1.5 s the board must know, unless something is broken.
    let mut story = Story::new(1);
    let orders = story.sold(2.0, &[(1, 1, Some("a"))]);
    story.released(5.0, orders[0], "expired");
    let promise = story.promise(orders[0]);
    story.asked(1, 1, Some("a"), (1.9, 2.1), Outcome::Answered(promise));
    story.asked(4, 1, None, (6.9, 7.0), refused(409, "sold_out"));
    let mut late = story.clone();
    late.asked(4, 1, None, (7.2, 7.3), refused(409, "sold_out"));
    assert_eq!(violated(story), []);
    assert_eq!(violated(late.clone()), [Rule::SoldOutWasTrue]);
    let fault = FaultWindow { fault: "the database is away".to_owned(), from: at(5.5), to: at(6.5) };
    late.events.push(Event::Fault(fault));
    assert_eq!(violated(late), []);
    // Who has an order under this key is not told that it is sold out.
    let mut story = Story::reopened();
    story.asked(1, 1, Some("a"), (3.0, 3.1), refused(409, "sold_out"));
    assert_eq!(violated(story), [Rule::SoldOutWasTrue]);
}

#[test]
fn too_few_units_although_there_were_enough() {
    for (remaining, moment) in [(0, 5.2), (1, 3.0), (1, 1.5), (2, 1.5)] {
        let mut story = Story::reopened();
        let few = Answered { remaining: Some(remaining), ..answered(409, "insufficient_units") };
        story.asked(9, 2, None, (moment, moment + 0.1), Outcome::Answered(few));
        assert_eq!(violated(story), [Rule::InsufficientWasTrue], "{remaining} at {moment}");
    }
    // In the middle of a batch only what some of its orders leave.
    for (remaining, rules) in [(3, &[][..]), (2, &[Rule::InsufficientWasTrue][..])] {
        let mut story = Story::new(4);
        story.truth.sale.per_customer_limit = 4;
        let orders = story.sold(2.0, &[(1, 1, None), (2, 3, None)]);
        let (one, two) = (story.promise(orders[0]), story.promise(orders[1]));
        story.asked(1, 1, None, (1.9, 2.1), Outcome::Answered(one));
        story.asked(2, 3, None, (1.9, 2.1), Outcome::Answered(two));
        let few = Answered { remaining: Some(remaining), ..answered(409, "insufficient_units") };
        story.asked(3, 4, None, (1.9, 2.1), Outcome::Answered(few));
        assert_eq!(violated(story), rules);
    }
}

#[test]
fn already_purchased_without_an_active_order() {
    // Before it was placed, after it was released, and somebody else's.
    for (buyer, place, moment) in [(3, 2, 4.0), (1, 0, 7.0), (9, 1, 3.0)] {
        let mut story = Story::reopened();
        let order = order(&story, place);
        let answer = Answered { order: Some(order), ..answered(409, "already_purchased") };
        story.asked(buyer, 1, None, (moment, moment + 0.1), Outcome::Answered(answer));
        assert_eq!(violated(story), [Rule::AlreadyPurchasedWasTrue], "customer {buyer}");
    }
}

#[test]
fn a_mismatch_of_nothing() {
    for (key, quantity) in [("c", 1), ("z", 2)] {
        let mut story = Story::reopened();
        let order = order(&story, 2);
        let answer = Answered { order: Some(order), ..answered(422, "idempotency_mismatch") };
        story.asked(3, quantity, Some(key), (6.5, 6.6), Outcome::Answered(answer));
        assert_eq!(violated(story), [Rule::MismatchWasTrue], "{key}");
    }
}

#[test]
fn a_limit_that_was_kept() {
    let mut story = Story::reopened();
    let answer = Answered { limit: Some(2), ..answered(422, "quantity_limit") };
    story.asked(9, 2, None, (3.0, 3.1), Outcome::Answered(answer));
    assert_eq!(violated(story), [Rule::QuantityLimitWasTrue]);
}

#[test]
fn not_live_while_it_was() {
    for state in ["scheduled", "ended", "paused"] {
        let mut story = Story::reopened();
        let answer = Answered { state: Some(state.to_owned()), ..answered(409, "sale_not_live") };
        story.asked(9, 1, None, (3.0, 3.1), Outcome::Answered(answer));
        assert_eq!(violated(story), [Rule::NotLiveWasTrue], "{state}");
    }
}

#[test]
fn a_replay_of_nothing_and_a_second_first_answer() {
    let mut story = Story::reopened();
    let Outcome::Answered(answer) = &mut story.attempt(4).outcome else { panic!("an answer") };
    answer.replayed = true;
    assert_eq!(violated(story), [Rule::ReplaysAreReplays]);
    // Of two clicks with one key the replay may be heard first.
    let mut story = Story::reopened();
    let replay = Answered { replayed: true, ..story.promise(order(&story, 2)) };
    story.asked(3, 1, Some("c"), (5.9, 6.05), Outcome::Answered(replay));
    assert_eq!(violated(story), []);
    // Sent again, the same key must say that it is a replay.
    let mut story = Story::reopened();
    let promise = story.promise(order(&story, 2));
    story.again((6.5, 6.6), Outcome::Answered(promise));
    assert_eq!(violated(story), [Rule::ReplaysAreReplays]);
}

#[test]
fn answers_that_nobody_documented() {
    for (outcome, why) in [
        (refused(500, "internal"), "500"),
        (refused(503, "busy"), "no Retry-After"),
        (Outcome::Answered(Answered { retry_after: Some(1), ..answered(503, "") }), "no code"),
        (refused(502, ""), "502"),
        (refused(429, "rate_limited"), "429"),
        (Outcome::Lost { reason: "malformed answer: chunk".to_owned(), sent: true }, "not HTTP"),
    ] {
        let mut story = Story::reopened();
        story.asked(9, 1, None, (3.0, 3.1), outcome);
        assert_eq!(violated(story), [Rule::AnswersAreDocumented], "{why}");
    }
}

#[test]
fn an_order_that_its_customer_does_not_find() {
    let mut story = Story::reopened();
    let order = order(&story, 1);
    let place = story.acted(Act::Read, 2, order, 2.2, refused(404, "not_found"));
    assert_eq!(violated(story.clone()), [Rule::ReadYourOwn]);
    // Nobody had promised it yet.
    let Event::Action(action) = &mut story.events[place] else { panic!("an action") };
    action.sent = at(2.05);
    assert_eq!(violated(story), []);
}

#[test]
fn what_was_confirmed_and_did_not_stay() {
    let mut story = Story::reopened();
    let order = order(&story, 1);
    story.acted(Act::Cancel, 2, order, 2.5, refused(200, ""));
    assert_eq!(violated(story), [Rule::ConfirmedStays]);
    let mut story = Story::reopened();
    let paid = Answered { state: Some("paid".to_owned()), ..answered(200, "") };
    story.acted(Act::Pay, 2, order, 2.5, Outcome::Answered(paid));
    assert_eq!(violated(story), [Rule::ConfirmedStays]);
}

/// The sale's units, the customers and the clocks are all right, but no order of events sells the second before the
/// unit that it takes has come back.
#[test]
fn no_order_of_events() {
    let mut story = Story::reopened();
    // The release is entered after the sale that needs it.
    let shift = TimeDelta::milliseconds(1_500);
    story.truth.ledger.swap(2, 3);
    story.truth.ledger[2].seq = 3;
    story.truth.ledger[3].seq = 4;
    story.truth.ledger[3].at = story.truth.ledger[2].at + shift;
    story.truth.moves[0].at = story.truth.ledger[3].at;
    let rules = violated(story);
    assert!(rules.contains(&Rule::OneOrderOfEvents), "{rules:?}");
    assert!(rules.contains(&Rule::HeldWithinAllocated), "{rules:?}");
}

#[test]
fn stories_are_about_their_sale() {
    assert_eq!(Story::reopened().header.sale, SALE);
    assert_ne!(customer(1), customer(2));
}
