//! The promise, put to the test: the simulation, then random lives of orders that are paid with Stripe, then stampedes with
//! every fault, each checked and audited, then a cluster of which every part is killed. The result goes to docs/proofs/,
//! dated, with the machine and the commit.

use std::fmt::Write;
use std::fs;
use std::num::NonZero;
use std::path::Path;
use std::thread::{self, available_parallelism};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::Value;

use crate::cluster;
use crate::process::Program;
use crate::workspace::{Workspace, shown};

/// As `stampede check --fault` knows them.
const FAULTS: [&str; 7] = ["none", "kill", "terminate", "restart", "delay", "cut", "all"];
const REQUESTS: u64 = 20_000;
/// A stampede takes a quarter of a minute; some machines are slower.
const STAMPEDE_LIMIT: Duration = Duration::from_secs(180);

/// How much is enough.
struct Extent {
    seeds: &'static str,
    /// Lives of orders that are paid with Stripe.
    payments: &'static str,
    /// Stampedes with each fault, against one server and as many against two.
    rounds: u64,
}

/// What some stampedes of one kind came to.
struct Row {
    fault: &'static str,
    servers: u64,
    rounds: Vec<Value>,
    failure: Option<String>,
}

/// Builds everything for release, proves, prints a table and writes docs/proofs/<date>.md.
pub(crate) fn run(workspace: &Workspace, quick: bool) -> Result<()> {
    let extent = if quick {
        Extent { seeds: "10000", payments: "300", rounds: 1 }
    } else {
        Extent { seeds: "100000", payments: "10000", rounds: 5 }
    };
    let build = ["build", "--release", "--package", "doorbuster-server", "--package", "doorbuster-stampede"];
    Program::new("cargo").args(build).dir(&workspace.root).run()?;
    let started = Instant::now();
    let simulation = simulate(workspace, extent.seeds);
    let payments = tell_payments(workspace, extent.payments);
    let rows = all_stampedes(workspace, extent.rounds)?;
    let cluster = cluster::prove(workspace, quick);
    let rehearsed = match &cluster {
        Ok(told) => told.trim_end().to_owned(),
        Err(error) => format!("FAILED: {error:#}"),
    };
    let told = |outcome: &Result<()>, passed: String| match outcome {
        Ok(()) => passed,
        Err(error) => format!("FAILED: {error:#}"),
    };
    let simulated = format!(
        "Simulation of the lane: {}.\n\nPayments by Stripe: {}.",
        told(&simulation, format!("passed with {} seeds", extent.seeds)),
        told(&payments, format!("passed with {} stories", extent.payments))
    );
    let table = table(&rows);
    println!("\n{simulated}\n\n{table}\n{rehearsed}");
    let minutes = started.elapsed().as_secs().div_ceil(60);
    let page = page(workspace, &simulated, &table, &rehearsed, &rows, minutes)?;
    let folder = workspace.root.join("docs/proofs");
    fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{}.md", say("date", &["-u", "+%F"])?));
    fs::write(&path, page).with_context(|| format!("cannot write {}", path.display()))?;
    println!("written to {}", shown(workspace, &path));
    let failed = rows.iter().filter(|row| row.failure.is_some()).count();
    ensure!(
        simulation.is_ok() && payments.is_ok() && cluster.is_ok() && failed == 0,
        "not proved: the table says what failed"
    );
    Ok(())
}

/// The lane's logic against every order of events that the seeds lead to.
fn simulate(workspace: &Workspace, seeds: &str) -> Result<()> {
    Program::new("cargo")
        .args(["test", "--release", "--package", "doorbuster-domain", "--test", "simulation"])
        .env("SIMULATION_SEEDS", seeds)
        .dir(&workspace.root)
        .run()
}

/// Random lives of orders against the emulated Stripe, whose requests and events are lost, late, doubled and refused.
fn tell_payments(workspace: &Workspace, stories: &str) -> Result<()> {
    Program::new("cargo")
        // Of the whole workspace, as `cargo xtask test` builds it: another selection would build every dependency again.
        .args(["test", "--workspace", "--test", "it", "payments::stories"])
        .env("PAYMENT_STORIES", stories)
        .dir(&workspace.root)
        .run()
}

/// Stampedes with every fault, against one server and against two. They mostly wait (for holds to lapse, for faults to
/// end), so the two run side by side.
fn all_stampedes(workspace: &Workspace, rounds: u64) -> Result<Vec<Row>> {
    let half = |servers| FAULTS.map(|fault| stampedes(workspace, fault, servers, rounds));
    thread::scope(|scope| {
        let beside = scope.spawn(move || half(2));
        let first = half(1);
        let second = beside.join().map_err(|_| anyhow!("the stampedes against two servers panicked"))?;
        first.into_iter().chain(second).collect()
    })
}

/// Stampedes of one kind. A violation is noted and does not end the proof: the others may tell more.
fn stampedes(workspace: &Workspace, fault: &'static str, servers: u64, rounds: u64) -> Result<Row> {
    let report = workspace.target.join("prove").join(format!("{fault}-{servers}.json"));
    fs::create_dir_all(workspace.target.join("prove"))?;
    // Not the one of an earlier proof.
    let _absent = fs::remove_file(&report);
    let numbers = [REQUESTS, servers, rounds].map(|number| number.to_string());
    let [requests, server_count, round_count] = &numbers;
    let outcome = Program::new(workspace.target.join("release/stampede"))
        .args(["check", "--fault", fault, "--requests", requests, "--servers", server_count])
        .args(["--rounds", round_count, "--report"])
        .args([&report])
        .dir(&workspace.root)
        .limit(STAMPEDE_LIMIT * u32::try_from(rounds)?)
        .run();
    let told = fs::read_to_string(&report).ok().and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let rounds = told.as_ref().and_then(Value::as_array).cloned().unwrap_or_default();
    Ok(Row { fault, servers, rounds, failure: outcome.err().map(|error| format!("{error:#}")) })
}

