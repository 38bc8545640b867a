use std::time::Duration;

use super::Failure;

/// Between two attempts after a failure; doubled up to the longest.
const SHORTEST: Duration = Duration::from_millis(20);
const LONGEST: Duration = Duration::from_millis(500);

/// How a lane goes about its attempts: how long each may take, and how long it rests after a failure.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    next: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { next: SHORTEST }
    }
}

impl Pace {
    /// Connecting may take so long. Nothing was sent then.
    pub const CONNECT: Duration = Duration::from_secs(3);
    /// One attempt may take so long, the database's own limits included. Later its outcome is unknown.
    pub const ATTEMPT: Duration = Duration::from_secs(6);
    /// While an attempt is out, those who wait too long are looked for this often.
    pub const TICK: Duration = Duration::from_millis(250);
    /// A lane that sold nothing for so long gives its connection back.
    pub const IDLE: Duration = Duration::from_secs(30);

    /// An attempt was answered: the next failure is a first one.
    pub fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// How long to rest after `failure`, or none: the halves of a refused batch go at once.
    pub fn failed(&mut self, failure: Failure) -> Option<Duration> {
        match failure {
            Failure::Refused => None,
            Failure::NotDone | Failure::Unknown => {
                let rest = self.next;
                self.next = (rest * 2).min(LONGEST);
                Some(rest)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_grow_to_half_a_second_and_start_again() {
        let mut pace = Pace::default();
        let rests: Vec<_> = (0..7).filter_map(|_| pace.failed(Failure::NotDone)).collect();
        assert_eq!(rests, [20, 40, 80, 160, 320, 500, 500].map(Duration::from_millis));
        assert_eq!(pace.failed(Failure::Refused), None);
        pace.succeeded();
        assert_eq!(pace.failed(Failure::Unknown), Some(SHORTEST));
    }
}
