//! How often an order waits for the disk.

use std::thread;
use std::time::Duration;

use serde::Serialize;

use super::case::Case;
use super::stage::Stage;
use crate::report::float;

/// PostgreSQL's processes tell what they counted at the latest so long after their last transaction.
const TOLD_AFTER: Duration = Duration::from_millis(10_500);

/// What was counted in one round.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Syncs {
    /// Of the case.
    pub(super) key: &'static str,
    pub(super) orders: u64,
    /// Waits of PostgreSQL for its log to be on disk, everything that ran beside included.
    pub(super) syncs: u64,
    pub(super) per_order: f64,
}

/// Counts through one round of each case.
pub(super) fn count(stage: &mut Stage, cases: &[Case], time: Duration) -> anyhow::Result<Vec<Syncs>> {
    eprintln!("counting fdatasyncs …");
    let mut before = told(stage)?;
    let mut found = Vec::with_capacity(cases.len());
    for case in cases {
        let orders = stage.round(case, time)?.answers;
        let after = told(stage)?;
        let syncs = after.saturating_sub(before);
        let per_order = float(syncs) / float(orders.max(1));
        eprintln!("{:<40} {per_order:>8.4} fdatasyncs per order", case.name);
        found.push(Syncs { key: case.key, orders, syncs, per_order });
        before = after;
    }
    Ok(found)
}

/// The count when everybody has told.
fn told(stage: &mut Stage) -> anyhow::Result<u64> {
    thread::sleep(TOLD_AFTER);
    stage.errands.block_on(stage.backdoor.syncs())
}
