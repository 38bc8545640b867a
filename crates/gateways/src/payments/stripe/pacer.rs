use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// Lets requests to one endpoint pass one after the other, at most 25 in any second: what Stripe takes from an account.
#[derive(Debug)]
pub(super) struct Pacer {
    next: Mutex<Instant>,
}

impl Pacer {
    /// A little more than a twenty-fifth of a second, because the network brings requests closer together.
    const GAP: Duration = Duration::from_millis(42);

    pub(super) fn new() -> Self {
        Self { next: Mutex::new(Instant::now()) }
    }

    /// Waits for a turn. Returns whether there is one before `deadline`; if not, it has not waited.
    pub(super) async fn turn(&self, deadline: Instant) -> bool {
        let at = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let at = Instant::now().max(*next);
            if at >= deadline {
                return false;
            }
            *next = at + Self::GAP;
            at
        };
        sleep_until(at).await;
        true
    }

    /// Lets nobody pass for so long: Stripe said that there were too many.
    pub(super) fn hold_back(&self, pause: Duration) {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        *next = (*next).max(Instant::now() + pause);
    }
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_second_sees_more_than_25() {
        let pacer = Pacer::new();
        let deadline = Instant::now() + Duration::from_secs(60);
        let turn = async || {
            assert!(pacer.turn(deadline).await);
            Instant::now()
        };
        let mut passed = join_all((0..100).map(|_| turn())).await;
        passed.sort();
        for (first, twenty_sixth) in passed.iter().zip(passed.iter().skip(25)) {
            assert!(*twenty_sixth - *first >= Duration::from_secs(1));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_would_wait_too_long_is_told_at_once() {
        let pacer = Pacer::new();
        pacer.hold_back(Duration::from_secs(2));
        let started = Instant::now();
        assert!(!pacer.turn(started + Duration::from_secs(1)).await);
        assert_eq!(started, Instant::now());
        assert!(pacer.turn(started + Duration::from_secs(3)).await);
        assert_eq!(started + Duration::from_secs(2), Instant::now());
    }
}
