//! The lane as `engine` drives it: the real state machine, its connection, its pauses. Follows `engine`'s
//! `sales/lane.rs` step by step.

use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use doorbuster_domain::sales::{Candidate, Failure, Lane, Pace, Purchase, Terms, Ticket, Verdict};
use doorbuster_domain::{OrderId, UserId};
use uuid::Uuid;

use crate::buyers::Request;
use crate::database::SessionId;
use crate::mutation::Mutation;
use crate::plan::Fault;
use crate::replica::Process;
use crate::rules::{Rule, Source};
use crate::transactions::Owner;
use crate::work::{Outcome, Work};
use crate::world::{MILLI, Micros, SECOND, World, micros, stamp};

/// Who waits in a lane.
#[derive(Debug)]
pub(crate) struct Seat {
    pub(crate) request: usize,
    pub(crate) gone: Rc<Cell<bool>>,
}

impl Ticket for Seat {
    fn abandoned(&self) -> bool {
        self.gone.get()
    }
}

enum State {
    /// Nobody waits.
    Idle,
    /// An attempt is out; whether it was really sent, for a connection comes first.
    Out { since: Micros, is_sent: bool, candidates: Vec<Candidate> },
    /// Between two attempts.
    Resting,
}

/// The one writer of the sale in one process.
pub(crate) struct Driver {
    lane: Lane<Seat>,
    /// The channel into the lane: looked at between attempts, and every tick during one.
    door: VecDeque<(Seat, Purchase)>,
    pub(crate) writer: Option<SessionId>,
    /// Connections that were given up with a statement on them.
    suspects: Vec<SessionId>,
    pace: Pace,
    opened_at: Micros,
    state: State,
    attempts: u64,
    /// Since when a customer's batch has been unknown, for the rules.
    unknown: BTreeMap<UserId, Micros>,
}

impl Driver {
    fn clock(&self, now: Micros) -> Duration {
        Duration::from_micros(now - self.opened_at)
    }
}

impl World {
    fn driver(&mut self, process: Process) -> Option<&mut Driver> {
        self.replicas[process.replica].lane.as_mut()
    }

    /// Since when the outcome of `user`'s batch has been unknown to this process.
    pub(crate) fn unknown_since(&self, replica: usize, user: UserId) -> Option<Micros> {
        self.replicas[replica].lane.as_ref().and_then(|lane| lane.unknown.get(&user).copied())
    }

    /// A fresh UUIDv7 of a process: its own clock is in front, so ids of two processes are not in the order of time.
    pub(crate) fn new_id(&mut self, replica: usize) -> OrderId {
        let since = self.local(replica).timestamp_micros();
        let tail = self.random.next() >> 8;
        OrderId(Uuid::from_u128((u128::from(since.unsigned_abs()) << 64) | u128::from(tail)))
    }

    pub(crate) fn join_lane(&mut self, process: Process, request: usize) {
        let limits = self.plan.lanes;
        let now = self.now;
        let Request { gone, purchase, .. } = &self.requests[request];
        let (seat, purchase) = (Seat { request, gone: Rc::clone(gone) }, *purchase);
        let driver = self.replicas[process.replica].lane.get_or_insert_with(|| Driver {
            lane: Lane::new(limits),
            door: VecDeque::new(),
            writer: None,
            suspects: Vec::new(),
            pace: Pace::default(),
            opened_at: now,
            state: State::Idle,
            attempts: 0,
            unknown: BTreeMap::new(),
        });
        if driver.door.len() >= limits.queue {
            self.tell(request, Verdict::Busy, Source::Lane);
            return;
        }
        driver.door.push_back((seat, purchase));
        if let State::Idle = driver.state {
            self.turn(process);
        }
    }

    /// Takes in whoever has come.
    fn gather(&mut self, process: Process) {
        let now = self.now;
        let Some(driver) = self.driver(process) else { return };
        let clock = driver.clock(now);
        let mut refused = Vec::new();
        while let Some((seat, purchase)) = driver.door.pop_front() {
            if let Err(seat) = driver.lane.offer(clock, seat, purchase) {
                refused.push((seat, Verdict::Busy));
            }
        }
        self.answer(process, refused);
    }

