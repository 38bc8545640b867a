//! How large the lanes' batches were, from what the server tells Prometheus.

use std::ops::Sub;

use anyhow::Context;

const HISTOGRAM: &str = "doorbuster_lane_batch_size";

/// Batches so far, and the requests in them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Batches {
    count: f64,
    requests: f64,
}

impl Batches {
    /// Reads them; there are none before the first batch.
    pub(super) fn read(metrics: &str) -> anyhow::Result<Self> {
        let value = |suffix: &str| {
            let name = format!("{HISTOGRAM}{suffix} ");
            let text = metrics.lines().find_map(|line| line.strip_prefix(name.as_str()));
            text.map_or(Ok(0.0), str::parse).with_context(|| format!("{HISTOGRAM} is no histogram"))
        };
        Ok(Self { count: value("_count")?, requests: value("_sum")? })
    }

    /// Requests in a batch, on average.
    pub(super) fn mean(self) -> Option<f64> {
        (self.count > 0.0).then(|| self.requests / self.count)
    }
}

impl Sub for Batches {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self { count: self.count - earlier.count, requests: self.requests - earlier.requests }
    }
}

#[cfg(test)]
mod tests {
    use super::Batches;

    #[test]
    fn the_mean_is_of_what_came_since() {
        let text = |count, sum| {
            format!(
                "# TYPE doorbuster_lane_batch_size histogram\ndoorbuster_lane_batch_size_bucket{{le=\"1\"}} 1\n\
                 doorbuster_lane_batch_size_sum {sum}\ndoorbuster_lane_batch_size_count {count}\n"
            )
        };
        let before = Batches::read(&text(10, 10)).unwrap();
        let after = Batches::read(&text(30, 1_810)).unwrap();
        assert_eq!((after - before).mean(), Some(90.0));
        assert_eq!(Batches::read("").unwrap().mean(), None);
        assert!(Batches::read("doorbuster_lane_batch_size_sum many\n").is_err());
    }
}
