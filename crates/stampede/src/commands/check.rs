//! `stampede check`: a crowd buys while things break, then everything that it was told is checked against the database.

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, ensure};
use chrono::TimeDelta;
use rand::Rng;
use serde::Serialize;
use sqlx::postgres::PgConnectOptions;
use tokio::time::sleep;
use uuid::Uuid;

use crate::check::{Bounds, Truth, Violation, check};
use crate::client::{Api, Offer, Target};
use crate::crowd::{Buyer, Crowd, Plan, read_buyers};
use crate::faults::{Fault, Planned, Stage, schedule};
use crate::history::{Clock, Event, FaultWindow, Header, History, Reading, write};
use crate::process::Program;

/// What `stampede check` is told.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// Purchases of each round
    #[arg(long, default_value_t = 20_000)]
    pub requests: usize,
    /// Customers; fewer than requests, so that they come again [default: half as many as requests]
    #[arg(long)]
    pub buyers: Option<usize>,
    /// Units on sale [default: a fifth of the requests]
    #[arg(long)]
    pub units: Option<u32>,
    /// Servers on the one database
    #[arg(long, default_value_t = 2)]
    pub servers: usize,
    /// What breaks meanwhile
    #[arg(long, value_enum, default_value_t = Fault::All)]
    pub fault: Fault,
    /// Repeats the faults and the buyers' decisions of an earlier run [default: another one each time]
    #[arg(long)]
    pub seed: Option<u64>,
    /// Stampedes, one after the other, each with the next seed
    #[arg(long, default_value_t = 1)]
    pub rounds: u64,
    /// Buyers at a time
    #[arg(long, default_value_t = 64)]
    pub connections: usize,
    /// So many visits a second (open loop); without it, as fast as answers come (closed loop)
    #[arg(long)]
    pub rate: Option<NonZeroU32>,
    /// How old the knowledge behind `sold_out` may be, in milliseconds during which nothing is broken
    #[arg(long, default_value_t = 1_500)]
    pub staleness: u64,
    /// Save the history and the database's truth of the last round, for `stampede verify`
    #[arg(long)]
    pub history: Option<PathBuf>,
    /// Write what came out, as JSON
    #[arg(long)]
    pub report: Option<PathBuf>,
    /// The program `doorbuster` [default: the one beside this]
    #[arg(long)]
    pub program: Option<PathBuf>,
    /// Servers that run already, like http://127.0.0.1:8080,http://127.0.0.1:8081: nothing is broken then, and whoever
    /// runs them may break what they like. Needs the three below
    #[arg(long, value_delimiter = ',', requires_all = ["tokens", "staff_token", "database"])]
    pub addresses: Vec<String>,
    /// What `doorbuster load-users` wrote: a CSV with a column `token`
    #[arg(long)]
    pub tokens: Option<PathBuf>,
    /// A token of staff, who may open sales
    #[arg(long, env = "STAMPEDE_STAFF_TOKEN", hide_env_values = true)]
    pub staff_token: Option<String>,
    /// Where those servers keep their orders: only read
    #[arg(long, env = "STAMPEDE_DATABASE_URL", hide_env_values = true)]
    pub database: Option<String>,
    /// Allow servers that are not on this machine: only if they are yours
    #[arg(long)]
    pub allow_remote: bool,
}

/// Most units of one order: enough for `insufficient_units` to occur.
const LIMIT: u32 = 4;
/// The shortest hold that the shop allows: some lapse while the stampede goes on.
const HOLD_SECONDS: u32 = 10;
/// Whoever comes first comes too early.
const EARLY: TimeDelta = TimeDelta::milliseconds(300);
/// After the last fault a shop is quiet in this time.
const QUIET: Duration = Duration::from_secs(1);
/// Overdue holds are swept in this time, after an outage as well.
const AUDIT_LIMIT: Duration = Duration::from_secs(20);

/// What one stampede came to.
#[derive(Clone, Debug, Serialize)]
pub struct Round {
    /// Its seed.
    pub seed: u64,
    /// Which faults.
    pub fault: &'static str,
    /// How many servers.
    pub servers: usize,
    /// The database's version.
    pub postgresql: String,
    /// Purchases that were asked for.
    pub requests: usize,
    /// How often they were sent.
    pub attempts: usize,
    /// How often each answer came, and how often none.
    pub answers: BTreeMap<String, usize>,
    /// Orders that the database has.
    pub orders: usize,
    /// Of them released again.
    pub released: usize,
    /// Things that were broken.
    pub faults: usize,
    /// The oldest knowledge behind a `sold_out`, in milliseconds of calm time.
    pub stalest_ms: i64,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// What is wrong.
    pub violations: Vec<String>,
}