    /// One turn of the lane's loop: gathers and sends, or falls idle.
    fn turn(&mut self, process: Process) {
        self.gather(process);
        let now = self.now;
        // Ids are made beforehand: the lane borrows its driver, not the world.
        let most = self.plan.lanes.batch;
        let mut ids: VecDeque<OrderId> = (0..most).map(|_| self.new_id(process.replica)).collect();
        ids.make_contiguous().sort_unstable();
        let Some(driver) = self.driver(process) else { return };
        let clock = driver.clock(now);
        let Some(attempt) = driver.lane.next(clock, || ids.pop_front().unwrap()) else {
            let is_idle = driver.lane.is_idle();
            driver.state = State::Idle;
            self.demand(Rule::Liveness, is_idle, || "a lane with work has nothing to send".into());
            self.fall_idle(process);
            return;
        };
        let retry = attempt.retry;
        let candidates: Vec<Candidate> = attempt.candidates().copied().collect();
        driver.attempts += 1;
        let nth = driver.attempts;
        driver.state = State::Out { since: now, is_sent: false, candidates: candidates.clone() };
        self.note(|_| format!("{process:?} attempt {nth}: retry {retry}, {} candidates", candidates.len()));
        self.tick(process, nth);
        self.send(process, nth, retry, candidates);
    }

    /// An idle lane keeps no connection.
    fn fall_idle(&mut self, process: Process) {
        let Some(driver) = self.driver(process) else { return };
        let nth = driver.attempts;
        self.after(micros(Pace::IDLE), move |world| {
            if world.is_alive(process)
                && let Some(driver) = world.driver(process)
                && driver.attempts == nth
                && let State::Idle = driver.state
                && driver.writer.take().is_some()
            {
                world.seen("an idle lane gave its connection back");
            }
        });
    }

    fn is_out(&mut self, process: Process, nth: u64) -> bool {
        self.is_alive(process)
            && self
                .driver(process)
                .is_some_and(|driver| driver.attempts == nth && matches!(driver.state, State::Out { .. }))
    }

    /// While an attempt is out, those who wait too long are told.
    fn tick(&mut self, process: Process, nth: u64) {
        self.after(micros(Pace::TICK), move |world| {
            if world.is_out(process, nth) {
                world.expire_waiting(process);
                world.tick(process, nth);
            }
        });
    }

    fn expire_waiting(&mut self, process: Process) {
        self.gather(process);
        let now = self.now;
        let Some(driver) = self.driver(process) else { return };
        let clock = driver.clock(now);
        let answers = driver.lane.expire(clock);
        self.answer(process, answers);
    }

    /// Sends a batch, on a new connection if there is none that can be trusted.
    fn send(&mut self, process: Process, nth: u64, retry: bool, mut candidates: Vec<Candidate>) {
        if retry && self.has(Mutation::RetryWithFreshIds) {
            for candidate in &mut candidates {
                candidate.order = self.new_id(process.replica);
            }
        }
        let retry = retry && !self.has(Mutation::ForgetTheRetry);
        if self.driver(process).is_some_and(|driver| driver.writer.is_some()) {
            self.submit(process, nth, retry, candidates);
        } else if self.fault(Fault::ConnectHangs) {
            let failure =
                if self.has(Mutation::UnsentIsUnknown) { Failure::Unknown } else { Failure::NotDone };
            self.after(micros(Pace::CONNECT), move |world| world.hear(process, nth, Err(failure)));
        } else {
            let fails = self.fault(Fault::ConnectFails);
            let takes = self.hop() + self.hop();
            self.after(takes, move |world| {
                if !world.is_out(process, nth) {
                    return;
                }
                if fails || !world.database.is_up || !world.fence(process) {
                    world.hear(process, nth, Err(Failure::NotDone));
                    return;
                }
                let session = world.database.connect();
                if let Some(driver) = world.driver(process) {
                    driver.writer = Some(session);
                }
                world.submit(process, nth, retry, candidates);
            });
        }
    }

