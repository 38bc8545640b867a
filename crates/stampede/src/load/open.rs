//! The open loop: requests come at a fixed rate, whether or not the server keeps up.
//!
//! Latency counts from the moment a request was due. If it had to wait for a free connection because the server was
//! slow, that wait is the server's: leaving it out is the "coordinated omission" that makes a stall invisible.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use super::{Schedule, Turn};

/// A shorter sleep would only burn the processor that the server needs.
const SHORTEST_SLEEP: Duration = Duration::from_micros(50);

/// Hands out requests when they are due.
#[derive(Debug)]
pub(super) struct Turns {
    start: Instant,
    schedule: Schedule,
    released: Semaphore,
    next: AtomicUsize,
}

impl Turns {
    pub(super) fn new(start: Instant, schedule: Schedule) -> Self {
        Self { start, schedule, released: Semaphore::new(0), next: AtomicUsize::new(0) }
    }

    /// Waits for the next request that is due; none after the last.
    pub(super) async fn next(&self) -> Option<Turn> {
        self.released.acquire().await.ok()?.forget();
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        let intended = self.start + self.schedule.due(index);
        (index < self.schedule.count).then_some(Turn { index, intended })
    }

    /// Releases requests when they are due, on a thread of its own: tokio's timers tick in milliseconds, which is as
    /// long as an answer takes. At the end it releases one more for each of the `connections`, to let them go home.
    pub(super) fn pace(&self, connections: usize) {
        let mut released = 0;
        while released < self.schedule.count {
            let due = self.schedule.due_by(self.start.elapsed());
            self.released.add_permits(due - released);
            released = due;
            let wait = (self.start + self.schedule.due(released)).saturating_duration_since(Instant::now());
            thread::sleep(wait.max(SHORTEST_SLEEP));
        }
        self.released.add_permits(connections);
    }
}

#[cfg(test)]
mod tests {
    use super::Turns;
    use crate::load::Schedule;
    use std::sync::Arc;
    use std::thread;
    use std::time::{Duration, Instant};

    #[test]
    fn a_request_that_waits_keeps_the_moment_it_was_due() {
        let start = Instant::now();
        let schedule = Schedule { rate: 1_000.try_into().unwrap(), count: 40 };
        let turns = Arc::new(Turns::new(start, schedule));
        let pacer = thread::spawn({
            let turns = Arc::clone(&turns);
            move || turns.pace(1)
        });
        // One connection, stuck for longer than the whole schedule takes.
        thread::sleep(Duration::from_millis(60));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let moments: Vec<Duration> = runtime.block_on(async {
            let mut moments = Vec::new();
            while let Some(turn) = turns.next().await {
                moments.push(turn.intended - start);
            }
            moments
        });
        pacer.join().unwrap();
        let wanted: Vec<Duration> = (0..40).map(Duration::from_millis).collect();
        assert_eq!(moments, wanted);
    }

    #[test]
    fn nothing_comes_before_it_is_due() {
        let start = Instant::now();
        let turns = Arc::new(Turns::new(start, Schedule { rate: 200.try_into().unwrap(), count: 5 }));
        let pacer = thread::spawn({
            let turns = Arc::clone(&turns);
            move || turns.pace(1)
        });
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            while let Some(turn) = turns.next().await {
                assert!(Instant::now() >= turn.intended);
            }
        });
        pacer.join().unwrap();
        assert!(start.elapsed() >= Duration::from_millis(20));
    }
}
