//! Everything that may happen to a cluster, under load.

use std::time::Instant;

use anyhow::Context;

use super::crashes::CYCLE;
use super::metrics::Told;
use super::{addresses, crashes, proxy, rolling, streams};
use crate::cluster::{Cluster, Plan};
use crate::process::{House, Program};

/// What `stampede cluster rehearse` is told.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Arguments {
    /// Once and with little load: about a minute
    #[arg(long)]
    quick: bool,
}

/// How much is enough.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    /// Purchases a second during the rolling restarts.
    pub(super) rate: u32,
    /// Rolling restarts.
    pub(super) rolls: usize,
    /// Purchases of each stampede in which things are killed.
    pub(super) requests: usize,
    /// How often something is killed in each.
    pub(super) kills: usize,
    /// Such stampedes.
    pub(super) stampedes: usize,
}

impl Extent {
    const QUICK: Self = Self { rate: 150, rolls: 1, requests: 3_000, kills: CYCLE, stampedes: 1 };
    const FULL: Self = Self { rate: 500, rolls: 3, requests: 20_000, kills: 6 * CYCLE, stampedes: 3 };
}

pub(super) async fn run(program: &Program, arguments: &Arguments) -> anyhow::Result<()> {
    let extent = if arguments.quick { Extent::QUICK } else { Extent::FULL };
    let began = Instant::now();
    let say = |what: &str| println!("{:>6.1} s  {what}", began.elapsed().as_secs_f64());
    let proxied = proxy::rehearse().await.context("the proxy alone")?;
    say(&proxied);
    let plan = Plan { replicas: 3, first_port: None, settings: Vec::new() };
    let mut cluster = Cluster::start(House::temporary(program).await?, plan).await?;
    say("three replicas have migrated one database at the same time and registered");
    let rehearsed = on(&mut cluster, extent, &say).await;
    if rehearsed.is_err() {
        let kept = std::env::temp_dir().join("stampede-cluster-logs");
        cluster.keep_logs(&kept)?;
        eprintln!("the logs: {}", kept.display());
    }
    rehearsed
}

async fn on(cluster: &mut Cluster, extent: Extent, say: &impl Fn(&str)) -> anyhow::Result<()> {
    let mut told = Told::default();
    for _ in 0..extent.rolls {
        say(&rolling::rehearse(cluster, extent.rate).await.context("a rolling restart under load")?);
    }
    for _ in 0..extent.stampedes {
        say(&crashes::rehearse(cluster, &mut told, extent).await.context("kills under load")?);
    }
    told.listen(cluster).await?;
    say(&streams::rehearse(cluster, &mut told).await.context("streams")?);
    say(&addresses::rehearse(cluster, &mut told).await.context("the clients' addresses")?);
    say(&told.check()?);
    cluster.house().audit().context("the audit after everything")?;
    say("every invariant holds");
    Ok(())
}
