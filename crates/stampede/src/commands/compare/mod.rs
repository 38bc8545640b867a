//! `stampede compare`: lanes against the naive design, in one run on one machine.
//!
//! Absolute figures of a shared machine move by a third from hour to hour. So both designs run here one after the other,
//! round by round, on the same PostgreSQL with the same customers, and what counts is the ratio of the medians.

mod course;
mod figures;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, bail};

use self::course::Course;
use self::figures::{Design, Report, Settings};
use crate::process::Program;

/// What `stampede compare` is told.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// Fewer and shorter rounds, and no fixed rates: under a minute instead of four
    #[arg(long)]
    pub quick: bool,
    /// The shop's program; without it, the one beside this program
    #[arg(long)]
    pub doorbuster: Option<PathBuf>,
    /// Where the report goes
    #[arg(long, default_value = "target/bench/report.json")]
    pub report: PathBuf,
    /// Connections of each load
    #[arg(long, default_value_t = 256)]
    pub connections: usize,
    /// Rounds of each design, instead of 5 (3 with --quick)
    #[arg(long)]
    pub rounds: Option<usize>,
    /// Seconds of each round, instead of 4 (2 with --quick)
    #[arg(long)]
    pub seconds: Option<u32>,
    /// Fail when lanes are not at least so many times as fast as the naive design
    #[arg(long)]
    pub at_least: Option<f64>,
}

/// Requests a second of the rounds at a fixed rate: less than half of what the naive design can do on a machine that
/// does nothing else.
const FIXED_RATE: u32 = 1_000;

impl Arguments {
    fn settings(&self) -> Settings {
        let (rounds, seconds, customers) = if self.quick { (3, 2, 160_000) } else { (5, 4, 320_000) };
        Settings {
            quick: self.quick,
            connections: self.connections,
            rounds: self.rounds.unwrap_or(rounds),
            round: Duration::from_secs(self.seconds.unwrap_or(seconds).into()),
            customers,
            fixed_rate: FIXED_RATE,
        }
    }
}

/// Runs it.
///
/// # Errors
/// When a server does not start, an invariant is violated, or the ratio is less than was asked for.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if cfg!(debug_assertions) {
        bail!(
            "a debug build measures nothing: `cargo run --release --package doorbuster-stampede -- compare`"
        );
    }
    let program = Program::find(arguments.doorbuster.as_deref())?;
    let settings = arguments.settings();
    let mut course = Course::lay(&program, settings)?;
    let mut runs = Vec::new();
    for design in [Design::Lanes, Design::Naive, Design::SoldOut, Design::Bare] {
        course.warm_up(design)?;
    }
    // In turns, so that whatever slows the machine for a while slows both.
    for _ in 0..settings.rounds {
        runs.push(course.run(Design::Lanes)?);
        runs.push(course.run(Design::Naive)?);
    }
    for _ in 0..settings.rounds {
        runs.push(course.run(Design::SoldOut)?);
        runs.push(course.run(Design::Bare)?);
    }
    if !settings.quick {
        for _ in 0..settings.rounds {
            runs.push(course.run(Design::LanesAtRate)?);
            runs.push(course.run(Design::NaiveAtRate)?);
        }
    }
    let report = Report::of(settings, runs);
    println!("{}", report.markdown());
    let folder = arguments.report.parent().context("the report needs a folder")?;
    fs::create_dir_all(folder)?;
    fs::write(&arguments.report, serde_json::to_vec_pretty(&report)?)
        .with_context(|| format!("cannot write {}", arguments.report.display()))?;
    eprintln!("written to {}", arguments.report.display());
    report.check(arguments.at_least)
}
