//! Deterministic simulation of the purchase path: lanes, board, look-ups, sweep, payments and recovery of one or two
//! processes against a model of PostgreSQL, under seeded faults. See docs/simulation.md.
//!
//! `SIMULATION_SEEDS=100000` runs so many seeds, from `SIMULATION_FROM` on; `SIMULATION_SEED=123` runs one and prints everything that happened.
#![expect(clippy::unwrap_used, reason = "a step that cannot go on fails its test")]

mod buyers;
mod checks;
mod database;
mod disasters;
mod lane;
mod mutation;
mod plan;
mod random;
mod replay;
mod replica;
mod rules;
mod transactions;
mod work;
mod world;

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use mutation::Mutation;
use plan::Fault;
use world::{Coverage, Report, World};

/// Runs in `cargo xtask test`.
const SEEDS: u64 = 1_000;
/// Every deliberate bug is caught within so many seeds.
const SEEDS_PER_MUTATION: u64 = 2_000;
/// Lines of the story before a violation.
const TOLD: usize = 60;

/// What must happen at least once, besides every fault: a rule about what never happens says nothing.
const HAPPENINGS: [&str; 30] = [
    "told: sold",
    "told: recovered",
    "told: replayed",
    "told: idempotency mismatch",
    "told: already purchased",
    "told: sold out",
    "told: insufficient units",
    "told: quantity limit",
    "told: not live, scheduled",
    "told: not live, paused",
    "told: not live, ended",
    "told: not live, cancelled",
    "told: busy",
    "told: outcome unknown",
    "told: failed",
    "a capture was reconciled",
    "a customer bought again after a release",
    "a failed capture expired its order",
    "a failed capture gave its order back",
    "a fenced batch was rolled back",
    "a look-up found an order",
    "a refused batch was halved",
    "a second click followed the first",
    "a sweep took several transactions",
    "an answer came too late",
    "an idle lane gave its connection back",
    "an order was cancelled",
    "an order was claimed",
    "an order was paid",
    "the sale was settled",
];

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap())
}

/// Runs seeds on every core, each by itself, until one breaks a rule. Returns the reports in the order of the seeds.
fn run_all(seeds: Range<u64>, mutation: Option<Mutation>) -> Vec<Report> {
    let next = AtomicU64::new(seeds.start);
    let work = || {
        let mut reports = Vec::new();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return reports;
            }
            let report = World::run(seed, mutation, false);
            if report.violation.is_some() {
                next.store(seeds.end, Ordering::Relaxed);
            }
            reports.push(report);
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut reports: Vec<Report> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    reports.sort_by_key(|report| report.seed);
    reports
}

/// Runs a seed again and tells what happened before its violation.
fn tell(seed: u64, mutation: Option<Mutation>, lines: usize) -> String {
    let report = World::run(seed, mutation, true);
    let from = report.trace.len().saturating_sub(lines);
    let story = report.trace[from..].join("\n");
    let end = report.violation.map_or_else(|| "no rule is broken".to_owned(), |found| found.to_string());
    format!("{story}\nseed {seed}, after {} events: {end}", report.events)
}

/// Whatever goes wrong, no rule is broken, and everything that can go wrong did.
#[test]
fn no_rule_is_broken() {
    if let Some(seed) = number("SIMULATION_SEED") {
        let story = tell(seed, None, usize::MAX);
        println!("{story}");
        assert!(!story.contains("VIOLATION"), "seed {seed} breaks a rule");
        return;
    }
    let from = number("SIMULATION_FROM").unwrap_or(0);
    let reports = run_all(from..from + number("SIMULATION_SEEDS").unwrap_or(SEEDS), None);
    if let Some(report) = reports.iter().find(|report| report.violation.is_some()) {
        panic!("{}\nSIMULATION_SEED={} replays it", tell(report.seed, None, TOLD), report.seed);
    }
    let mut coverage = Coverage::new();
    for (what, times) in reports.iter().flat_map(|report| &report.coverage) {
        *coverage.entry(*what).or_default() += times;
    }
    let events: u64 = reports.iter().map(|report| report.events).sum();
    println!("{} seeds, {events} events\n{coverage:#?}", reports.len());
    let expected = HAPPENINGS.into_iter().chain(Fault::ALL.map(Fault::name));
    let never: Vec<_> = expected.filter(|what| !coverage.contains_key(what)).collect();
    assert!(never.is_empty() || reports.len() < usize::try_from(SEEDS).unwrap(), "never happened: {never:?}");
}

/// Every deliberate bug is found, and for its own reason.
#[test]
fn every_mutation_is_caught() {
    let mut escaped = Vec::new();
    for mutation in Mutation::ALL {
        let reports = run_all(0..SEEDS_PER_MUTATION, Some(mutation));
        match reports.iter().find_map(|report| report.violation.as_ref().map(|found| (report.seed, found))) {
            None => escaped.push(format!("{mutation:?} was not caught")),
            Some((seed, found)) => {
                println!("{mutation:?}: {:?} at seed {seed}", found.rule);
                if !mutation.caught_by().contains(&found.rule) {
                    escaped.push(format!("{mutation:?}, seed {seed}: {found}"));
                }
            }
        }
    }
    assert!(escaped.is_empty(), "{escaped:#?}");
}

/// One seed is one story, to the last byte.
#[test]
fn a_seed_replays_exactly() {
    for seed in 0..20 {
        let [first, second] = [(); 2].map(|()| World::run(seed, None, true).trace);
        assert!(first == second, "seed {seed} told two stories");
    }
}
