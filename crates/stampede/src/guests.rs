//! Guests who shop: each puts something into a cart, checks out and pays, one request after the other.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use hdrhistogram::Histogram;
use serde::Deserialize;
use tokio::runtime::Builder;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::client::{Connection, Target};

/// A request that takes longer than this has failed.
const LIMIT: Duration = Duration::from_secs(30);

/// How many guests want what.
#[derive(Clone, Debug)]
pub struct Guests {
    /// The shop.
    pub target: Target,
    /// The one product that everybody wants, one unit each.
    pub product: Uuid,
    /// Connections, each with one guest at a time.
    pub connections: usize,
    /// Guests at most.
    pub guests: usize,
    /// No new guest after this time.
    pub at_most: Duration,
}

/// What became of them.
#[derive(Clone, Debug)]
pub struct Shopped {
    /// Orders that are paid.
    pub paid: u64,
    /// Guests who were refused, by step and code.
    pub refused: BTreeMap<String, u64>,
    /// From the first request of a guest to the last answer, in microseconds. Only of those who paid.
    pub latency: Histogram<u64>,
    /// From the start to the last answer.
    pub took: Duration,
}

/// What the three answers say that the next request needs.
#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    id: String,
    #[serde(default)]
    status: serde_json::Value,
    #[serde(default)]
    code: serde_json::Value,
}

impl Guests {
    /// Lets them shop, and counts. Blocks until the last answer.
    ///
    /// # Errors
    /// When a connection breaks or an answer is not as documented. A refusal is counted, not an error.
    pub fn shop(&self) -> anyhow::Result<Shopped> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(self.shop_together())
    }

    async fn shop_together(&self) -> anyhow::Result<Shopped> {
        let mut connections = Vec::with_capacity(self.connections);
        for _ in 0..self.connections {
            connections.push(Connection::open(&self.target, LIMIT).await?);
        }
        let served = std::sync::Arc::new(AtomicUsize::new(0));
        let started = Instant::now();
        let mut desks = JoinSet::new();
        for connection in connections {
            let (guests, served) = (self.clone(), std::sync::Arc::clone(&served));
            desks.spawn(async move { guests.desk(connection, &served, started).await });
        }
        let mut all =
            Shopped { paid: 0, refused: BTreeMap::new(), latency: Histogram::new(3)?, took: Duration::ZERO };
        while let Some(desk) = desks.join_next().await {
            let Shopped { paid, refused, latency, took: _ } =
                desk.context("a guest's task has panicked")??;
            all.paid += paid;
            for (reason, count) in refused {
                *all.refused.entry(reason).or_default() += count;
            }
            all.latency.add(latency)?;
        }
        all.took = started.elapsed();
        Ok(all)
    }

    /// One guest after the other over one connection.
    async fn desk(
        &self,
        mut connection: Connection,
        served: &AtomicUsize,
        started: Instant,
    ) -> anyhow::Result<Shopped> {
        let mut shopped =
            Shopped { paid: 0, refused: BTreeMap::new(), latency: Histogram::new(3)?, took: Duration::ZERO };
        while started.elapsed() < self.at_most && served.fetch_add(1, Ordering::Relaxed) < self.guests {
            let began = Instant::now();
            match self.guest(&mut connection).await? {
                None => {
                    shopped.paid += 1;
                    shopped.latency.record(u64::try_from(began.elapsed().as_micros())?)?;
                }
                Some(reason) => *shopped.refused.entry(reason).or_default() += 1,
            }
        }
        Ok(shopped)
    }

    /// The whole purchase of one guest. Returns why there was none.
    async fn guest(&self, connection: &mut Connection) -> anyhow::Result<Option<String>> {
        let path = format!("/api/v1/cart/items/{}", self.product);
        let (status, said) = self.ask(connection, "PUT", &path, "", r#"{"quantity":1}"#).await?;
        if status != 200 {
            return Ok(Some(format!("add {status} {}", said.code)));
        }
        let token = connection.field("cart-token").context("no Cart-Token")?.to_owned();
        let key = crate::ambient::id();
        let headers = format!("Cart-Token: {token}\r\nIdempotency-Key: {key}\r\n");
        let checkout = r#"{"email":"guest@example.com","shipping_address":{"name":"Ada Lovelace","line1":"12 rue des Halles","postal_code":"75001","city":"Paris","country":"FR"},"shipping_method":"standard"}"#;
        let (status, said) =
            self.ask(connection, "POST", "/api/v1/cart/checkout", &headers, checkout).await?;
        if status != 201 {
            return Ok(Some(format!("checkout {status} {}", said.code)));
        }
        let path = format!("/api/v1/orders/{}/payment", said.id);
        let (status, said) =
            self.ask(connection, "POST", &path, &headers, r#"{"test_outcome":"success"}"#).await?;
        let paid = status == 200 && said.status == "paid";
        Ok((!paid).then(|| format!("payment {status} {}", said.code)))
    }

    async fn ask(
        &self,
        connection: &mut Connection,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> anyhow::Result<(u16, Said)> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\n{headers}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.target.authority(),
            body.len()
        );
        let answer = connection.exchange(request.as_bytes(), LIMIT).await.with_context(|| path.to_owned())?;
        let said = serde_json::from_slice(connection.body(&answer))
            .with_context(|| format!("the answer to {method} {path} is not as documented"))?;
        Ok((answer.status, said))
    }
}
