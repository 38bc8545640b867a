use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::DateTime;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::orders::{Fingerprint, Idempotency};
use crate::sales::reference::Shelf;
use crate::sales::{SaleStatus, Terms};
use crate::{Currency, Money, ProductId};

impl Ticket for usize {}

const LIMITS: Limits =
    Limits { queue: 1_000, batch: 8, wait: Duration::from_secs(5), settle: Duration::from_secs(10) };

fn shelf(remaining: i64) -> Shelf {
    let terms = Terms {
        product_id: ProductId(Uuid::nil()),
        product_name: "Thing".into(),
        unit_price: Money::new(100, Currency::EUR),
        placed_at: DateTime::UNIX_EPOCH,
        pay_by: DateTime::UNIX_EPOCH,
    };
    Shelf { status: SaleStatus::Live, remaining, limit: 4, terms: Arc::new(terms), orders: BTreeMap::new() }
}

fn purchase(user: u128, quantity: u32, key: Option<u8>) -> Purchase {
    let body = Fingerprint::of(&quantity.to_be_bytes());
    Purchase {
        user: UserId(Uuid::from_u128(user)),
        quantity,
        idempotency: key.map(|key| Idempotency { key: Fingerprint::of(&[key]), body }),
    }
}

/// Ids that never repeat.
#[derive(Default)]
struct Ids(u128);

impl Ids {
    fn fresh(&mut self) -> OrderId {
        self.0 += 1;
        OrderId(Uuid::from_u128(self.0))
    }
}

/// What the database does to one attempt.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Commits,
    LosesTheAnswer,
    DiesBeforeCommit,
    IsNotReached,
    RefusesOnce,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        4 => Just(Fate::Commits),
        1 => Just(Fate::LosesTheAnswer),
        1 => Just(Fate::DiesBeforeCommit),
        1 => Just(Fate::IsNotReached),
        1 => Just(Fate::RefusesOnce),
    ]
}

fn request() -> impl Strategy<Value = Purchase> {
    (0u128..12, 1u32..6, proptest::option::of(0u8..3))
        .prop_map(|(user, quantity, key)| purchase(user, quantity, key))
}

/// Runs `requests` through a lane, `per_turn` arriving between two attempts, and returns the verdict of each.
fn run(
    shelf: &mut Shelf,
    requests: &[Purchase],
    per_turn: usize,
    fates: &[Fate],
) -> BTreeMap<usize, Verdict> {
    let mut lane = Lane::new(LIMITS);
    let mut ids = Ids::default();
    let mut fates = fates.iter().copied().chain(std::iter::repeat(Fate::Commits));
    let mut arrivals = requests.iter().enumerate();
    let mut verdicts = BTreeMap::new();
    let mut arrived = 0;
    let mut rounds = 0;
    while arrived < requests.len() || !lane.is_idle() {
        rounds += 1;
        assert!(rounds < 10_000, "the lane does not come to rest");
        for (ticket, purchase) in arrivals.by_ref().take(per_turn) {
            arrived += 1;
            lane.offer(Duration::ZERO, ticket, *purchase).unwrap();
        }
        let Some(attempt) = lane.next(Duration::ZERO, || ids.fresh()) else { continue };
        let candidates: Vec<Candidate> = attempt.candidates().copied().collect();
        let customers: BTreeSet<_> = candidates.iter().map(|candidate| candidate.purchase.user).collect();
        assert_eq!(customers.len(), candidates.len(), "a customer sits twice in one batch");
        let retry = attempt.retry;
        let answers = match fates.next().unwrap_or(Fate::Commits) {
            Fate::Commits => lane.settle(shelf.sell(&candidates, retry)),
            Fate::LosesTheAnswer => {
                shelf.sell(&candidates, retry);
                lane.fail(Failure::Unknown)
            }
            Fate::DiesBeforeCommit => lane.fail(Failure::Unknown),
            Fate::IsNotReached => lane.fail(Failure::NotDone),
            // One request cannot be refused for good here: it would be answered `Failed`.
            Fate::RefusesOnce if candidates.len() > 1 => lane.fail(Failure::Refused),
            Fate::RefusesOnce => lane.settle(shelf.sell(&candidates, retry)),
        };
        for (ticket, verdict) in answers {
            assert!(verdicts.insert(ticket, verdict).is_none(), "answered twice: {ticket}");
        }
    }
    verdicts
}