/// Runs it.
///
/// # Errors
/// Violations, and whatever keeps a stampede from being checked.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    ensure!(arguments.servers > 0 && arguments.rounds > 0, "at least one server and one round");
    // Proxies go on passing while this thread waits for something.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let mut course = Course::lay(arguments).await?;
        let first = arguments.seed.unwrap_or_else(|| rand::rng().random_range(0..1_000_000));
        let mut rounds = Vec::new();
        for seed in first..first + arguments.rounds {
            let round =
                course.round(seed).await.with_context(|| format!("in the stampede of seed {seed}"))?;
            println!("{round}");
            rounds.push(round);
        }
        if let Some(path) = &arguments.report {
            std::fs::write(path, serde_json::to_vec_pretty(&rounds)?)?;
        }
        let violations: usize = rounds.iter().map(|round| round.violations.len()).sum();
        ensure!(violations == 0, "{violations} violations");
        println!("no violation in {} stampedes", rounds.len());
        Ok(())
    })
}

/// What all rounds share.
struct Course<'a> {
    arguments: &'a Arguments,
    /// None when the servers are somebody else's.
    stage: Option<Stage>,
    targets: Vec<Target>,
    database: PgConnectOptions,
    staff: Api,
    currency: String,
    buyers: Vec<Buyer>,
}

impl<'a> Course<'a> {
    async fn lay(arguments: &'a Arguments) -> anyhow::Result<Self> {
        let Arguments { addresses, tokens, staff_token, database, .. } = arguments;
        let (Some(tokens), Some(staff_token), Some(database), false) =
            (tokens, staff_token, database, addresses.is_empty())
        else {
            return Self::of_our_own(arguments).await;
        };
        let targets = addresses.iter().map(|url| Target::parse(url, arguments.allow_remote));
        let targets: Vec<Target> = targets.collect::<Result<_, _>>()?;
        let first = targets.first().cloned().context("no server")?;
        let staff = Api::new(first).with_token(staff_token.clone());
        let currency = staff.currency().await?;
        let database = database.parse().context("--database is no postgres:// address")?;
        Ok(Self { arguments, stage: None, targets, database, staff, currency, buyers: read_buyers(tokens)? })
    }

    async fn of_our_own(arguments: &'a Arguments) -> anyhow::Result<Self> {
        let program = Program::find(arguments.program.as_deref())?;
        eprintln!("starting PostgreSQL and {} servers …", arguments.servers);
        let stage = Stage::set(&program, arguments.servers).await?;
        let least = arguments.connections * 2;
        let count = arguments.buyers.unwrap_or(arguments.requests / 2).max(least);
        eprintln!("making {count} customers …");
        let buyers = stage.customers(count)?;
        let staff = stage.staff().await?;
        let currency = staff.currency().await?;
        let (targets, database) = (stage.targets(), stage.owner().clone());
        Ok(Self { arguments, stage: Some(stage), targets, database, staff, currency, buyers })
    }

    /// One stampede, with what is broken during it.
    async fn stampede(&mut self, sale: Uuid, seed: u64, clock: Clock) -> anyhow::Result<Vec<Event>> {
        let Arguments { requests, connections, rate, fault, .. } = *self.arguments;
        let plan = Plan { requests, connections, rate, seed, limit: LIMIT };
        let crowd = Crowd::gather(self.targets.clone(), sale, self.buyers.clone(), plan, clock)?;
        let buying = thread::Builder::new().name("crowd".to_owned()).spawn({
            let crowd = Arc::clone(&crowd);
            move || crowd.stampede()
        })?;
        let mut faults = Vec::new();
        if let Some(stage) = &mut self.stage {
            for planned in schedule(fault, seed, self.targets.len(), requests) {
                if await_turn(&crowd, planned, requests, &buying).await {
                    faults.push(stage.inject(&planned.injection, clock).await?);
                }
            }
            // PostgreSQL may have moved.
            self.database = stage.owner().clone();
        }
        while !buying.is_finished() {
            sleep(Duration::from_millis(20)).await;
        }
        let events = buying.join().map_err(|_| anyhow!("the crowd has panicked"))??;
        let last = faults.iter().map(|fault: &FaultWindow| fault.to).max().unwrap_or_default();
        clock.until(last).await;
        sleep(QUIET).await;
        Ok(events.into_iter().chain(faults.into_iter().map(Event::Fault)).collect())
    }

