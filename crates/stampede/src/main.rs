//! The command line of the load tools. Called by the name `doorbuster` it is the shop instead, just as built: tests of
//! the benchmark start shops without another program having been built, which `cargo test` would not promise.

use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use doorbuster_stampede::commands::{baseline, bench, buy, check, cluster, drain, limiter, verify, watch};

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
    /// Let a crowd buy while things break, and check that nothing was sold twice, lost or made up.
    Check(check::Arguments),
    /// Check a history that `check` has saved, once more.
    Verify(verify::Arguments),
    /// Send purchases to a running shop.
    Buy(buy::Arguments),
    /// Let 5,000 buyers at once take 10,000 units, and check that exactly those are sold.
    Drain(drain::Arguments),
    /// Watch a sale of a running shop with thousands of streams.
    Watch(watch::Arguments),
    /// Measure the purchase path against other designs, in one run on this machine.
    Bench(bench::Arguments),
    /// The shop on several processes behind nginx: run it, break it, measure it.
    Cluster(cluster::Arguments),
    /// Measure how long a request waits for the limiter that processes share through Redis.
    Limiter(limiter::Arguments),
    /// Serve purchases in another design, or in less of the shop's (what `bench` measures against).
    Baseline(baseline::Arguments),
}

fn main() -> ExitCode {
    let called = std::env::args_os().next().unwrap_or_default();
    if Path::new(&called).file_name().is_some_and(|name| name == "doorbuster") {
        return doorbuster_server::cli::main();
    }
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let outcome = match Arguments::parse().command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Buy(arguments) => buy::run(&arguments),
        Command::Drain(arguments) => drain::run(&arguments),
        Command::Watch(arguments) => watch::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Cluster(arguments) => cluster::run(&arguments),
        Command::Limiter(arguments) => limiter::run(&arguments),
        Command::Baseline(arguments) => baseline::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
