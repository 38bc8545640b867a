//! PostgreSQL's own note about itself, `postmaster.pid`, and what it says about a predecessor.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::error::EmbeddedError;
use super::layout::Layout;

/// A predecessor that lost its parent is ending already; one that is not gets asked after this time.
const PATIENCE: Duration = Duration::from_secs(2);
/// A fast shutdown writes everything in memory to disk, which takes long on a slow disk.
const LIMIT: Duration = Duration::from_secs(60);

/// The lines of `postmaster.pid` that matter here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PidFile {
    pub(super) pid: i32,
    pub(super) socket_folder: PathBuf,
    pub(super) ready: bool,
}

impl PidFile {
    /// Reads the file; `None` when it is missing or not complete yet.
    pub(super) fn read(data: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(path(data)).ok()?)
    }

    fn parse(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().collect();
        Some(Self {
            pid: lines.first()?.trim().parse().ok()?,
            socket_folder: PathBuf::from(*lines.get(4)?),
            ready: lines.get(7).is_some_and(|status| status.trim() == "ready"),
        })
    }
}

/// Waits until a PostgreSQL whose shop was killed has ended, and clears away what a machine that lost power left behind.
/// Only for the holder of the owner's lock: it knows that no living shop keeps this PostgreSQL.
pub(super) fn settle_predecessor(layout: &Layout) -> Result<(), EmbeddedError> {
    let started = Instant::now();
    let mut asked = false;
    loop {
        let Some(number) = first_line(&layout.data) else {
            return Ok(());
        };
        let Some(pid) = Pid::from_raw(number) else {
            return Ok(());
        };
        if !is_postgres_of(&layout.data, number) {
            // The number may belong to somebody else by now, which PostgreSQL would take for itself still running.
            if Path::new("/proc").join(number.to_string()).exists() {
                let file = path(&layout.data);
                tracing::warn!("removing {}: process {number} is not PostgreSQL", file.display());
                fs::remove_file(&file).map_err(EmbeddedError::io("cannot remove", &file))?;
            }
            return Ok(());
        }
        if started.elapsed() > PATIENCE && !asked {
            tracing::warn!("stopping PostgreSQL (process {number}), which outlived its shop");
            let _gone = kill_process(pid, Signal::INT);
            asked = true;
        }
        if started.elapsed() > LIMIT {
            return Err(EmbeddedError::Stop(number));
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn path(data: &Path) -> PathBuf {
    data.join("postmaster.pid")
}

fn first_line(data: &Path) -> Option<i32> {
    fs::read_to_string(path(data)).ok()?.lines().next()?.trim().parse().ok()
}

/// A postmaster works in its data folder and has it among its arguments.
fn is_postgres_of(data: &Path, pid: i32) -> bool {
    let process = Path::new("/proc").join(pid.to_string());
    let works_there = fs::read_link(process.join("cwd")).is_ok_and(|cwd| cwd == data);
    let told_so = fs::read(process.join("cmdline"))
        .is_ok_and(|line| line.split(|byte| *byte == 0).any(|word| word == data.as_os_str().as_bytes()));
    works_there || told_so
}

#[cfg(test)]
mod tests {
    use super::PidFile;

    #[test]
    fn is_ready_only_when_it_says_so() {
        let starting = "77\n/d/data\n1700000000\n5432\n/d/run\n\n  1966275        12\nstarting\n";
        let file = PidFile::parse(starting).unwrap();
        assert_eq!((file.pid, file.socket_folder.to_str().unwrap(), file.ready), (77, "/d/run", false));
        assert!(PidFile::parse(&starting.replace("starting", "ready   ")).unwrap().ready);
        assert_eq!(PidFile::parse("77\n/d/data\n"), None);
    }
}
