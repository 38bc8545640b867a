//! The command line of the load tools.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use doorbuster_stampede::commands::{buy, compare, drain, naive};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Drives a shop to its limits and counts what comes back.
#[derive(Parser)]
#[command(name = "stampede")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Send purchases to a running shop.
    Buy(buy::Arguments),
    /// Let 5,000 buyers at once take 10,000 units, and check that exactly those are sold.
    Drain(drain::Arguments),
    /// Measure lanes against the naive design in one run on this machine.
    Compare(compare::Arguments),
    /// Serve purchases in the naive design (what `compare` measures against).
    Naive(naive::Arguments),
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let outcome = match Arguments::parse().command {
        Command::Buy(arguments) => buy::run(&arguments),
        Command::Drain(arguments) => drain::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Naive(arguments) => naive::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