proptest! {
    /// Whatever the database does: everybody is answered exactly once, what is said is what is stored, nothing is
    /// sold twice and nothing more than there was.
    #[test]
    fn every_answer_is_the_truth(
        stock in 0i64..30,
        requests in proptest::collection::vec(request(), 0..60),
        per_turn in 1usize..20,
        fates in proptest::collection::vec(fate(), 0..40),
    ) {
        let mut shelf = shelf(stock);
        let verdicts = run(&mut shelf, &requests, per_turn, &fates);
        prop_assert_eq!(verdicts.len(), requests.len());
        prop_assert_eq!(shelf.allocated(), stock);
        prop_assert!(shelf.remaining >= 0);
        let mut sold = BTreeSet::new();
        for (ticket, verdict) in &verdicts {
            let mine = shelf.orders.get(&requests[*ticket].user).map_or(&[][..], Vec::as_slice);
            match verdict {
                Verdict::Sold { order, .. } | Verdict::Recovered { order } => {
                    prop_assert!(sold.insert(*order), "one order acknowledged to two requests");
                    let entry = mine.iter().find(|entry| entry.order == *order);
                    prop_assert_eq!(entry.map(|entry| entry.units_held), Some(requests[*ticket].quantity));
                }
                Verdict::Replayed { order } => {
                    let entry = mine.iter().find(|entry| entry.order == *order);
                    prop_assert_eq!(entry.and_then(|entry| entry.idempotency), requests[*ticket].idempotency);
                }
                Verdict::AlreadyPurchased { order } | Verdict::IdempotencyMismatch { order } => {
                    prop_assert!(mine.iter().any(|entry| entry.order == *order));
                }
                Verdict::SoldOut => prop_assert_eq!(shelf.remaining, 0),
                Verdict::InsufficientUnits { remaining } => {
                    prop_assert!(*remaining < i64::from(requests[*ticket].quantity));
                }
                Verdict::QuantityLimit { limit } => prop_assert!(requests[*ticket].quantity > *limit),
                other => prop_assert!(false, "no reason for {:?}", other),
            }
        }
        let stored = shelf.orders.values().flatten().count();
        prop_assert_eq!(sold.len(), stored, "an order that nobody was told about");
        prop_assert!(shelf.orders.values().all(|orders| orders.len() <= 1));
    }

    /// Without faults and with one request a customer, batches decide exactly as one request after the other would.
    #[test]
    fn batches_change_nothing(
        stock in 0i64..30,
        quantities in proptest::collection::vec(1u32..6, 0..60),
        per_turn in 1usize..20,
    ) {
        let requests: Vec<_> =
            quantities.iter().zip(0..).map(|(quantity, user)| purchase(user, *quantity, None)).collect();
        let verdicts = run(&mut shelf(stock), &requests, per_turn, &[]);
        let mut one_by_one = shelf(stock);
        let mut ids = Ids::default();
        for (ticket, purchase) in requests.iter().enumerate() {
            let order = ids.fresh();
            let expected = one_by_one.sell(&[Candidate { order, purchase: *purchase }], false);
            prop_assert_eq!(&verdicts[&ticket], &expected[0]);
        }
    }
}

#[test]
fn fifty_clicks_are_one_order() {
    let mut shelf = shelf(10);
    let clicks = vec![purchase(7, 1, None); 50];
    let verdicts = run(&mut shelf, &clicks, 50, &[]);
    let sold = verdicts.values().filter(|verdict| matches!(verdict, Verdict::Sold { .. })).count();
    let told =
        verdicts.values().filter(|verdict| matches!(verdict, Verdict::AlreadyPurchased { .. })).count();
    assert_eq!((sold, told, shelf.remaining), (1, 49, 9));
}

#[test]
fn one_key_fifty_times_is_one_order_and_its_replays() {
    let mut shelf = shelf(10);
    let verdicts = run(&mut shelf, &vec![purchase(7, 1, Some(1)); 50], 50, &[]);
    let replayed = verdicts.values().filter(|verdict| matches!(verdict, Verdict::Replayed { .. })).count();
    assert_eq!((replayed, shelf.remaining), (49, 9));
}

#[test]
fn a_second_smaller_wish_gets_its_own_chance() {
    let mut shelf = shelf(2);
    let verdicts = run(&mut shelf, &[purchase(7, 3, None), purchase(7, 2, None)], 2, &[]);
    assert_eq!(verdicts[&0], Verdict::InsufficientUnits { remaining: 2 });
    assert!(matches!(verdicts[&1], Verdict::Sold { .. }));
}