    /// Ends the connections that were given up, so that nothing sent on them comes true later. Returns whether they are
    /// gone.
    fn fence(&mut self, process: Process) -> bool {
        if self.has(Mutation::NoFence) {
            return true;
        }
        let suspects =
            self.driver(process).map(|driver| std::mem::take(&mut driver.suspects)).unwrap_or_default();
        let left: Vec<_> = suspects.into_iter().filter(|session| !self.terminate(*session)).collect();
        let is_clear = left.is_empty();
        if let Some(driver) = self.driver(process) {
            driver.suspects = left;
        }
        is_clear
    }

    fn submit(&mut self, process: Process, nth: u64, retry: bool, candidates: Vec<Candidate>) {
        let Some(driver) = self.driver(process) else { return };
        let Some(session) = driver.writer else { return };
        if let State::Out { is_sent, .. } = &mut driver.state {
            *is_sent = true;
        }
        let lose = move |world: &mut World| world.hear(process, nth, Err(Failure::Unknown));
        self.after(micros(Pace::ATTEMPT), lose);
        let mut arrives = self.hop();
        if self.fault(Fault::RequestLost) {
            if self.random.percent(50) {
                let notices = self.random.between(MILLI, 3 * SECOND);
                self.after(notices, lose);
            }
            return self.crash_owner_of(session, Fault::CrashSent);
        }
        if self.fault(Fault::RequestLate) {
            arrives = self.random.between(100 * MILLI, 15 * SECOND);
            let notices = self.random.below(arrives.min(6 * SECOND));
            self.after(notices, lose);
        }
        if self.fault(Fault::ConnectionLost) {
            let notices = arrives + self.random.between(0, 5 * MILLI);
            self.after(notices, lose);
        }
        let is_lost = self.fault(Fault::AnswerLost);
        let late = if self.fault(Fault::AnswerLate) { self.random.between(SECOND, 12 * SECOND) } else { 0 };
        let returns = self.hop() + late;
        self.after(arrives, move |world| {
            if !world.database.is_up || !world.database.is_alive(session) {
                let notices = world.hop();
                world.after(notices, lose);
                return;
            }
            world.begin(Owner::Lane { session }, Work::Sell { retry, candidates }, move |world, result| {
                let heard = if is_lost { Err(Failure::Unknown) } else { result };
                world.after(returns, move |world| world.hear(process, nth, heard));
            });
        });
        self.crash_owner_of(session, Fault::CrashSent);
    }

    /// The lane hears what became of attempt `nth`.
    fn hear(&mut self, process: Process, nth: u64, result: Result<Outcome, Failure>) {
        if !self.is_out(process, nth) {
            let is_any_out =
                self.driver(process).is_some_and(|driver| matches!(driver.state, State::Out { .. }));
            let trusts = self.has(Mutation::TrustBrokenConnection) && self.is_alive(process) && is_any_out;
            if !trusts || result.is_err() {
                if result.is_ok() {
                    self.seen("an answer came too late");
                }
                return;
            }
        }
        match result {
            Ok(Outcome::Batch { verdicts, counters }) => {
                if let Some(session) = self.driver(process).and_then(|driver| driver.writer) {
                    self.crash_owner_of(session, Fault::CrashAnswered);
                }
                if !self.is_alive(process) {
                    return;
                }
                let show = move |world: &mut World| {
                    if let Some(board) = &mut world.replicas[process.replica].board {
                        *board = board.after(&counters);
                    }
                };
                let shows_first = !self.has(Mutation::TellBeforeShowing);
                if shows_first {
                    show(self);
                }
                self.settle(process, verdicts);
                if !shows_first {
                    show(self);
                }
                self.turn(process);
            }
            // A sale's batch has no other answer.
            Ok(Outcome::Expired { .. } | Outcome::Moved(_)) => {}
            Err(failure) => self.fail(process, failure),
        }
    }

