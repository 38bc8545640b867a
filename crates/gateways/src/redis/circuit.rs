use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Whether Redis may be asked, and how long it rests after a failure.
///
/// Closed: everybody may ask. The first failure opens it: nobody asks, so that no request waits for a Redis that is known
/// to be away; a probe does. A Redis that keeps failing right after its probe rests longer each time.
#[derive(Debug)]
pub(super) struct Circuit {
    closed: AtomicBool,
    rest: Mutex<Rest>,
}

#[derive(Debug)]
struct Rest {
    next: Duration,
    closed_at: Instant,
}

/// Between a failure and the first probe, and between probes.
const SHORTEST: Duration = Duration::from_millis(250);
const LONGEST: Duration = Duration::from_secs(4);
/// Who works for so long has recovered.
const RECOVERED: Duration = Duration::from_secs(10);

impl Circuit {
    pub(super) fn closed() -> Self {
        let rest = Rest { next: SHORTEST, closed_at: Instant::now() };
        Self { closed: AtomicBool::new(true), rest: Mutex::new(rest) }
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    /// Opens it. Returns how long to rest before each probe to the one caller who did; others failed beside them.
    pub(super) fn open(&self) -> Option<Duration> {
        if !self.closed.swap(false, Ordering::Relaxed) {
            return None;
        }
        let mut rest = self.rest.lock().unwrap_or_else(PoisonError::into_inner);
        if rest.closed_at.elapsed() > RECOVERED {
            rest.next = SHORTEST;
        }
        let pause = rest.next;
        rest.next = (pause * 2).min(LONGEST);
        Some(pause)
    }

    /// The probe was answered.
    pub(super) fn close(&self) {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner).closed_at = Instant::now();
        self.closed.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_caller_opens_it_and_a_probe_closes_it() {
        let circuit = Circuit::closed();
        assert!(circuit.is_closed());
        assert_eq!(circuit.open(), Some(SHORTEST));
        assert!(!circuit.is_closed());
        assert_eq!(circuit.open(), None, "somebody probes already");
        circuit.close();
        assert!(circuit.is_closed());
    }

    #[test]
    fn who_fails_again_at_once_rests_longer_up_to_a_limit() {
        let circuit = Circuit::closed();
        let mut pauses = Vec::new();
        for _ in 0..8 {
            pauses.extend(circuit.open());
            circuit.close();
        }
        assert!(pauses.is_sorted() && pauses[1] == SHORTEST * 2, "{pauses:?}");
        assert_eq!(pauses.last(), Some(&LONGEST));
        circuit.rest.lock().unwrap().closed_at = Instant::now().checked_sub(RECOVERED * 2).unwrap();
        assert_eq!(circuit.open(), Some(SHORTEST), "it had recovered");
    }
}
