use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long a race lasts at least.
const SHORTEST: Duration = Duration::from_secs(6);
/// And at most, on a machine that is busy with something else.
const LONGEST: Duration = Duration::from_secs(60);

/// A race that goes on until it was one: for six seconds, and until enough has happened in it.
#[derive(Debug)]
pub struct Race {
    started: Instant,
    happened: AtomicUsize,
    enough: usize,
}

impl Race {
    /// Begins now, and is over when `enough` has happened.
    pub fn until(enough: usize) -> Self {
        Self { started: Instant::now(), happened: AtomicUsize::new(0), enough }
    }

    /// Something happened.
    pub fn count(&self) {
        self.happened.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether to go on.
    pub fn is_on(&self) -> bool {
        let lasted = self.started.elapsed();
        lasted < SHORTEST || (lasted < LONGEST && self.happened.load(Ordering::Relaxed) < self.enough)
    }

    /// Ends it.
    ///
    /// # Panics
    /// When too little has happened for a race.
    pub fn finish(self) {
        let happened = self.happened.into_inner();
        assert!(happened >= self.enough, "{happened} are too few for a race of {}", self.enough);
    }
}
