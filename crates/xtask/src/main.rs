//! What a human types: `cargo xtask start`, `cargo xtask test`. Each command is a module that says what it does, echoes
//! every program it runs, and names the way out when something is missing.

mod bench;
mod cluster;
mod deploy;
mod frontend;
mod openapi;
mod packages;
mod postgres;
mod process;
mod prove;
mod sqlx;
mod stamp;
mod start;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Doorbuster's developer commands")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything that changed and run the shop with demo data; Ctrl-C stops it.
    Start,
    /// Run every check, as CI does.
    Test {
        /// Only what takes seconds: format, lints, Rust tests, the front end's types and unit tests.
        #[arg(long)]
        fast: bool,
    },
    /// Put the promise to the test: simulation, then stampedes with every fault. Writes docs/proofs/<date>.md.
    Prove {
        /// One stampede of each kind instead of ten, and a tenth of the seeds: about ten minutes instead of an hour.
        #[arg(long)]
        quick: bool,
    },
    /// Measure the purchase path against other designs and against less of itself, in one run.
    Bench(bench::Arguments),
    /// Run the shop on several processes: nginx, three replicas, PostgreSQL and Redis, on loopback.
    Cluster(cluster::Arguments),
    /// Write the OpenAPI document from the code, and the front end's client from the document.
    Openapi,
    /// Refresh .sqlx/, by which the queries are checked when no database is at hand.
    Sqlx {
        /// Change nothing, fail if .sqlx/ is out of date.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let outcome = process::catch_signals().and_then(|()| {
        let workspace = Workspace::find()?;
        match Arguments::parse().task {
            Task::Start => start::run(&workspace),
            Task::Test { fast } => test::run(&workspace, fast),
            Task::Prove { quick } => prove::run(&workspace, quick),
            Task::Bench(arguments) => bench::run(&workspace, &arguments),
            Task::Cluster(arguments) => cluster::run(&workspace, &arguments),
            Task::Openapi => openapi::run(&workspace),
            Task::Sqlx { check } => sqlx::run(&workspace, check),
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
