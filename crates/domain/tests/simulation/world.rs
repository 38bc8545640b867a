use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::buyers::{Buyer, Request};
use crate::database::Database;
use crate::mutation::Mutation;
use crate::plan::{Fault, Plan};
use crate::random::Random;
use crate::replica::Replica;
use crate::rules::{Rule, Violation};

/// Microseconds since the run began.
pub(crate) type Micros = u64;
pub(crate) const MILLI: Micros = 1_000;
pub(crate) const SECOND: Micros = 1_000_000;

/// Nothing needs so many; a run that does goes in circles.
const MOST_EVENTS: u64 = 1_000_000;

/// What will happen.
type Action = Box<dyn FnOnce(&mut World)>;

struct Scheduled {
    at: Micros,
    nth: u64,
    action: Action,
}

/// By time, then in the order in which they were scheduled; the earliest is the greatest.
impl Ord for Scheduled {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        Reverse((self.at, self.nth)).cmp(&Reverse((other.at, other.nth)))
    }
}

impl PartialOrd for Scheduled {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Scheduled {
    fn eq(&self, other: &Self) -> bool {
        self.nth == other.nth
    }
}

impl Eq for Scheduled {}

/// How often what happened.
pub(crate) type Coverage = BTreeMap<&'static str, u64>;

/// What a run came to.
pub(crate) struct Report {
    pub(crate) seed: u64,
    pub(crate) violation: Option<Violation>,
    pub(crate) coverage: Coverage,
    pub(crate) events: u64,
    /// Every line, when it was asked for.
    pub(crate) trace: Vec<String>,
}

/// One shop in one run: PostgreSQL, its replicas and its buyers, moved by events and by nothing else.
pub(crate) struct World {
    pub(crate) now: Micros,
    pub(crate) plan: Plan,
    pub(crate) random: Random,
    pub(crate) database: Database,
    pub(crate) replicas: Vec<Replica>,
    pub(crate) buyers: Vec<Buyer>,
    pub(crate) requests: Vec<Request>,
    mutation: Option<Mutation>,
    agenda: BinaryHeap<Scheduled>,
    scheduled: u64,
    events: u64,
    coverage: Coverage,
    trace: Option<Vec<String>>,
    violation: Option<Violation>,
}

/// A moment by the true clock, which is PostgreSQL's.
pub(crate) fn stamp(at: Micros) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_700_000_000_000_000 + i64::try_from(at).unwrap()).unwrap()
}

/// A duration of the domain in the run's units.
pub(crate) fn micros(duration: Duration) -> Micros {
    u64::try_from(duration.as_micros()).unwrap()
}

impl World {
    /// Runs `seed` to its end, or to the first rule that is broken.
    pub(crate) fn run(seed: u64, mutation: Option<Mutation>, traced: bool) -> Report {
        let mut random = Random::new(seed);
        let plan = Plan::new(&mut random);
        let mut world = Self {
            now: 0,
            database: Database::new(&plan),
            replicas: Vec::new(),
            buyers: Vec::new(),
            requests: Vec::new(),
            plan,
            random,
            mutation,
            agenda: BinaryHeap::new(),
            scheduled: 0,
            events: 0,
            coverage: Coverage::new(),
            trace: traced.then(Vec::new),
            violation: None,
        };
        world.note(|world| format!("{:?}", world.plan));
        world.open_replicas();
        world.invite_buyers();
        world.plan_disasters();
        while world.violation.is_none()
            && let Some(next) = world.agenda.pop()
            && next.at <= world.plan.end
        {
            world.now = next.at;
            world.events += 1;
            if world.events > MOST_EVENTS {
                world.violate(Rule::Liveness, || "the run goes in circles".into());
            }
            (next.action)(&mut world);
        }
        if world.violation.is_none() {
            world.now = world.plan.end;
            world.check_the_end();
        }
        let Self { violation, coverage, events, trace, .. } = world;
        Report { seed, violation, coverage, events, trace: trace.unwrap_or_default() }
    }

    /// Lets `action` happen `delay` from now.
    pub(crate) fn after(&mut self, delay: Micros, action: impl FnOnce(&mut World) + 'static) {
        self.scheduled += 1;
        let (at, nth) = (self.now + delay, self.scheduled);
        self.agenda.push(Scheduled { at, nth, action: Box::new(action) });
    }

    /// One way over the network.
    pub(crate) fn hop(&mut self) -> Micros {
        self.random.between(50, 1_500)
    }

    /// Whether `fault` happens here and now.
    pub(crate) fn fault(&mut self, fault: Fault) -> bool {
        let Some(chance) = self.plan.chances.get(&fault).copied().filter(|_| self.is_faulty()) else {
            return false;
        };
        let happens = self.random.below(1_000) < chance;
        if happens {
            self.seen(fault.name());
            self.note(|_| format!("FAULT {fault:?}"));
        }
        happens
    }

    pub(crate) fn is_faulty(&self) -> bool {
        self.now < self.plan.faults_end
    }

    pub(crate) fn has(&self, mutation: Mutation) -> bool {
        self.mutation == Some(mutation)
    }

    /// Counts that `what` happened.
    pub(crate) fn seen(&mut self, what: &'static str) {
        *self.coverage.entry(what).or_default() += 1;
    }

    /// Adds a line to the trace, if there is one.
    pub(crate) fn note(&mut self, text: impl FnOnce(&Self) -> String) {
        if self.trace.is_some() {
            let line = format!("{:>12} {}", self.now, text(self));
            self.trace.iter_mut().for_each(|trace| trace.push(line.clone()));
        }
    }

    /// A rule is broken. The first one counts: what follows may be its fault.
    pub(crate) fn violate(&mut self, rule: Rule, text: impl FnOnce() -> String) {
        if self.violation.is_none() {
            let text = text();
            self.note(|_| format!("VIOLATION {rule:?}: {text}"));
            self.violation = Some(Violation { rule, at: self.now, text });
        }
    }

    /// `holds` or the rule is broken.
    pub(crate) fn demand(&mut self, rule: Rule, holds: bool, text: impl FnOnce() -> String) {
        if !holds {
            self.violate(rule, text);
        }
    }
}
