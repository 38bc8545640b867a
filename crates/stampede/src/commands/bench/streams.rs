//! What it costs those who buy that thousands watch the sale live.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde::Serialize;
use uuid::Uuid;

use super::stage::Stage;
use crate::process::resident;
use crate::report::float;
use crate::watchers::{Heard, Watchers};

/// How long the shop may take to see that everybody has gone.
const LEAVING: Duration = Duration::from_secs(10);
const GAUGE: &str = "doorbuster_sale_streams ";

/// So many watch where there are customers for it, else fewer.
pub(super) fn count(customers: usize) -> usize {
    customers.min(5_000)
}

/// What the streams of a round heard and took.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Streams {
    /// Open during the whole round. Each heard the last snapshot in the end.
    pub(super) count: usize,
    /// What opening each added to the server's memory.
    pub(super) kib_each: f64,
    /// Snapshots that each heard, a second.
    pub(super) snapshots_each: f64,
    /// Of all of them together.
    pub(super) kib_per_second: f64,
    /// From the last purchase until everybody knew what was left.
    pub(super) last_heard_seconds: f64,
}

/// Streams of a round under way.
pub(super) struct Watching {
    watchers: Watchers,
    count: usize,
    kib_each: f64,
    before: Heard,
}

impl Watching {
    /// Opens them, all on one sale of the shop.
    pub(super) fn open(stage: &Stage, sale: Uuid, count: usize) -> anyhow::Result<Self> {
        let before = resident(stage.shop.pid())?;
        let watchers = Watchers::open(stage.shop.target(), sale, count)?;
        let after = resident(stage.shop.pid())?;
        let kib_each = float(after.saturating_sub(before)) / float(u64::try_from(count)?);
        let before = watchers.heard();
        Ok(Self { watchers, count, kib_each, before })
    }

    /// What they heard until now, after `took`.
    pub(super) fn heard(&self, took: Duration) -> anyhow::Result<Streams> {
        let heard = self.watchers.heard();
        let seconds = took.as_secs_f64();
        let snapshots = float(heard.snapshots - self.before.snapshots);
        Ok(Streams {
            count: self.count,
            kib_each: self.kib_each,
            snapshots_each: snapshots / seconds / float(u64::try_from(self.count)?),
            kib_per_second: float(heard.bytes - self.before.bytes) / 1024.0 / seconds,
            last_heard_seconds: 0.0,
        })
    }

    /// Everybody hears what is left, and goes.
    pub(super) fn finish(self, stage: &Stage, sale: Uuid, streams: Streams) -> anyhow::Result<Streams> {
        let last = Instant::now();
        let sale = stage.errands.block_on(stage.staff().sale(sale))?;
        self.watchers.await_last(&sale.snapshot_id())?;
        let last_heard_seconds = last.elapsed().as_secs_f64();
        drop(self);
        let left = Instant::now();
        while open(stage)? > 0.0 {
            ensure!(left.elapsed() < LEAVING, "the shop keeps streams that nobody reads");
            thread::sleep(Duration::from_millis(50));
        }
        Ok(Streams { last_heard_seconds, ..streams })
    }
}

/// How many streams the shop believes to be open.
fn open(stage: &Stage) -> anyhow::Result<f64> {
    let metrics = stage.errands.block_on(stage.staff().metrics())?;
    let value =
        metrics.lines().find_map(|line| line.strip_prefix(GAUGE)).context("no gauge of the streams")?;
    Ok(value.parse()?)
}
