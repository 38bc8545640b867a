//! `stampede limiter`: how long a request waits for the shared limiter's answer.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use anyhow::ensure;
use doorbuster_gateways::redis::{Count, Log, Redis, RedisAddress, SlidingWindow};
use doorbuster_testkit::redis::RedisServer;
use futures::future::join_all;
use hdrhistogram::Histogram;
use tokio::runtime::Builder;
use tokio::time::sleep;

use crate::load::Schedule;

/// What `stampede limiter` is told.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// A Redis that nobody needs; one of its own when not given
    #[arg(long)]
    pub redis: Option<RedisAddress>,
    /// Checks a second
    #[arg(long, default_value = "5000")]
    pub rate: NonZeroU32,
    /// For how many seconds
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub seconds: u32,
    /// How many users ask in turn
    #[arg(long, default_value = "10000")]
    pub users: NonZeroU32,
}

/// Runs it.
///
/// # Errors
/// When Redis is away, or leaves a check without an answer.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let own = arguments.redis.is_none().then(RedisServer::start);
    let address = match (&arguments.redis, &own) {
        (Some(address), _) => address.clone(),
        (None, server) => {
            server.as_ref().map(RedisServer::address).ok_or_else(|| anyhow::anyhow!("no Redis"))?
        }
    };
    Builder::new_multi_thread().enable_all().build()?.block_on(measure(arguments, address))
}

async fn measure(arguments: &Arguments, address: RedisAddress) -> anyhow::Result<()> {
    let Arguments { rate, seconds, users, .. } = *arguments;
    let count = usize::try_from(u64::from(rate.get()) * u64::from(seconds))?;
    let schedule = Schedule { rate, count };
    let redis = Redis::connect(address).await?;
    let (run, process) = (crate::ambient::word(8), crate::ambient::id().as_u64_pair().1);
    let window = SlidingWindow::start(redis, process);
    let log = |user: usize| Log {
        key: format!("{{stampede:{run}}}:{user}"),
        quota: NonZeroU32::MAX,
        window: Duration::from_secs(60),
    };
    // The script is taught and the connection made before anything is measured.
    window.count(vec![log(0)]).await?;

    let started = Instant::now();
    let mut checks = Vec::with_capacity(count);
    while checks.len() < count {
        for index in checks.len()..schedule.due_by(started.elapsed()) {
            let (window, log) = (window.clone(), log(index % usize::try_from(users.get())?));
            checks.push(tokio::spawn(async move {
                let asked = Instant::now();
                (window.count(vec![log]).await, asked.elapsed())
            }));
        }
        sleep(Duration::from_millis(1)).await;
    }
    let mut latencies: Histogram<u64> = Histogram::new(3)?;
    let mut unanswered = 0;
    for check in join_all(checks).await {
        let (answer, took) = check?;
        unanswered += usize::from(!matches!(answer, Ok(Count::Admitted { .. })));
        latencies.record(u64::try_from(took.as_micros())?)?;
    }
    let per_second = u128::try_from(count)? * 1_000 / started.elapsed().as_millis().max(1);
    println!("{count} checks, {per_second} a second, {unanswered} not answered by Redis");
    for quantile in [0.5, 0.9, 0.99, 0.999] {
        println!("p{:<5} {:>6} µs", quantile * 100.0, latencies.value_at_quantile(quantile));
    }
    println!("max    {:>6} µs", latencies.max());
    ensure!(unanswered == 0, "{unanswered} checks were left to the process");
    Ok(())
}
