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

/// Counts through one round of `case`.
pub(super) fn count(stage: &mut Stage, case: &Case, time: Duration) -> anyhow::Result<Syncs> {
    thread::sleep(TOLD_AFTER);
    let before = stage.errands.block_on(stage.backdoor.syncs())?;
    let round = stage.round(case, time)?;
    thread::sleep(TOLD_AFTER);
    let syncs = stage.errands.block_on(stage.backdoor.syncs())?.saturating_sub(before);
    let orders = round.answers;
    Ok(Syncs { key: case.key, orders, syncs, per_order: float(syncs) / float(orders.max(1)) })
}
