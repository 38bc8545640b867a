use chrono::{DateTime, TimeDelta, Utc};

/// How far clocks may drift apart between two looks, and how uncertain a look may be.
const TOLERANCE: TimeDelta = TimeDelta::milliseconds(250);

/// What a process knows of PostgreSQL's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerClock {
    /// PostgreSQL's clock minus ours.
    ahead: TimeDelta,
    /// `ahead` may be off by this much.
    error: TimeDelta,
}

impl Default for ServerClock {
    /// Nothing is known yet: years off, so that no window is judged by it.
    fn default() -> Self {
        Self { ahead: TimeDelta::zero(), error: TimeDelta::days(3_660) }
    }
}

impl ServerClock {
    /// What is known after a look: PostgreSQL was asked at `asked` and answered at `answered`, both by our clock, and
    /// at some moment in between its own said `told`.
    ///
    /// A slow answer says little: one that may be off by more than the tolerance counts only while nothing better is
    /// known.
    #[must_use]
    pub fn observe(self, asked: DateTime<Utc>, told: DateTime<Utc>, answered: DateTime<Utc>) -> Self {
        let half = (answered - asked) / 2;
        let seen = Self { ahead: told - (asked + half), error: half.abs() };
        if seen.error <= TOLERANCE || seen.error <= self.error { seen } else { self }
    }

    /// PostgreSQL's time when ours is `now`, as well as it is known.
    pub fn at(self, now: DateTime<Utc>) -> DateTime<Utc> {
        now + self.ahead
    }

    /// How far [`Self::at`] may be off.
    pub fn tolerance(self) -> TimeDelta {
        self.error + TOLERANCE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(millis).unwrap()
    }

    #[test]
    fn a_quick_look_is_believed() {
        let clock = ServerClock::default().observe(at(1_000), at(6_010), at(1_020));
        assert_eq!(clock.at(at(2_000)), at(7_000));
        assert_eq!(clock.tolerance(), TimeDelta::milliseconds(260));
    }

    /// The answer came 3 s late: taking its middle would put the clock 1.5 s off and refuse buyers of a live sale.
    #[test]
    fn a_slow_look_does_not_spoil_a_good_one() {
        let good = ServerClock::default().observe(at(0), at(0), at(10));
        assert_eq!(good.observe(at(5_000), at(5_001), at(8_000)), good);
    }

    #[test]
    fn a_slow_look_is_better_than_none() {
        let clock = ServerClock::default().observe(at(0), at(0), at(3_000));
        assert_eq!(clock.tolerance(), TimeDelta::milliseconds(1_750));
        assert_eq!(clock.observe(at(4_000), at(4_005), at(4_010)).tolerance(), TimeDelta::milliseconds(255));
    }
}
