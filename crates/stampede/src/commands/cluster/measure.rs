//! What replicas sell together on one hot sale, against one of them: same machine, same database, rounds that take turns.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, ensure};
use serde::Serialize;
use tokio::time::sleep;
use uuid::Uuid;

use crate::client::request::PurchaseRequest;
use crate::client::{Api, Target};
use crate::cluster::{Cluster, Plan};
use crate::commands::buy::check_orders;
use crate::load::{Buyers, Load, Pace, Tally, run as run_load};
use crate::process::{House, Program};
use crate::report::{Summary, median};

/// What `stampede cluster measure` is told.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Arguments {
    /// Rounds of each way
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds of each round
    #[arg(long, default_value_t = 6)]
    seconds: u64,
    /// Buyers at a time
    #[arg(long, default_value_t = 255)]
    connections: usize,
    /// Customers, each of whom buys once in a round
    #[arg(long, default_value_t = 300_000)]
    customers: usize,
    /// Write what came out, as JSON
    #[arg(long)]
    report: Option<PathBuf>,
}

/// Load generators at a time, in every way: one for each replica.
const REPLICAS: usize = 3;
/// How long a replica may take to hear of what the others sold.
const NEWS: Duration = Duration::from_secs(5);

/// Where purchases go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    One,
    Direct,
    Proxied,
}

impl Way {
    const ALL: [Self; 3] = [Self::One, Self::Direct, Self::Proxied];

    fn name(self) -> &'static str {
        match self {
            Self::One => "one process",
            Self::Direct => "three replicas, addressed directly",
            Self::Proxied => "three replicas behind nginx",
        }
    }

    fn targets(self, cluster: &Cluster) -> Vec<Target> {
        match self {
            Self::One => cluster.direct().first().map_or_else(Vec::new, |one| vec![one.clone(); REPLICAS]),
            Self::Direct => cluster.direct(),
            Self::Proxied => vec![cluster.proxy(); REPLICAS],
        }
    }
}

/// One way, all rounds.
#[derive(Debug, Serialize)]
struct Found {
    way: &'static str,
    per_second: Vec<f64>,
    median_per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    /// The median of the rounds' ratios to the first way.
    ratio: f64,
}

pub(super) async fn run(program: &Program, arguments: &Arguments) -> anyhow::Result<()> {
    let plan = Plan { replicas: REPLICAS, first_port: None, settings: Vec::new() };
    let cluster = Cluster::start(House::temporary(program).await?, plan).await?;
    let buyers = Arc::new(Buyers::read(&cluster.house().customers(arguments.customers)?)?);
    let staff = cluster.house().staff(Api::new(cluster.proxy())).await?;
    let currency = staff.currency().await?;
    let product = staff.create_product("hot-thing", 1_000_000_000, &currency).await?;
    let mut rounds: BTreeMap<Way, Vec<Summary>> = BTreeMap::new();
    // A first round of each warms up and does not count.
    for round in 0..=arguments.rounds {
        for way in Way::ALL {
            let units = u32::try_from(buyers.len())?;
            let sale = staff.create_sale(product, "Stampede", units, &currency).await?.id;
            let summary = stampede(arguments, &way.targets(&cluster), sale, &buyers)?;
            check_sold(&cluster, sale, &summary).await?;
            eprintln!("{}: {:.0}/s", way.name(), summary.answered_per_second);
            if round > 0 {
                rounds.entry(way).or_default().push(summary);
            }
        }
        cluster.house().audit()?;
    }
    let found = compare(&rounds).context("there was no round")?;
    for Found { way, per_second: _, median_per_second, p50_ms, p99_ms, ratio } in &found {
        println!("| {way} | {median_per_second:.0} | {p50_ms:.1} / {p99_ms:.1} | {ratio:.2} |");
    }
    if let Some(path) = &arguments.report {
        std::fs::write(path, serde_json::to_vec_pretty(&found)?)?;
    }
    Ok(())
}

