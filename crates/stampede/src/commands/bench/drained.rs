//! Five thousand connections for ten thousand units.

use std::sync::Arc;

use serde::Serialize;

use super::stage::Stage;
use crate::commands::drain::{Plan, drain};
use crate::process::Memory;
use crate::report::{Latency, Summary};

/// The plan where there are customers for it, else the same in small.
pub(super) fn plan(customers: usize) -> Plan {
    let requests = customers.min(15_000);
    let units = u32::try_from(requests / 3 * 2).unwrap_or(u32::MAX);
    Plan { connections: requests / 3, units, requests, threads: 1 }
}

/// One sale drained. Exactly its units were sold, or it would have failed.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Drained {
    pub(super) connections: usize,
    pub(super) units: u32,
    pub(super) requests: usize,
    /// When the last unit was confirmed, after the start.
    pub(super) last_won_seconds: f64,
    /// When the last buyer was told anything.
    pub(super) seconds: f64,
    pub(super) latency_ms: Latency,
    pub(super) server: Option<Memory>,
    /// What each waiting buyer added to the server's memory.
    pub(super) kib_per_buyer: Option<f64>,
}

/// Drains one sale, with every check that there is.
pub(super) fn round(stage: &Stage, plan: Plan) -> anyhow::Result<Drained> {
    let outcome =
        drain(&stage.errands, stage.staff(), Arc::clone(&stage.buyers), plan, Some(stage.shop.pid()))?;
    outcome.check(plan)?;
    let Plan { connections, units, requests, threads: _ } = plan;
    let Summary { last_won_seconds, seconds, latency_ms, .. } = Summary::of(&outcome.tally);
    let buyers = u64::try_from(connections)?;
    Ok(Drained {
        connections,
        units,
        requests,
        last_won_seconds,
        seconds,
        latency_ms,
        server: outcome.memory,
        kib_per_buyer: outcome.memory.map(|memory| memory.each(buyers)),
    })
}

#[cfg(test)]
mod tests {
    use super::plan;

    #[test]
    fn there_are_more_buyers_than_units() {
        let full = plan(320_000);
        assert_eq!((full.connections, full.units, full.requests), (5_000, 10_000, 15_000));
        let small = plan(300);
        assert_eq!((small.connections, small.units, small.requests), (100, 200, 300));
    }
}
