//! Who watches a sale through nginx hears at once what any replica sells, and is sent on when their replica leaves.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use uuid::Uuid;

use super::metrics::Told;
use crate::client::request::plain;
use crate::client::{Api, Connection, Target};
use crate::cluster::Cluster;
use crate::crowd::read_buyers;

/// Streams at a time: more than replicas, so that every replica has some.
const WATCHERS: usize = 6;
/// From the purchase to the news of it, at the most: nothing on the way may wait for a full buffer.
const NEWS: Duration = Duration::from_secs(4);
/// From SIGTERM to the end of a replica's streams.
const HANDOVER: Duration = Duration::from_secs(30);

/// A stream, and what has come so far.
struct Watcher {
    stream: TcpStream,
    text: String,
}

impl Watcher {
    async fn open(proxy: &Target, sale: Uuid, remaining: u32) -> anyhow::Result<Self> {
        let mut stream = TcpStream::connect(proxy.address()).await?;
        stream.write_all(&plain(proxy, "GET", &format!("/api/v1/sales/{sale}/events"), None, None)).await?;
        let mut watcher = Self { stream, text: String::new() };
        watcher.until(&format!("\"remaining\":{remaining}"), NEWS).await.context("the first event")?;
        ensure!(watcher.text.contains("text/event-stream"), "no stream: {}", watcher.text);
        Ok(watcher)
    }

    /// Waits until `wanted` has come.
    async fn until(&mut self, wanted: &str, limit: Duration) -> anyhow::Result<()> {
        let reading = async {
            while !self.text.contains(wanted) {
                ensure!(self.read().await? > 0, "the stream has ended");
            }
            Ok(())
        };
        let outcome = timeout(limit, reading).await;
        outcome.with_context(|| format!("no {wanted} within {limit:?}"))?
    }

    /// Waits for the end: the last, empty chunk. nginx keeps the connection for another request.
    async fn ended(&mut self, limit: Duration) -> anyhow::Result<()> {
        let reading = async {
            while !self.text.ends_with("\r\n0\r\n\r\n") {
                ensure!(self.read().await? > 0, "the connection was cut");
            }
            Ok(())
        };
        timeout(limit, reading).await.with_context(|| format!("no end within {limit:?}"))?
    }

    async fn read(&mut self) -> anyhow::Result<usize> {
        let mut bytes = [0; 4_096];
        let count = self.stream.read(&mut bytes).await?;
        self.text.push_str(&String::from_utf8_lossy(bytes.get(..count).unwrap_or_default()));
        Ok(count)
    }
}

pub(super) async fn rehearse(cluster: &mut Cluster, told: &mut Told) -> anyhow::Result<String> {
    let proxy = cluster.proxy();
    let staff = cluster.house().staff(Api::new(proxy.clone())).await?;
    let currency = staff.currency().await?;
    let slug = format!("watched-{}", crate::ambient::word(8).to_lowercase());
    let product = staff.create_product(&slug, 50, &currency).await?;
    let sale = staff.create_sale(product, "Watched", 50, &currency).await?.id;
    let mut watchers = Vec::new();
    for _ in 0..WATCHERS {
        watchers.push(Watcher::open(&proxy, sale, 50).await?);
    }
    let bought = Instant::now();
    buy(cluster, sale).await?;
    for watcher in &mut watchers {
        watcher.until("\"remaining\":49", NEWS).await?;
    }
    let heard = bought.elapsed();
    told.listen(cluster).await?;
    // Each in turn leaves, and its watchers with it.
    for number in 0..cluster.size() {
        cluster.retire(number).await?;
        cluster.start_replica(number).await?;
        cluster.until_listed().await?;
    }
    for watcher in &mut watchers {
        watcher.ended(HANDOVER).await?;
        let hints = watcher.text.matches("retry: ").count();
        ensure!(hints == 2, "a hint at first and one at the end, not {hints}: {}", watcher.text);
    }
    // They come again, to whoever is there.
    Watcher::open(&proxy, sale, 49).await?;
    Ok(format!(
        "{WATCHERS} streams through nginx: a purchase is heard after {:.0} ms, and who loses a replica is told when to come again",
        heard.as_secs_f64() * 1e3
    ))
}

async fn buy(cluster: &Cluster, sale: Uuid) -> anyhow::Result<()> {
    let proxy = cluster.proxy();
    let buyers = read_buyers(&cluster.house().customers(1)?)?;
    let buyer = buyers.first().context("nobody")?;
    let body = format!(r#"{{"sale_id":"{sale}","quantity":1}}"#);
    let request = plain(&proxy, "POST", "/api/v1/orders", Some(&buyer.token), Some(body.as_bytes()));
    let mut connection = Connection::open(&proxy, NEWS).await?;
    let answer = connection.exchange(&request, NEWS).await?;
    ensure!(answer.status == 201, "{}", String::from_utf8_lossy(connection.body(&answer)));
    Ok(())
}
