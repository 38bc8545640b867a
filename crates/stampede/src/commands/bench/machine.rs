//! Where and on what it was measured.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::database::Durability;
use crate::report::{float, median};

/// This machine, this commit.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Machine {
    pub(super) at: DateTime<Utc>,
    pub(super) commit: String,
    /// Whether something was changed that is not in the commit.
    pub(super) dirty: bool,
    pub(super) debug_build: bool,
    pub(super) processors: usize,
    pub(super) model: String,
    pub(super) memory_gib: f64,
    pub(super) kernel: String,
    /// Median of a page written and waited for, on the disk that PostgreSQL uses.
    pub(super) fdatasync_us: Option<f64>,
    pub(super) postgres: Durability,
}

impl Machine {
    pub(super) fn look(data_dir: &Path, postgres: Durability) -> Self {
        let git = |arguments: &[&str]| {
            let output = Command::new("git").args(arguments).output().ok()?;
            output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        };
        let field = |file, name| field(&fs::read_to_string(file).unwrap_or_default(), name);
        let kib = field("/proc/meminfo", "MemTotal").and_then(|text| text.strip_suffix(" kB")?.parse().ok());
        Self {
            at: crate::ambient::now(),
            commit: git(&["rev-parse", "--short=10", "HEAD"]).unwrap_or_else(|| "unknown".to_owned()),
            dirty: git(&["status", "--porcelain"]).is_none_or(|changes| !changes.is_empty()),
            debug_build: cfg!(debug_assertions),
            processors: processors(),
            model: field("/proc/cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            memory_gib: float(kib.unwrap_or(0)) / 1024.0 / 1024.0,
            kernel: fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default().trim().to_owned(),
            fdatasync_us: fdatasync(data_dir),
            postgres,
        }
    }
}

/// Processors that we may use.
pub(super) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// The value of the first line that says `name: value`.
fn field(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        (found.trim() == name).then(|| value.trim().to_owned())
    })
}

/// How long the disk takes to keep a page for good, in microseconds.
fn fdatasync(folder: &Path) -> Option<f64> {
    let path = folder.join("fdatasync");
    let times = || -> std::io::Result<Vec<f64>> {
        let mut file = File::create(&path)?;
        file.write_all(&[0; 64 * 8192])?;
        file.sync_all()?;
        (0..200_u64)
            .map(|turn| {
                let started = Instant::now();
                file.write_all_at(&[1; 8192], turn % 64 * 8192)?;
                file.sync_data()?;
                Ok(started.elapsed().as_secs_f64() * 1e6)
            })
            .collect()
    };
    let median = times().ok().and_then(|times| median(&times));
    let _never_made = fs::remove_file(&path);
    median
}

#[cfg(test)]
mod tests {
    use super::{fdatasync, field};

    #[test]
    fn the_kernels_files_are_understood() {
        let text = "processor\t: 0\nmodel name\t: Some CPU @ 2.00GHz\nmodel name\t: another\n";
        assert_eq!(field(text, "model name").as_deref(), Some("Some CPU @ 2.00GHz"));
        assert_eq!(field(text, "flags"), None);
    }

    #[test]
    fn waiting_for_the_disk_takes_time() {
        let folder = tempfile::tempdir().unwrap();
        assert!(fdatasync(folder.path()).unwrap() > 0.0);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        assert_eq!(fdatasync(&folder.path().join("absent")), None);
    }
}
