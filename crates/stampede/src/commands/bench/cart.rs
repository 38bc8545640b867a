//! Complete purchases of guests, through cart, checkout and payment.

use std::time::Duration;

use anyhow::ensure;
use serde::Serialize;

use super::case::GUESTS;
use super::round::{Processors, Round};
use super::stage::Stage;
use crate::guests::{Guests, Shopped};
use crate::process::{MemoryWatch, postgres_processes, private};
use crate::report::{Latency, Outcome, per_second};

/// Guests who shop at the same time.
const CONNECTIONS: usize = 64;
/// What 300 of them find of one product.
const UNITS: u32 = 50;

/// More guests than units.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Crowd {
    pub(super) guests: usize,
    pub(super) units: u32,
    /// Paid, every one of them.
    pub(super) sold: u64,
    pub(super) seconds: f64,
}

/// Guests buy one hot product for `time`: add, checkout with address and shipping, payment by the test provider. What they
/// paid is what left the stock.
pub(super) fn round(stage: &Stage, time: Duration) -> anyhow::Result<Round> {
    let pid = stage.shop.pid();
    let memory = MemoryWatch::start(pid)?;
    let before = stage.costs(Some(pid))?;
    let guests = Guests {
        target: stage.shop.target().clone(),
        product: stage.product(),
        connections: CONNECTIONS,
        guests: usize::MAX,
        at_most: time,
    };
    let Shopped { paid, refused, latency, took } = guests.shop()?;
    let costs = stage.costs(Some(pid))? - before;
    ensure!(refused.is_empty() && paid > 0, "guests were refused: {refused:?}");
    Ok(Round {
        key: GUESTS,
        outcomes: vec![Outcome { outcome: "paid".to_owned(), count: paid }],
        answers: paid,
        seconds: took.as_secs_f64(),
        per_second: per_second(paid, took),
        latency_ms: Latency::of(&latency),
        processors: Processors::new(costs, paid, took, super::machine::processors()),
        batch: None,
        server_peak_kib: Some(memory.finish()?.peak),
        postgres_private_kib: private(&postgres_processes(&stage.shop.data_dir())?),
        streams: None,
    })
}

/// 300 guests at once for 50 units: exactly those are sold.
pub(super) fn crowd(stage: &Stage, guests: usize) -> anyhow::Result<Crowd> {
    let slug = format!("scarce-{}", crate::ambient::id());
    let product = stage.errands.block_on(stage.staff().create_product(&slug, UNITS, stage.currency()))?;
    let target = stage.shop.target().clone();
    let at_most = Duration::from_secs(60);
    let shopped = Guests { target, product, connections: guests, guests, at_most }.shop()?;
    let refused: u64 = shopped.refused.values().sum();
    let fair = shopped.refused.keys().all(|reason| reason.contains("409 \"insufficient_stock\""));
    ensure!(
        fair && shopped.paid == u64::from(UNITS) && shopped.paid + refused == u64::try_from(guests)?,
        "{} of {UNITS} units were sold to {guests} guests, the others were refused: {:?}",
        shopped.paid,
        shopped.refused
    );
    Ok(Crowd { guests, units: UNITS, sold: shopped.paid, seconds: shopped.took.as_secs_f64() })
}