/// Who must be asked again after all is asked in the order of arrival, whoever was followed.
#[test]
fn second_wishes_are_served_in_the_order_of_arrival() {
    let mut shelf = shelf(1);
    let wishes = [purchase(1, 3, None), purchase(2, 3, None), purchase(2, 1, None), purchase(1, 1, None)];
    let verdicts = run(&mut shelf, &wishes, 4, &[]);
    assert!(matches!(verdicts[&2], Verdict::Sold { .. }), "{verdicts:?}");
    assert_eq!(verdicts[&3], Verdict::SoldOut);
}

#[test]
fn a_full_queue_refuses() {
    let mut lane = Lane::new(Limits { queue: 1, ..LIMITS });
    assert_eq!(lane.offer(Duration::ZERO, 1usize, purchase(1, 1, None)), Ok(()));
    assert_eq!(lane.offer(Duration::ZERO, 2, purchase(2, 1, None)), Err(2));
}

#[test]
fn one_spoiled_request_is_found_and_the_others_sold() {
    let mut lane = Lane::new(LIMITS);
    let mut shelf = shelf(10);
    let mut ids = Ids::default();
    for user in 0..8u8 {
        lane.offer(Duration::ZERO, usize::from(user), purchase(user.into(), 1, None)).unwrap();
    }
    let spoiled = UserId(Uuid::from_u128(5));
    let mut verdicts = BTreeMap::new();
    while let Some(attempt) = lane.next(Duration::ZERO, || ids.fresh()) {
        let candidates: Vec<Candidate> = attempt.candidates().copied().collect();
        let answers = if candidates.iter().any(|candidate| candidate.purchase.user == spoiled) {
            lane.fail(Failure::Refused)
        } else {
            lane.settle(shelf.sell(&candidates, false))
        };
        verdicts.extend(answers);
    }
    assert_eq!(verdicts[&5], Verdict::Failed);
    assert_eq!(verdicts.values().filter(|verdict| matches!(verdict, Verdict::Sold { .. })).count(), 7);
}

#[test]
fn late_requests_are_busy_and_lost_ones_unknown() {
    let seconds = Duration::from_secs;
    let mut lane = Lane::new(LIMITS);
    let mut ids = Ids::default();
    lane.offer(seconds(0), 1usize, purchase(1, 1, None)).unwrap();
    assert!(lane.next(seconds(1), || ids.fresh()).is_some());
    lane.offer(seconds(1), 2, purchase(2, 1, None)).unwrap();
    assert!(lane.next(seconds(1), || ids.fresh()).is_none(), "one batch at a time");
    // What is out is left alone, however late it is.
    assert_eq!(lane.expire(seconds(6)), [(2, Verdict::Busy)]);
    assert_eq!(lane.fail(Failure::Unknown), []);
    assert_eq!(lane.deadline(), Some(seconds(11)));
    assert_eq!(lane.expire(seconds(10)), []);
    assert_eq!(lane.next(seconds(10), || ids.fresh()).map(|attempt| attempt.retry), Some(true));
    assert_eq!(lane.fail(Failure::NotDone), []);
    assert_eq!(lane.expire(seconds(11)), [(1, Verdict::OutcomeUnknown)]);
    assert!(lane.is_idle());
}

#[test]
fn a_batch_that_never_left_is_busy_not_unknown() {
    let seconds = Duration::from_secs;
    let mut lane = Lane::new(LIMITS);
    let mut ids = Ids::default();
    lane.offer(seconds(0), 1usize, purchase(1, 1, None)).unwrap();
    assert!(lane.next(seconds(0), || ids.fresh()).is_some());
    assert_eq!(lane.fail(Failure::NotDone), []);
    assert_eq!(lane.expire(seconds(5)), [(1, Verdict::Busy)]);
    assert!(lane.is_idle());
}

#[test]
fn whoever_went_away_is_not_sent() {
    struct Gone;
    impl Ticket for Gone {
        fn abandoned(&self) -> bool {
            true
        }
    }
    let mut lane = Lane::new(LIMITS);
    assert!(lane.offer(Duration::ZERO, Gone, purchase(1, 1, None)).is_ok());
    assert!(lane.next(Duration::ZERO, || OrderId(Uuid::nil())).is_none());
    assert!(lane.is_idle());
}

#[test]
fn closing_answers_everybody() {
    let mut lane = Lane::new(LIMITS);
    let mut ids = Ids::default();
    lane.offer(Duration::ZERO, 1usize, purchase(1, 1, None)).unwrap();
    assert!(lane.next(Duration::ZERO, || ids.fresh()).is_some());
    lane.offer(Duration::ZERO, 2, purchase(2, 1, None)).unwrap();
    assert_eq!(lane.close(), [(2, Verdict::Busy), (1, Verdict::OutcomeUnknown)]);
}
