//! The closed loop: every connection sends its next request as soon as the last was answered.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::Turn;

/// Hands out requests until there are no more or time is up.
#[derive(Debug)]
pub(super) struct Turns {
    next: AtomicUsize,
    requests: usize,
    until: Option<Instant>,
}

impl Turns {
    pub(super) fn new(requests: usize, start: Instant, at_most: Option<Duration>) -> Self {
        Self { next: AtomicUsize::new(0), requests, until: at_most.map(|limit| start + limit) }
    }

    /// The next request, due now.
    pub(super) fn next(&self) -> Option<Turn> {
        let now = Instant::now();
        if self.until.is_some_and(|until| now >= until) {
            return None;
        }
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        (index < self.requests).then_some(Turn { index, intended: now })
    }
}

#[cfg(test)]
mod tests {
    use super::Turns;
    use std::time::{Duration, Instant};

    #[test]
    fn every_request_is_handed_out_once() {
        let turns = Turns::new(3, Instant::now(), None);
        let indexes: Vec<usize> = std::iter::from_fn(|| turns.next()).map(|turn| turn.index).collect();
        assert_eq!(indexes, [0, 1, 2]);
    }

    #[test]
    fn time_ends_it_too() {
        let turns = Turns::new(3, Instant::now(), Some(Duration::ZERO));
        assert!(turns.next().is_none());
    }
}
