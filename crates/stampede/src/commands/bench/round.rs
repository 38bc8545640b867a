//! What one round found.

use std::ops::Sub;
use std::time::Duration;

use serde::Serialize;

use super::streams::Streams;
use crate::process::Cost;
use crate::report::{Latency, Outcome};

/// Processor time of the three that share this machine, and of all that runs on it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Costs {
    /// None where nobody serves.
    pub(super) server: Option<Cost>,
    pub(super) postgres: Cost,
    pub(super) load: Cost,
    pub(super) machine: Cost,
}

impl Sub for Costs {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self {
            server: self.server.zip(earlier.server).map(|(later, earlier)| later - earlier),
            postgres: self.postgres - earlier.postgres,
            load: self.load - earlier.load,
            machine: self.machine - earlier.machine,
        }
    }
}

/// One round of one case.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Round {
    /// Of the case.
    pub(super) key: &'static str,
    /// Every kind of outcome.
    pub(super) outcomes: Vec<Outcome>,
    pub(super) answers: u64,
    /// From the start to the last answer.
    pub(super) seconds: f64,
    pub(super) per_second: f64,
    pub(super) latency_ms: Latency,
    pub(super) processors: Processors,
    /// Requests in a batch, on average; none where there are no lanes.
    pub(super) batch: Option<f64>,
    /// The most memory that the server had.
    pub(super) server_peak_kib: Option<u64>,
    /// Memory of PostgreSQL's processes at the end, without shared buffers.
    pub(super) postgres_private_kib: u64,
    /// Of those who watched.
    pub(super) streams: Option<Streams>,
}

/// What a round cost.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Processors {
    /// Microseconds for each answer.
    pub(super) server_us: Option<f64>,
    pub(super) postgres_us: Option<f64>,
    pub(super) load_us: Option<f64>,
    /// How much of its one processor the load generator used.
    pub(super) load_busy: f64,
    /// How much of all processors the three used together.
    pub(super) machine_busy: f64,
    /// How much of them was used by processes that have nothing to do with us.
    pub(super) others_busy: f64,
}

impl Processors {
    /// `costs` of `answers` in `time`, on a machine with `processors`.
    pub(super) fn new(costs: Costs, answers: u64, time: Duration, processors: usize) -> Self {
        let Costs { server, postgres, load, machine } = costs;
        let all = Cost(server.unwrap_or_default().0 + postgres.0 + load.0);
        let processors = crate::report::float(u64::try_from(processors.max(1)).unwrap_or(1));
        Self {
            server_us: server.and_then(|cost| cost.micros_each(answers)),
            postgres_us: postgres.micros_each(answers),
            load_us: load.micros_each(answers),
            load_busy: load.share_of(time),
            machine_busy: all.share_of(time) / processors,
            others_busy: (machine - all).share_of(time) / processors,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Costs, Processors};
    use crate::process::Cost;
    use std::time::Duration;

    #[test]
    fn costs_are_shared_by_answers_and_by_time() {
        let cost = |millis| Cost(Duration::from_millis(millis));
        let before = Costs { server: Some(cost(100)), postgres: cost(50), load: cost(0), machine: cost(9) };
        let after =
            Costs { server: Some(cost(700)), postgres: cost(350), load: cost(900), machine: cost(2_009) };
        let found = Processors::new(after - before, 10_000, Duration::from_secs(1), 2);
        assert_eq!((found.server_us, found.postgres_us, found.load_us), (Some(60.0), Some(30.0), Some(90.0)));
        assert!((found.load_busy - 0.9).abs() < 1e-9);
        assert!((found.machine_busy - 0.9).abs() < 1e-9);
        assert!((found.others_busy - 0.1).abs() < 1e-9);
        let nobody = Processors::new(Costs::default(), 0, Duration::ZERO, 0);
        assert_eq!((nobody.server_us, nobody.postgres_us), (None, None));
    }
}
