//! Memory, from `/proc`.

use std::fs;

use anyhow::Context;
use serde::Serialize;

/// The memory of a process that was watched, in KiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Memory {
    /// When watching began.
    pub before: u64,
    /// The most that it had since then.
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
    read(pid, "VmRSS:")
}

/// The memory that processes have each for themselves, added up, in KiB: without files and shared buffers.
/// One that has ended meanwhile has none.
#[must_use]
pub fn private(pids: &[u32]) -> u64 {
    pids.iter().map(|&pid| read(pid, "RssAnon:").unwrap_or_default()).sum()
}

fn read(pid: u32, field: &str) -> anyhow::Result<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/status"))
        .with_context(|| format!("there is no process {pid}"))?;
    parse(&text, field).with_context(|| format!("process {pid} has no memory"))
}

fn parse(status: &str, field: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// Watches for the peak of a process's memory. The kernel does the watching, so it costs nothing.
#[derive(Clone, Copy, Debug)]
pub struct MemoryWatch {
    pid: u32,
    before: u64,
}

impl MemoryWatch {
    /// Starts watching: the kernel forgets the peak so far.
    ///
    /// # Errors
    /// When there is no such process, or it is somebody else's.
    pub fn start(pid: u32) -> anyhow::Result<Self> {
        let before = resident(pid)?;
        // See proc(5): 5 resets the peak.
        fs::write(format!("/proc/{pid}/clear_refs"), "5")
            .with_context(|| format!("cannot watch the memory of process {pid}"))?;
        Ok(Self { pid, before })
    }

    /// What it had at most since the start.
    ///
    /// # Errors
    /// When the process has ended.
    pub fn finish(self) -> anyhow::Result<Memory> {
        Ok(Memory { before: self.before, peak: read(self.pid, "VmHWM:")? })
    }
}

#[cfg(test)]
mod tests {
    use super::{Memory, MemoryWatch, parse, private};

    #[test]
    fn resident_memory_is_read() {
        let status = "Name:\tx\nVmHWM:\t  900 kB\nVmRSS:\t  812 kB\n";
        assert_eq!((parse(status, "VmRSS:"), parse(status, "VmHWM:")), (Some(812), Some(900)));
        assert_eq!(parse("Name:\tkthread\n", "VmRSS:"), None);
        assert!(private(&[std::process::id()]) > 0);
        assert_eq!(private(&[u32::MAX]), 0);
    }

    #[test]
    fn a_peak_is_seen_after_it_has_passed() {
        let watch = MemoryWatch::start(std::process::id()).unwrap();
        let large = vec![1_u8; 64 * 1024 * 1024];
        assert_eq!(large.iter().rev().take(1).sum::<u8>(), 1);
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
