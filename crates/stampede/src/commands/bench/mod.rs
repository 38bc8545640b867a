//! `stampede bench`: the purchase path against other designs and against less of itself, in one run on one machine.
//!
//! Absolute figures of a shared machine move by a third from hour to hour. So everything runs here one after the other,
//! round by round, on the same PostgreSQL with the same customers, and what counts is the ratio of medians. Between the
//! rounds every invariant is audited: a design that sold a unit twice would be fast for nothing.

mod alone;
mod batches;
mod browse;
mod cart;
mod case;
mod catalogue;
mod course;
mod database;
mod drained;
mod files;
mod machine;
mod markdown;
mod plot;
mod report;
mod round;
mod rows;
mod search;
mod stage;
mod streams;
mod syncs;
mod targets;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{bail, ensure};

use self::course::Course;
use self::report::{Report, Settings};
use crate::process::Program;

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
    /// 5,000 people who watch the sale
    Streams,
    /// Complete purchases of guests
    Cart,
    /// People who look around
    Browse,
    /// Faceted searches in 100,000 products
    Search,
}

impl Part {
    const ALL: [Self; 9] = [
        Self::Rates,
        Self::Open,
        Self::Drain,
        Self::Syncs,
        Self::Streams,
        Self::Cart,
        Self::Browse,
        Self::Search,
        Self::Rows,
    ];
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
    let settings = Settings {
        quick: plan.quick,
        rounds: plan.rounds,
        round_seconds: plan.time.as_secs_f64(),
        customers: plan.customers,
    };
    let (machine, found) = Course::new(program, plan).measure()?;
    let report = Report::of(machine, settings, found);
    files::write(&report, &arguments.output)?;
    if let Some(folder) = &arguments.save {
        files::save(&report, folder)?;
    }
    println!("\n{}", markdown::markdown(&report, &[]));
    eprintln!("written to {} after {:.0} s", arguments.output.display(), started.elapsed().as_secs_f64());
    Ok(())
}