    fn settle(&mut self, process: Process, verdicts: Vec<Verdict>) {
        let follows_sold = self.has(Mutation::TellFollowersSold);
        let Some(driver) = self.driver(process) else { return };
        driver.pace.succeeded();
        if let State::Out { candidates, .. } = &driver.state {
            for candidate in candidates {
                driver.unknown.remove(&candidate.purchase.user);
            }
        }
        let size = verdicts.len();
        let sold = verdicts.clone();
        driver.state = State::Resting;
        let mut answers = driver.lane.settle(verdicts);
        if self.has(Mutation::ForgetFollowers) {
            answers.retain(|(_, verdict)| sold.contains(verdict));
        }
        if answers.len() > size {
            self.seen("a second click followed the first");
            if follows_sold {
                for (_, verdict) in &mut answers {
                    if let Verdict::AlreadyPurchased { order } | Verdict::Replayed { order } = &*verdict
                        && let Some(first) = sold.iter().find(
                            |first| matches!(first, Verdict::Sold { order: placed, .. } if placed == order),
                        )
                    {
                        *verdict = first.clone();
                    }
                }
            }
        }
        self.answer(process, answers);
    }

    fn fail(&mut self, process: Process, failure: Failure) {
        if failure == Failure::Unknown && self.has(Mutation::GuessCommitted) {
            return self.guess(process);
        }
        let writer = self.driver(process).and_then(|driver| driver.writer);
        let trusts = self.has(Mutation::TrustBrokenConnection)
            && writer.is_some_and(|session| self.database.is_alive(session));
        let is_mutant = self.has(Mutation::GuessRolledBack);
        let gives_up = self.has(Mutation::ForgetToTryAgain);
        let Some(driver) = self.driver(process) else { return };
        if let State::Out { since, is_sent: true, candidates } = &driver.state
            && failure == Failure::Unknown
        {
            for candidate in candidates {
                driver.unknown.entry(candidate.purchase.user).or_insert(*since);
            }
            driver.suspects.extend(driver.writer);
        }
        if !failure.keeps_connection() && !trusts {
            driver.writer = None;
        }
        driver.state = State::Resting;
        let told = if is_mutant && failure == Failure::Unknown { Failure::NotDone } else { failure };
        let mut answers = driver.lane.fail(told);
        let rest = driver.pace.failed(failure);
        let nth = driver.attempts;
        self.note(|_| format!("{process:?} attempt {nth} failed: {failure:?}"));
        if failure == Failure::Refused {
            self.seen("a refused batch was halved");
            if self.has(Mutation::RefusedIsFailed) {
                answers.iter_mut().for_each(|(_, verdict)| *verdict = Verdict::Failed);
            }
        }
        self.answer(process, answers);
        if gives_up {
            return;
        }
        match rest {
            None => self.turn(process),
            Some(rest) => self.after(micros(rest), move |world| {
                if world.is_alive(process) {
                    world.expire_waiting(process);
                    world.turn(process);
                }
            }),
        }
    }

    /// A deliberate bug: everybody in the lost batch is told that it was sold.
    fn guess(&mut self, process: Process) {
        let sale = &self.database.sale;
        let terms = Arc::new(Terms {
            product_id: sale.product.id,
            product_name: sale.product.name.clone(),
            unit_price: sale.price,
            placed_at: stamp(self.now),
            pay_by: stamp(self.now),
        });
        let Some(driver) = self.driver(process) else { return };
        driver.writer = None;
        let State::Out { candidates, .. } = &driver.state else { return };
        let sold =
            |candidate: &Candidate| Verdict::Sold { order: candidate.order, terms: Arc::clone(&terms) };
        let verdicts = candidates.iter().map(sold).collect();
        self.settle(process, verdicts);
        self.turn(process);
    }

    /// Tells everybody their verdict.
    fn answer(&mut self, process: Process, answers: Vec<(Seat, Verdict)>) {
        for (seat, verdict) in answers {
            if matches!(verdict, Verdict::Sold { .. } | Verdict::Recovered { .. }) {
                self.ring(process);
            }
            let verdict = match verdict {
                Verdict::OutcomeUnknown if self.has(Mutation::CallUnknownBusy) => Verdict::Busy,
                verdict => verdict,
            };
            if self.has(Mutation::AnswerTwice) && seat.request % 7 == 0 {
                self.tell(seat.request, verdict.clone(), Source::Lane);
            }
            self.tell(seat.request, verdict, Source::Lane);
        }
    }
}
