//! PostgreSQL's log: keeping it small and quoting its end in an error.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::layout::Layout;

/// A daily file beyond this size is dropped at the next start.
const LARGEST: u64 = 32 * 1024 * 1024;
const TAIL_LINES: usize = 20;
const TAIL_BYTES: u64 = 64 * 1024;

/// Where the log files end before a start, so that only what this start wrote is quoted.
#[derive(Debug)]
pub(super) struct Bookmark(Vec<(PathBuf, u64)>);

/// Removes oversized files and remembers where the others end.
pub(super) fn prepare(layout: &Layout) -> Bookmark {
    let mut ends = Vec::new();
    for (path, length) in files(&layout.log) {
        if length > LARGEST {
            let _gone = fs::remove_file(&path);
        } else {
            ends.push((path, length));
        }
    }
    Bookmark(ends)
}

impl Bookmark {
    /// The last lines that this start of PostgreSQL wrote: to us, then to its own log.
    pub(super) fn tail(&self, layout: &Layout) -> String {
        let mut text = read_from(&layout.start_log, 0);
        for (path, length) in files(&layout.log) {
            let before = self.0.iter().find(|(known, _)| *known == path).map_or(0, |(_, end)| *end);
            if length > before {
                text.push_str(&read_from(&path, before));
            }
        }
        let lines: Vec<&str> = text.lines().collect();
        let skipped = lines.len().saturating_sub(TAIL_LINES);
        lines.into_iter().skip(skipped).collect::<Vec<_>>().join("\n")
    }
}

/// The regular files of the log folder with their lengths; links lead elsewhere and are not ours.
fn files(folder: &Path) -> Vec<(PathBuf, u64)> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let found = entry.metadata().ok()?;
            found.is_file().then(|| (entry.path(), found.len()))
        })
        .collect()
}

fn read_from(path: &Path, start: u64) -> String {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|mut file| {
        let start = start.max(file.metadata()?.len().saturating_sub(TAIL_BYTES));
        file.seek(SeekFrom::Start(start))?;
        file.take(TAIL_BYTES).read_to_end(&mut bytes)
    });
    match read {
        Ok(_) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(_) => String::new(),
    }
}
