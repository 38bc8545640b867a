//! Memory, from `/proc`.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::Context;

const INTERVAL: Duration = Duration::from_millis(5);

/// The memory of a process that was watched, in KiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// When watching began.
    pub before: u64,
    /// The most that was seen.
    pub peak: u64,
}

impl Memory {
    /// How much each of `count` clients added to the peak, in KiB.
    #[must_use]
    pub fn each(self, count: u64) -> f64 {
        if count == 0 {
            return 0.0;
        }
        crate::report::float(self.peak.saturating_sub(self.before)) / crate::report::float(count)
    }
}

/// The resident memory of a process in KiB.
///
/// # Errors
/// When there is no such process.
pub fn resident(pid: u32) -> anyhow::Result<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/status"))
        .with_context(|| format!("there is no process {pid}"))?;
    parse(&text).with_context(|| format!("process {pid} has no memory"))
}

fn parse(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// Watches a process until it is asked what it saw.
#[derive(Debug)]
pub struct MemoryWatch {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Memory>,
}

impl MemoryWatch {
    /// Starts watching.
    ///
    /// # Errors
    /// When there is no such process.
    pub fn start(pid: u32) -> anyhow::Result<Self> {
        let before = resident(pid)?;
        let stop = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&stop);
        let thread = thread::Builder::new().name("memory".to_owned()).spawn(move || {
            let mut peak = before;
            while !asked.load(Ordering::Relaxed) {
                // A process that is gone uses nothing more.
                peak = peak.max(resident(pid).unwrap_or_default());
                thread::sleep(INTERVAL);
            }
            Memory { before, peak }
        })?;
        Ok(Self { stop, thread })
    }

    /// Stops watching.
    ///
    /// # Errors
    /// When the watching thread has died.
    pub fn finish(self) -> anyhow::Result<Memory> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().map_err(|_| anyhow::anyhow!("the memory watch has panicked"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Memory, MemoryWatch, parse};

    #[test]
    fn resident_memory_is_read() {
        assert_eq!(parse("Name:\tx\nVmHWM:\t  900 kB\nVmRSS:\t  812 kB\n"), Some(812));
        assert_eq!(parse("Name:\tkthread\n"), None);
    }

    #[test]
    fn a_peak_is_seen_after_it_has_passed() {
        let watch = MemoryWatch::start(std::process::id()).unwrap();
        let large = vec![1_u8; 64 * 1024 * 1024];
        std::thread::sleep(super::INTERVAL * 10);
        drop(large);
        let Memory { before, peak } = watch.finish().unwrap();
        assert!(peak >= before + 60 * 1024, "{before} {peak}");
    }

    #[test]
    fn memory_is_shared_by_the_clients() {
        let memory = Memory { before: 1_000, peak: 6_000 };
        assert!((memory.each(100) - 50.0).abs() < 1e-9);
        assert!(memory.each(0).abs() < f64::EPSILON);
    }
}