/// One round: as many load generators as replicas, each with its share of buyers and connections.
fn stampede(
    arguments: &Arguments,
    targets: &[Target],
    sale: Uuid,
    buyers: &Arc<Buyers>,
) -> anyhow::Result<Summary> {
    let requests = buyers.len() / targets.len();
    let pace = Pace::Closed { at_most: Some(Duration::from_secs(arguments.seconds)) };
    let tallies = thread::scope(|scope| {
        let loads = targets.iter().enumerate().map(|(number, target)| {
            let load = Load {
                target: target.clone(),
                request: PurchaseRequest::new(target, "/api/v1/orders", sale, 1),
                buyers: Arc::clone(buyers),
                first_buyer: number * requests,
                requests,
                connections: arguments.connections / targets.len(),
                threads: 1,
                keys: false,
                retries: 0,
                timeout: Load::TIMEOUT,
            };
            scope.spawn(move || run_load(&load, pace))
        });
        let running: Vec<_> = loads.collect();
        let ended =
            running.into_iter().map(|load| load.join().map_err(|_| anyhow!("a load has panicked"))?);
        ended.collect::<anyhow::Result<Vec<Tally>>>()
    })?;
    let mut sum = Tally::new()?;
    for tally in tallies {
        sum.merge(tally)?;
    }
    check_orders(&sum)?;
    ensure!(
        sum.answers.iter().all(|answer| answer.status == 201) && sum.lost.is_empty(),
        "{:?} {:?}",
        sum.answers,
        sum.lost
    );
    Ok(Summary::of(&sum))
}

/// Every replica says in the end that exactly those units are gone that buyers were told about.
async fn check_sold(cluster: &Cluster, sale: Uuid, summary: &Summary) -> anyhow::Result<()> {
    let told = i64::try_from(summary.won)?;
    for replica in cluster.direct() {
        let api = Api::new(replica);
        let asked = Instant::now();
        loop {
            let seen = api.sale(sale).await?;
            if seen.allocated - seen.remaining == told {
                break;
            }
            ensure!(
                asked.elapsed() < NEWS,
                "{told} were told that they have an order, but the sale says {seen:?}"
            );
            sleep(Duration::from_millis(50)).await;
        }
    }
    Ok(())
}

/// None when there was no round.
fn compare(rounds: &BTreeMap<Way, Vec<Summary>>) -> Option<Vec<Found>> {
    let rates = |way: Way| -> Vec<f64> {
        rounds.get(&way).into_iter().flatten().map(|summary| summary.answered_per_second).collect()
    };
    let one = rates(Way::One);
    let found = Way::ALL.map(|way| {
        let summaries = rounds.get(&way)?;
        let latency = |of: fn(&Summary) -> f64| median(&summaries.iter().map(of).collect::<Vec<_>>());
        let per_second = rates(way);
        // Within a round, so that a neighbour who comes and goes does not count.
        let ratios: Vec<f64> = per_second.iter().zip(&one).map(|(rate, one)| rate / one).collect();
        Some(Found {
            way: way.name(),
            median_per_second: median(&per_second)?,
            p50_ms: latency(|summary| summary.latency_ms.p50)?,
            p99_ms: latency(|summary| summary.latency_ms.p99)?,
            ratio: median(&ratios)?,
            per_second,
        })
    });
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use super::{Way, compare};
    use crate::load::{Reply, Tally};
    use crate::report::Summary;

    #[test]
    fn ratios_are_within_rounds() {
        let summary = |count: u32| {
            let mut tally = Tally::new().unwrap();
            for _ in 0..count {
                let reply = Reply::Answered { status: 201, body: b"" };
                tally.record(reply, Duration::from_millis(1), Duration::from_secs(1));
            }
            Summary::of(&tally)
        };
        assert!(compare(&BTreeMap::new()).is_none());
        let rounds = BTreeMap::from([
            (Way::One, vec![summary(100), summary(10), summary(50)]),
            (Way::Direct, vec![summary(90), summary(9), summary(45)]),
            (Way::Proxied, vec![summary(50), summary(4), summary(25)]),
        ]);
        let found = compare(&rounds).unwrap();
        let ratios: Vec<f64> = found.iter().map(|found| (found.ratio * 100.0).round()).collect();
        assert_eq!(ratios, [100.0, 90.0, 50.0]);
    }
}
