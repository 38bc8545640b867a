//! `stampede verify`: checks a saved history once more, without a shop and without a database.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::ensure;

use crate::check::{Bounds, check};
use crate::history::read;

/// What `stampede verify` is told.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// What `stampede check --history` has written
    pub history: PathBuf,
    /// How old the knowledge behind `sold_out` may be, in milliseconds during which nothing is broken
    #[arg(long, default_value_t = 1_500)]
    pub staleness: u64,
}

/// Runs it.
///
/// # Errors
/// Violations, or what is wrong with the file.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let (history, truth) = read(&arguments.history)?;
    let verdict = check(&history, &truth, Bounds { staleness: Duration::from_millis(arguments.staleness) });
    for violation in &verdict.violations {
        println!("{violation}");
    }
    ensure!(verdict.violations.is_empty(), "{} violations", verdict.violations.len());
    println!("no violation in {} purchases and {} orders", history.requests(), truth.orders.len());
    Ok(())
}
