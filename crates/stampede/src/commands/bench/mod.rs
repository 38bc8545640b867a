//! `stampede bench`: the purchase path against other designs and against less of itself, in one run on one machine.
//!
//! Absolute figures of a shared machine move by a third from hour to hour. So everything runs here one after the other,
//! round by round, on the same PostgreSQL with the same customers, and what counts is the ratio of medians. Between the
//! rounds every invariant is audited: a design that sold a unit twice would be fast for nothing.

mod alone;
mod batches;
mod case;
mod database;
mod drained;
mod files;
mod machine;
mod markdown;
mod plot;
mod report;
mod round;
mod rows;
mod stage;
mod syncs;
mod targets;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{bail, ensure};

use self::case::{Case, Expected};
use self::machine::Machine;
use self::report::{Found, Report, Settings};
use self::round::Round;
use self::stage::Stage;
use crate::process::Program;
use crate::report::median;

/// Before anything counts.
const WARM_UP: Duration = Duration::from_millis(700);

/// What `stampede bench` is told.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// Only lanes, naive, sold out and bare, in fewer and shorter rounds: under a minute
    #[arg(long)]
    pub quick: bool,
    /// Only these parts
    #[arg(long, value_delimiter = ',')]
    pub only: Vec<Part>,
    /// The shop's program; without it, the one beside this program
    #[arg(long)]
    pub doorbuster: Option<PathBuf>,
    /// The folder for report.json, report.md and the plots
    #[arg(long, default_value = "target/bench")]
    pub output: PathBuf,
    /// Keep a copy in this folder too, named by date and commit
    #[arg(long)]
    pub save: Option<PathBuf>,
    /// Rounds of each case, instead of 5 (3 with --quick)
    #[arg(long)]
    pub rounds: Option<usize>,
    /// Seconds of each round, instead of 3 (2 with --quick)
    #[arg(long)]
    pub seconds: Option<f64>,
    /// Customers, each of whom buys once a round
    #[arg(long)]
    pub customers: Option<usize>,
    /// The longest history to measure, in orders
    #[arg(long, default_value_t = 10_000_000)]
    pub rows_up_to: u64,
    /// Measure a debug build, to see that the benchmark works
    #[arg(long, hide = true)]
    pub debug_build: bool,
}

/// A part of the benchmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// As fast as they answer, and PostgreSQL alone
    Rates,
    /// At fixed rates
    Open,
    /// 5,000 connections for 10,000 units
    Drain,
    /// fdatasyncs per order
    Syncs,
    /// Long histories
    Rows,
}

impl Part {
    const ALL: [Self; 5] = [Self::Rates, Self::Open, Self::Drain, Self::Syncs, Self::Rows];
}

/// What is to be done.
struct Plan {
    quick: bool,
    parts: Vec<Part>,
    rounds: usize,
    time: Duration,
    customers: usize,
    sizes: Vec<u64>,
}

impl Arguments {
    fn plan(&self) -> anyhow::Result<Plan> {
        let (rounds, seconds, customers) = if self.quick { (3, 2.0, 160_000) } else { (5, 3.0, 320_000) };
        let parts = match (self.quick, self.only.is_empty()) {
            (true, true) => vec![Part::Rates],
            (false, true) => Part::ALL.to_vec(),
            (_, false) => self.only.clone(),
        };
        let plan = Plan {
            quick: self.quick,
            parts,
            rounds: self.rounds.unwrap_or(rounds),
            time: Duration::try_from_secs_f64(self.seconds.unwrap_or(seconds))?,
            customers: self.customers.unwrap_or(customers),
            sizes: rows::sizes(self.rows_up_to),
        };
        ensure!(plan.rounds > 0 && plan.customers > 2, "there is nothing to measure");
        Ok(plan)
    }
}

