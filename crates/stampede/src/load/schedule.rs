//! When requests of an open loop are due.

use std::num::NonZeroU32;
use std::time::Duration;

const NANOS: u128 = 1_000_000_000;

/// Requests at a fixed rate, whatever the server does. The moments are computed from the start, never from the request
/// before, so that no delay adds up.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// Requests a second.
    pub rate: NonZeroU32,
    /// How many requests there are.
    pub count: usize,
}

impl Schedule {
    /// When request number `index` is due, after the start.
    #[must_use]
    pub fn due(&self, index: usize) -> Duration {
        let nanos =
            u128::try_from(index).unwrap_or(u128::MAX).saturating_mul(NANOS) / u128::from(self.rate.get());
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    /// How many requests are due when `elapsed` has passed since the start.
    #[must_use]
    pub fn due_by(&self, elapsed: Duration) -> usize {
        // The last index whose moment, rounded down to nanoseconds, is not after `elapsed`; and index 0 is due at once.
        let past = (elapsed.as_nanos() + 1).saturating_mul(u128::from(self.rate.get()));
        let due = past.div_ceil(NANOS);
        usize::try_from(due).unwrap_or(usize::MAX).min(self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::Schedule;
    use std::time::Duration;

    fn schedule(rate: u32, count: usize) -> Schedule {
        Schedule { rate: rate.try_into().unwrap(), count }
    }

    #[test]
    fn requests_are_evenly_spaced_and_do_not_drift() {
        let thousand = schedule(1_000, 10_000);
        assert_eq!(thousand.due(0), Duration::ZERO);
        assert_eq!(thousand.due(1), Duration::from_millis(1));
        assert_eq!(thousand.due(9_999), Duration::from_millis(9_999));
        // A third of a second cannot be written in nanoseconds, and still the 3,000,000th request comes on the second.
        assert_eq!(schedule(3, usize::MAX).due(3_000_000), Duration::from_secs(1_000_000));
    }

    #[test]
    fn what_is_due_agrees_with_when_it_is_due() {
        for rate in [1, 3, 7, 1_000, 33_333, 1_000_000] {
            let schedule = schedule(rate, 1_000);
            for index in 0..1_000 {
                let due = schedule.due(index);
                // Everything with the same moment is due together.
                let together = (index..1_000).take_while(|&later| schedule.due(later) == due).count();
                assert_eq!(schedule.due_by(due), index + together, "{rate}/s, number {index}");
                if let Some(before) = due.checked_sub(Duration::from_nanos(1)) {
                    assert_eq!(schedule.due_by(before), index, "{rate}/s, just before number {index}");
                }
            }
            assert_eq!(schedule.due_by(Duration::from_secs(10_000)), 1_000);
        }
    }

    #[test]
    fn a_stall_releases_everything_that_it_held_up() {
        let schedule = schedule(1_000, 5_000);
        assert_eq!(schedule.due_by(Duration::ZERO), 1);
        assert_eq!(schedule.due_by(Duration::from_millis(2_500)), 2_501);
    }
}
