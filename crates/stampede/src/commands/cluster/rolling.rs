//! Every replica is restarted, one after the other, while customers buy: nobody may notice.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, ensure};
use tokio::time::sleep;
use uuid::Uuid;

use crate::client::request::PurchaseRequest;
use crate::client::{Api, Target};
use crate::cluster::Cluster;
use crate::load::{Buyers, Load, Pace, Tally, run as run_load};

/// One piece of the load; the next begins when it is over.
const PIECE: Duration = Duration::from_secs(2);
const CONNECTIONS: usize = 32;
/// How long a replica may take to hear of what another one sold.
const NEWS: Duration = Duration::from_secs(5);
/// More than a rolling restart takes anywhere.
const LONGEST: Duration = Duration::from_secs(120);

pub(super) async fn rehearse(cluster: &mut Cluster, rate: u32) -> anyhow::Result<String> {
    let proxy = cluster.proxy();
    let most = usize::try_from(rate)? * usize::try_from(LONGEST.as_secs())?;
    let buyers = Arc::new(Buyers::read(&cluster.house().customers(most)?)?);
    let staff = cluster.house().staff(Api::new(proxy.clone())).await?;
    let currency = staff.currency().await?;
    let units = u32::try_from(most)?;
    let slug = format!("rolling-{}", crate::ambient::word(8).to_lowercase());
    let product = staff.create_product(&slug, units, &currency).await?;
    let sale = staff.create_sale(product, "Rolling restart", units, &currency).await?.id;

    let done = Arc::new(AtomicBool::new(false));
    let buying = thread::Builder::new().name("buying".to_owned()).spawn({
        let (proxy, buyers, done) = (proxy.clone(), Arc::clone(&buyers), Arc::clone(&done));
        move || buy(&proxy, sale, &buyers, rate, &done)
    })?;
    let reading = tokio::spawn(read(proxy, sale, Arc::clone(&done)));
    let began = Instant::now();
    let rolled = cluster.roll().await;
    let took = began.elapsed();
    // What comes right after the last restart belongs to it.
    sleep(PIECE / 2).await;
    done.store(true, Ordering::Relaxed);
    let (tally, asked) = buying.join().map_err(|_| anyhow!("the buyers have panicked"))??;
    let reads = reading.await??;
    rolled?;

    let failed: Vec<_> = tally.answers.iter().filter(|answer| answer.status != 201).collect();
    ensure!(
        failed.is_empty() && tally.lost.is_empty(),
        "failed purchases: {failed:?}, lost: {:?}",
        tally.lost
    );
    let won = i64::try_from(tally.orders.len())?;
    ensure!(won == i64::try_from(asked)?, "{asked} asked, {won} got an order");
    // A replica may hear of what another one sold a moment later.
    let told = Instant::now();
    loop {
        let seen = staff.sale(sale).await?;
        if seen.allocated - seen.remaining == won {
            break;
        }
        ensure!(told.elapsed() < NEWS, "{won} were told that they have an order, but the sale says {seen:?}");
        sleep(Duration::from_millis(50)).await;
    }
    Ok(format!(
        "a rolling restart of {} replicas in {:.1} s: {asked} purchases and {reads} reads, none failed, p99 {:.0} ms",
        cluster.size(),
        took.as_secs_f64(),
        crate::report::float(tally.latency.value_at_quantile(0.99)) / 1_000.0,
    ))
}

/// Buys, a piece at a time, until told to stop. Nothing is sent a second time.
fn buy(
    proxy: &Target,
    sale: Uuid,
    buyers: &Arc<Buyers>,
    rate: u32,
    done: &AtomicBool,
) -> anyhow::Result<(Tally, usize)> {
    let requests = usize::try_from(rate)? * usize::try_from(PIECE.as_secs())?;
    let mut sum = Tally::new()?;
    let mut first_buyer = 0;
    while !done.load(Ordering::Relaxed) {
        ensure!(buyers.len() >= first_buyer + requests, "it took longer than {LONGEST:?}");
        let load = Load {
            target: proxy.clone(),
            request: PurchaseRequest::new(proxy, "/api/v1/orders", sale, 1),
            buyers: Arc::clone(buyers),
            first_buyer,
            requests,
            connections: CONNECTIONS,
            threads: 1,
            keys: false,
            retries: 0,
            timeout: Load::TIMEOUT,
        };
        sum.merge(run_load(&load, Pace::Open { rate: rate.try_into()? })?)?;
        first_buyer += requests;
    }
    Ok((sum, first_buyer))
}

/// Reads the sale, until told to stop.
async fn read(proxy: Target, sale: Uuid, done: Arc<AtomicBool>) -> anyhow::Result<u64> {
    let api = Api::new(proxy);
    let mut reads = 0;
    while !done.load(Ordering::Relaxed) {
        api.sale(sale).await.context("a read failed")?;
        reads += 1;
        sleep(Duration::from_millis(5)).await;
    }
    Ok(reads)
}
