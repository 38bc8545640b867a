//! People who look around: each public read as fast as it is answered, beside the bare handler, and then all of them mixed
//! with what goes wrong when nobody is signed in.

use std::time::Duration;

use anyhow::{Context, ensure};
use serde::Serialize;

use super::case::Case;
use super::catalogue;
use super::stage::Stage;
use crate::client::request::plain;
use crate::load::{Tally, run_steadily};
use crate::report::{Latency, Outcome, Summary, median};

const CONNECTIONS: usize = 16;
/// A shop as large as one that people walk through.
const PRODUCTS: i32 = 300;

/// What everybody may read.
const READS: [(&str, &str); 8] = [
    ("product list", "/api/v1/products?limit=20"),
    ("product", "/api/v1/products/bench-7"),
    ("brands", "/api/v1/brands"),
    ("categories", "/api/v1/categories"),
    ("category tree", "/api/v1/categories/tree"),
    ("regions", "/api/v1/regions"),
    ("tags", "/api/v1/tags"),
    ("search \"fromaj\"", "/api/v1/products?q=fromaj&facets=true"),
];

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Browse {
    pub(super) connections: usize,
    /// Answers a second of the bare handler, over as many connections.
    pub(super) bare: f64,
    pub(super) reads: Vec<Read>,
    /// The mean of the reads' ratios.
    pub(super) over_bare: f64,
    /// The mix: answers a second, of which kinds, and how fast.
    pub(super) mix_per_second: f64,
    pub(super) mix_outcomes: Vec<Outcome>,
    pub(super) mix_latency_ms: Latency,
}

/// One public read.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Read {
    pub(super) name: &'static str,
    /// Answers a second.
    pub(super) per_second: f64,
    /// Answers a second for those who have seen it: 304.
    pub(super) unchanged_per_second: f64,
    /// Of the answer.
    pub(super) bytes: usize,
    /// Over the bare handler's rate.
    pub(super) over_bare: f64,
}

impl Browse {
    /// The ratio of one read.
    pub(super) fn read(&self, name: &str) -> Option<f64> {
        self.reads.iter().find(|read| read.name == name).map(|read| read.over_bare)
    }
}

/// Measures it on a shop of its own, in rounds that take turns.
pub(super) fn measure(stage: &mut Stage, rounds: usize, time: Duration) -> anyhow::Result<Browse> {
    stage.errands.block_on(catalogue::make(stage.backdoor.owner(), PRODUCTS))?;
    let bare = Case { connections: CONNECTIONS, ..Case::BARE };
    let (mut bares, mut rates) = (Vec::new(), vec![(Vec::new(), Vec::new()); READS.len()]);
    let mut bytes = [0; READS.len()];
    for _ in 0..rounds {
        bares.push(stage.round(&bare, time)?.per_second);
        for (place, (name, path)) in READS.iter().enumerate() {
            let (tag, length) = tag(stage, path)?;
            bytes[place] = length;
            let fresh = steady(stage, &[get(stage, path, None)], time)?;
            ensure!(fresh.status(200) == fresh.answered(), "{name}:\n{}", Summary::of(&fresh));
            rates[place].0.push(rate(&fresh));
            let seen = steady(stage, &[get(stage, path, Some(&tag))], time)?;
            // Whatever changes meanwhile is told, of course: stock, a discount's end. Here nothing does.
            ensure!(seen.status(304) == seen.answered(), "{name}, seen:\n{}", Summary::of(&seen));
            rates[place].1.push(rate(&seen));
        }
    }
    let bare = median(&bares).context("no rounds")?;
    let reads: Vec<Read> = READS
        .iter()
        .zip(rates)
        .zip(bytes)
        .map(|(((name, _), (fresh, seen)), bytes)| {
            let per_second = median(&fresh).unwrap_or_default();
            let unchanged_per_second = median(&seen).unwrap_or_default();
            eprintln!("{name:<40} {per_second:>8.0} /s, unchanged {unchanged_per_second:.0} /s");
            Read { name, per_second, unchanged_per_second, bytes, over_bare: per_second / bare }
        })
        .collect();
    let ratios: f64 = reads.iter().map(|read| read.over_bare).sum();
    let over_bare = ratios / crate::report::float(u64::try_from(reads.len())?);
    let mixed = mix(stage, time)?;
    let Summary { outcomes, answered_per_second, latency_ms, .. } = Summary::of(&mixed);
    eprintln!("{:<40} {answered_per_second:>8.0} /s", "browsing mix");
    Ok(Browse {
        connections: CONNECTIONS,
        bare,
        reads,
        over_bare,
        mix_per_second: answered_per_second,
        mix_outcomes: outcomes,
        mix_latency_ms: latency_ms,
    })
}

/// Everything, half of it by who has seen it, and what is refused: orders and a sign-in of nobody, a cart that is emptied.
fn mix(stage: &Stage, time: Duration) -> anyhow::Result<Tally> {
    let target = stage.shop.target();
    let mut requests = Vec::new();
    for (_, path) in READS {
        let (tag, _) = tag(stage, path)?;
        requests.push(get(stage, path, None));
        requests.push(get(stage, path, Some(&tag)));
    }
    requests.push(get(stage, "/api/v1/orders", None));
    requests.push(plain(target, "DELETE", "/api/v1/cart", None, None));
    let wrong = br#"{"email":"nobody@example.test","password":"not the password"}"#;
    requests.push(plain(target, "POST", "/api/v1/users/authenticate", None, Some(wrong)));
    let tally = steady(stage, &requests, time.max(Duration::from_secs(5)))?;
    let fine = [200, 304, 401, 204].map(|status| tally.status(status)).iter().sum::<u64>();
    ensure!(fine == tally.answered(), "not as expected:\n{}", Summary::of(&tally));
    ensure!(
        tally.status(304) > 0 && tally.status(401) > 0,
        "not everything was asked:\n{}",
        Summary::of(&tally)
    );
    Ok(tally)
}

fn steady(stage: &Stage, requests: &[Vec<u8>], time: Duration) -> anyhow::Result<Tally> {
    run_steadily(stage.shop.target(), requests, CONNECTIONS, time)
}

fn rate(tally: &Tally) -> f64 {
    Summary::of(tally).answered_per_second
}

fn get(stage: &Stage, path: &str, seen: Option<&str>) -> Vec<u8> {
    let mut request = plain(stage.shop.target(), "GET", path, None, None);
    if let Some(tag) = seen {
        // Before the empty line at the end.
        request.truncate(request.len() - 2);
        request.extend(format!("If-None-Match: {tag}\r\n\r\n").into_bytes());
    }
    request
}

/// The entity tag of an answer, and how long its body is.
fn tag(stage: &Stage, path: &str) -> anyhow::Result<(String, usize)> {
    stage.errands.block_on(async {
        let mut connection =
            crate::client::Connection::open(stage.shop.target(), Duration::from_secs(5)).await?;
        let answer = connection.exchange(&get(stage, path, None), Duration::from_secs(30)).await?;
        let tag = answer.etag.clone().with_context(|| format!("{path} has no ETag"))?;
        Ok((tag, connection.body(&answer).len()))
    })
}