impl Row {
    fn sum(&self, name: &str) -> u64 {
        self.rounds.iter().filter_map(|round| round.get(name)?.as_u64()).sum()
    }

    fn most(&self, name: &str) -> u64 {
        self.rounds.iter().filter_map(|round| round.get(name)?.as_u64()).max().unwrap_or_default()
    }

    fn answers(&self, kind: &str) -> u64 {
        let answers = self.rounds.iter().filter_map(|round| round.get("answers")?.as_object());
        answers
            .flatten()
            .filter(|(name, _)| name.starts_with(kind))
            .filter_map(|(_, count)| count.as_u64())
            .sum()
    }

    fn violations(&self) -> impl Iterator<Item = &str> {
        let lists = self.rounds.iter().filter_map(|round| round.get("violations")?.as_array());
        lists.flatten().filter_map(Value::as_str)
    }
}

fn table(rows: &[Row]) -> String {
    let mut text = String::from(
        "| fault | servers | stampedes | purchases | sent | no answer | 503 | 201 | orders | released | injected \
         | oldest `sold_out` | violations |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        let count = row.violations().count();
        let violations = match &row.failure {
            None => count.to_string(),
            Some(_) if count > 0 => format!("**{count}**"),
            Some(failure) => format!("**{failure}**"),
        };
        let _infallible = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} ms | {violations} |",
            row.fault,
            row.servers,
            row.rounds.len(),
            row.sum("requests"),
            row.sum("attempts"),
            row.answers("no answer"),
            row.answers("503"),
            row.answers("201"),
            row.sum("orders"),
            row.sum("released"),
            row.sum("faults"),
            row.most("stalest_ms"),
        );
    }
    text
}

fn page(
    workspace: &Workspace,
    simulated: &str,
    table: &str,
    rehearsed: &str,
    rows: &[Row],
    minutes: u64,
) -> Result<String> {
    let commit = Program::new("git").args(["rev-parse", "HEAD"]).dir(&workspace.root).output()?;
    let changes = Program::new("git").args(["status", "--porcelain"]).dir(&workspace.root).output()?;
    let changed = if changes.trim().is_empty() { "" } else { ", with changes that were not committed" };
    let cores = available_parallelism().map_or(1, NonZero::get);
    let processor = proc_field(Path::new("/proc/cpuinfo"), "model name").unwrap_or_default();
    let memory = proc_field(Path::new("/proc/meminfo"), "MemTotal").unwrap_or_default();
    let round = rows.iter().find_map(|row| row.rounds.first());
    let postgresql = round.and_then(|round| round.get("postgresql")?.as_str()).unwrap_or("unknown");
    let mut text = format!(
        "# Proof of {}\n\nBy `cargo xtask prove`, in {minutes} minutes. What is checked: [docs/checker.md](../checker.md).\n\n\
         - commit {}{changed}\n- {cores} cores ({processor}), {memory} of memory, {}\n- PostgreSQL {postgresql}, fsync and \
         synchronous_commit on, on the same machine as servers and buyers\n\n{simulated}\n\n\
         Stampedes of {REQUESTS} purchases; after each the history is checked and `doorbuster audit` runs.\n\n{table}",
        say("date", &["-u", "+%F"])?,
        commit.trim(),
        say("uname", &["-sr"])?,
    );
    let _infallible = write!(
        text,
        "\nThree replicas, nginx and Redis, of which each is killed and restarted under load \
         ([what is done](../operations.md)):\n\n```\n{rehearsed}\n```\n"
    );
    text.push_str("\nSeeds: ");
    let seeds = rows.iter().map(|row| {
        let list: Vec<String> =
            row.rounds.iter().filter_map(|round| round.get("seed")).map(Value::to_string).collect();
        format!("{}/{} {}", row.fault, row.servers, list.join(" "))
    });
    text.push_str(&seeds.collect::<Vec<_>>().join("; "));
    text.push_str(".\n");
    for row in rows {
        for violation in row.violations() {
            let _infallible = write!(text, "\n- {}/{}: {violation}", row.fault, row.servers);
        }
    }
    Ok(text)
}

/// What a program says in one line.
fn say(program: &str, arguments: &[&str]) -> Result<String> {
    Ok(Program::new(program).args(arguments).output()?.trim().to_owned())
}

/// A field of one of the kernel's lists.
fn proc_field(path: &Path, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.split_once(':'))?.1;
    Some(value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Row, table};
    use serde_json::json;

    #[test]
    fn rounds_are_summed_and_failures_shown() {
        let round = |violations: &[&str]| {
            json!({"seed": 7, "requests": 10, "attempts": 12, "orders": 4, "released": 1, "faults": 2, "stalest_ms": 5,
                "answers": {"201": 3, "201 replayed": 1, "503 busy": 2, "no answer": 1}, "violations": violations})
        };
        let good = Row { fault: "kill", servers: 2, rounds: vec![round(&[]), round(&[])], failure: None };
        let bad =
            Row { fault: "cut", servers: 1, rounds: vec![round(&["x"])], failure: Some("exit 1".to_owned()) };
        let gone = Row { fault: "all", servers: 1, rounds: Vec::new(), failure: Some("exit 1".to_owned()) };
        let table = table(&[good, bad, gone]);
        assert!(table.contains("| kill | 2 | 2 | 20 | 24 | 2 | 4 | 8 | 8 | 2 | 4 | 5 ms | 0 |"), "{table}");
        assert!(table.contains("| 5 ms | **1** |"), "{table}");
        assert!(table.contains("| **exit 1** |"), "{table}");
    }
}
