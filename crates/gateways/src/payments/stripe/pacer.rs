use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// Lets requests to one endpoint pass one after the other, and no more in any second than Stripe takes.
#[derive(Debug)]
pub(super) struct Pacer {
    next: Mutex<Instant>,
    gap: Duration,
}

impl Pacer {
    /// At most `rate` in a second: a little fewer, because the network brings requests closer together.
    pub(super) fn new(rate: NonZeroU32) -> Self {
        let gap = Duration::from_millis(1_050) / rate.get();
        Self { next: Mutex::new(Instant::now()), gap }
    }

    /// Waits for a turn. Returns whether there is one before `deadline`; if not, it has not waited.
    pub(super) async fn turn(&self, deadline: Instant) -> bool {
        let at = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let at = Instant::now().max(*next);
            if at >= deadline {
                return false;
            }
            *next = at + self.gap;
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

    use super::super::StripeSettings;
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_second_sees_more_than_its_rate() {
        for rate in [25_u8, 5] {
            let pacer = Pacer::new(NonZeroU32::new(rate.into()).unwrap());
            let started = Instant::now();
            let turn = async || {
                assert!(pacer.turn(started + Duration::from_secs(60)).await);
                Instant::now()
            };
            let mut passed = join_all((0..4 * rate).map(|_| turn())).await;
            passed.sort();
            for (first, next) in passed.iter().zip(passed.iter().skip(rate.into())) {
                assert!(*next - *first >= Duration::from_secs(1));
            }
            let took = started.elapsed();
            assert!(took < Duration::from_secs(5), "{rate}: 4 seconds' requests took {took:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_would_wait_too_long_is_told_at_once() {
        let pacer = Pacer::new(StripeSettings::RATE);
        pacer.hold_back(Duration::from_secs(2));
        let started = Instant::now();
        assert!(!pacer.turn(started + Duration::from_secs(1)).await);
        assert_eq!(started, Instant::now());
        assert!(pacer.turn(started + Duration::from_secs(3)).await);
        assert_eq!(started + Duration::from_secs(2), Instant::now());
    }
}