/// Runs it.
///
/// # Errors
/// When a server does not start, an answer is not as promised or an invariant is violated. A target that is missed is no
/// error: the report says so.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if cfg!(debug_assertions) && !arguments.debug_build {
        bail!("a debug build measures nothing: `cargo xtask bench` makes and runs a release build");
    }
    let started = Instant::now();
    let program = Program::find(arguments.doorbuster.as_deref())?;
    let plan = arguments.plan()?;
    let (machine, mut found) = measure(&program, &plan)?;
    if plan.parts.contains(&Part::Rows) {
        found.sizes = rows::measure(&program, &plan.sizes, plan.customers, plan.rounds, plan.time)?;
        found.audits += u32::try_from(found.sizes.len())?;
    }
    let settings = Settings {
        quick: plan.quick,
        rounds: plan.rounds,
        round_seconds: plan.time.as_secs_f64(),
        customers: plan.customers,
    };
    let report = Report::of(machine, settings, found);
    files::write(&report, &arguments.output)?;
    if let Some(folder) = &arguments.save {
        files::save(&report, folder)?;
    }
    println!("\n{}", markdown::markdown(&report, &[]));
    eprintln!("written to {} after {:.0} s", arguments.output.display(), started.elapsed().as_secs_f64());
    Ok(())
}

/// All parts but the long histories, on one shop.
fn measure(program: &Program, plan: &Plan) -> anyhow::Result<(Machine, Found)> {
    let has = |part| plan.parts.contains(&part);
    let mut found = Found::default();
    let closed = Case::closed(plan.quick);
    eprintln!("a shop, {} customers, and what it is compared with …", plan.customers);
    let mut stage = Stage::open(program, plan.customers, &closed)?;
    let durability = stage.errands.block_on(stage.backdoor.durability())?;
    let machine = Machine::look(&stage.shop.data_dir(), durability);
    if has(Part::Rates) {
        for case in &closed {
            stage.round(case, WARM_UP)?;
        }
        // In turns, so that whatever slows the machine for a while slows all.
        for _ in 0..plan.rounds {
            for case in &closed {
                found.rounds.push(audited(&mut stage, case, plan.time)?);
            }
            if !plan.quick {
                found.rounds.push(postgres_alone(&mut stage, &found.rounds, plan.time)?);
            }
        }
    }
    if has(Part::Open) {
        let capacity = capacity(&mut stage, &found.rounds, plan.time)?;
        let open = Case::open(capacity);
        for _ in 0..plan.rounds {
            for case in &open {
                found.rounds.push(audited(&mut stage, case, plan.time)?);
            }
        }
    }
    if has(Part::Drain) {
        let size = drained::plan(plan.customers);
        for _ in 0..plan.rounds.min(3) {
            let drained = drained::round(&stage, size)?;
            eprintln!("{:<40} {:>8.2} s", "last of the units sold after", drained.last_won_seconds);
            stage.audit("a drained sale")?;
            found.drains.push(drained);
        }
    }
    if has(Part::Syncs) {
        let cases: Vec<Case> = [Case::LANES, Case::NAIVE, Case::ONE_CALL]
            .into_iter()
            .filter(|case| closed.contains(case))
            .collect();
        found.syncs = syncs::count(&mut stage, &cases, plan.time)?;
        stage.audit("counting fdatasyncs")?;
    }
    found.audits = stage.audits;
    Ok((machine, found))
}

/// A round, and an audit if it has sold anything.
fn audited(stage: &mut Stage, case: &Case, time: Duration) -> anyhow::Result<Round> {
    let round = stage.round(case, time)?;
    eprintln!("{:<40} {:>8.0} /s", case.name, round.per_second);
    if case.expected != Expected::Pretended {
        stage.audit(case.name)?;
    }
    Ok(round)
}

/// A round of PostgreSQL alone, with batches as large as the lanes' last were.
fn postgres_alone(stage: &mut Stage, rounds: &[Round], time: Duration) -> anyhow::Result<Round> {
    let lanes = rounds.iter().rev().find(|round| round.key == Case::LANES.key);
    let size = lanes.and_then(|round| round.batch).map_or(Ok(1), |batch| format!("{batch:.0}").parse())?;
    let round = alone::round(stage, size, time)?;
    eprintln!("{:<40} {:>8.0} /s", format!("PostgreSQL alone, batches of {size}"), round.per_second);
    stage.audit("PostgreSQL alone")?;
    Ok(round)
}

/// What lanes did in this run, or do now.
fn capacity(stage: &mut Stage, rounds: &[Round], time: Duration) -> anyhow::Result<u32> {
    let rates: Vec<f64> =
        rounds.iter().filter(|round| round.key == Case::LANES.key).map(|round| round.per_second).collect();
    let rate = match median(&rates) {
        Some(rate) => rate,
        None => {
            stage.round(&Case::LANES, WARM_UP)?;
            stage.round(&Case::LANES, time)?.per_second
        }
    };
    // Without a fraction: a rate is a count.
    Ok(format!("{rate:.0}").parse()?)
}