    async fn round(&mut self, seed: u64) -> anyhow::Result<Round> {
        let fault = if self.stage.is_some() { self.arguments.fault.name() } else { Fault::None.name() };
        let servers = self.targets.len();
        let began = Instant::now();
        let sale = self.open_sale().await?;
        let clock = Clock::start();
        let early = clock.compare(&self.database).await?;
        let events = self.stampede(sale, seed, clock).await?;
        let Reading { began_at, error } = early.confirmed_by(clock.compare(&self.database).await?);
        let header = Header { sale, seed, fault: fault.to_owned(), servers, began_at, clock_error: error };
        let history = History::new(header, events);
        let truth = Truth::read(&self.database, sale).await?;
        let bounds = Bounds { staleness: Duration::from_millis(self.arguments.staleness) };
        let verdict = check(&history, &truth, bounds);
        let mut violations: Vec<String> = verdict.violations.iter().map(Violation::to_string).collect();
        violations.extend(self.audit().await.err().map(|error| format!("audit: {error:#}")));
        self.keep(&history, &truth, &violations)?;
        Ok(Round {
            seed,
            fault,
            servers,
            postgresql: truth.postgresql.clone(),
            requests: history.requests(),
            attempts: history.attempts.len(),
            answers: answers(&history),
            orders: truth.orders.len(),
            released: truth.orders.iter().filter(|order| !order.active).count(),
            faults: history.faults.len(),
            stalest_ms: verdict.stalest / 1_000,
            seconds: began.elapsed().as_secs_f64(),
            violations,
        })
    }

    async fn open_sale(&self) -> anyhow::Result<Uuid> {
        let units = match self.arguments.units {
            Some(units) => units,
            None => u32::try_from(self.arguments.requests / 5)?.max(1),
        };
        let slug = format!("check-{}", crate::ambient::word(8).to_lowercase());
        let currency = self.currency.as_str();
        let product = self.staff.create_product(&slug, units, currency).await?;
        let offer = Offer {
            product,
            title: "Stampede",
            units,
            currency,
            starts_in: EARLY,
            limit: LIMIT,
            hold_seconds: HOLD_SECONDS,
        };
        Ok(self.staff.open_sale(&offer).await?.id)
    }

    /// Holds that ran out during an outage are overdue for a moment. Other people's shops are audited by them.
    async fn audit(&self) -> anyhow::Result<()> {
        let Some(stage) = &self.stage else { return Ok(()) };
        let began = Instant::now();
        loop {
            match stage.audit() {
                Ok(_) => return Ok(()),
                Err(error) if began.elapsed() > AUDIT_LIMIT => return Err(error),
                Err(_) => sleep(Duration::from_secs(2)).await,
            }
        }
    }

    /// A violation is worth its evidence, also when nobody asked for it.
    fn keep(&self, history: &History, truth: &Truth, violations: &[String]) -> anyhow::Result<()> {
        if let Some(path) = &self.arguments.history {
            write(path, history, truth)?;
        }
        if violations.is_empty() {
            return Ok(());
        }
        let name = format!("{}-{}", history.header.fault, history.header.seed);
        let folder = std::env::temp_dir().join(format!("stampede-evidence-{name}"));
        std::fs::create_dir_all(&folder)?;
        if let Some(stage) = &self.stage {
            stage.keep_logs(&folder)?;
        }
        let path = folder.join("history.jsonl");
        write(&path, history, truth)?;
        eprintln!("the evidence: {} (see `stampede verify`), and logs beside it", path.display());
        Ok(())
    }
}

/// Waits until so many purchases have begun. False when there are no more to come.
async fn await_turn<T>(
    crowd: &Crowd,
    planned: Planned,
    requests: usize,
    stampede: &thread::JoinHandle<T>,
) -> bool {
    let enough = planned.share * crate::report::float(u64::try_from(requests).unwrap_or(u64::MAX));
    while crate::report::float(u64::try_from(crowd.begun()).unwrap_or(u64::MAX)) < enough {
        if stampede.is_finished() {
            return false;
        }
        sleep(Duration::from_millis(2)).await;
    }
    !stampede.is_finished()
}

/// How often each answer came to a purchase.
fn answers(history: &History) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for attempt in &history.attempts {
        let name = match attempt.outcome.answer() {
            None => "no answer".to_owned(),
            Some(answer) if answer.status == 201 && answer.replayed => "201 replayed".to_owned(),
            Some(answer) => format!("{} {}", answer.status, answer.code).trim_end().to_owned(),
        };
        *counts.entry(name).or_default() += 1;
    }
    counts
}

impl fmt::Display for Round {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, fault, servers, requests, attempts, orders, released, faults, .. } = self;
        writeln!(
            f,
            "seed {seed}: {requests} purchases sent {attempts} times to {servers} servers, {faults} faults ({fault}), \
             {:.1} s",
            self.seconds
        )?;
        let answers: Vec<String> =
            self.answers.iter().map(|(name, count)| format!("{count} × {name}")).collect();
        writeln!(f, "  answers: {}", answers.join(", "))?;
        writeln!(
            f,
            "  {orders} orders, {released} of them released; sold_out at most {} ms old",
            self.stalest_ms
        )?;
        if self.violations.is_empty() {
            return write!(f, "  no violation");
        }
        write!(
            f,
            "  {} VIOLATIONS; repeat with --seed {seed} --fault {fault} --servers {servers}",
            self.violations.len()
        )?;
        for violation in self.violations.iter().take(SHOWN) {
            write!(f, "\n  {violation}")?;
        }
        Ok(())
    }
}

/// The first ones say what is wrong; all are in the report.
const SHOWN: usize = 20;
