//! Who may run PostgreSQL in a DATA_DIR, and who is using it. File locks end with their process, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::error::EmbeddedError;
use super::layout::Layout;

/// What the process that runs PostgreSQL is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// `serve`: until it is told to end.
    Server,
    /// A command: for its own duration.
    Command,
}

/// The right to run PostgreSQL in a DATA_DIR. Nobody else has it while this exists.
#[derive(Debug)]
pub(super) struct OwnerLock {
    _file: File,
}

/// The lock's holder, as it introduced itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Holder {
    pub(super) role: Role,
    pub(super) pid: u32,
}

impl OwnerLock {
    /// Takes the lock, or answers `None` when somebody has it.
    pub(super) fn try_take(layout: &Layout, role: Role) -> Result<Option<Self>, EmbeddedError> {
        let path = layout.root.join("postgres.lock");
        let mut file = open(&path)?;
        if !taken(file.try_lock(), &path)? {
            return Ok(None);
        }
        let name = match role {
            Role::Server => "server",
            Role::Command => "command",
        };
        file.set_len(0)
            .and_then(|()| writeln!(file, "{name} {}", std::process::id()))
            .map_err(EmbeddedError::io("cannot write", &path))?;
        Ok(Some(Self { _file: file }))
    }

    /// Who holds the lock; `None` when that is not written yet.
    pub(super) fn holder(layout: &Layout) -> Result<Option<Holder>, EmbeddedError> {
        let path = layout.root.join("postgres.lock");
        let mut file = open(&path)?;
        let mut text = String::new();
        file.seek(SeekFrom::Start(0))
            .and_then(|_| file.read_to_string(&mut text))
            .map_err(EmbeddedError::io("cannot read", &path))?;
        Ok(parse_holder(&text))
    }
}

fn parse_holder(text: &str) -> Option<Holder> {
    let (role, pid) = text.trim().split_once(' ')?;
    let role = match role {
        "server" => Role::Server,
        "command" => Role::Command,
        _ => return None,
    };
    Some(Holder { role, pid: pid.parse().ok()? })
}

/// Held shared by each command that uses the PostgreSQL of another process. A command that runs PostgreSQL for its own
/// duration takes it exclusively before it stops it, and so waits for its guests.
#[derive(Debug)]
pub(super) struct VisitorLock {
    _file: File,
}

impl VisitorLock {
    /// Enters as a guest, unless the house is closing.
    pub(super) fn try_shared(layout: &Layout) -> Result<Option<Self>, EmbeddedError> {
        Self::try_with(layout, File::try_lock_shared)
    }

    /// Closes the house, unless there are guests.
    pub(super) fn try_exclusive(layout: &Layout) -> Result<Option<Self>, EmbeddedError> {
        Self::try_with(layout, File::try_lock)
    }

    fn try_with(
        layout: &Layout,
        lock: impl FnOnce(&File) -> Result<(), TryLockError>,
    ) -> Result<Option<Self>, EmbeddedError> {
        let path = layout.root.join("postgres-visitors.lock");
        let file = open(&path)?;
        Ok(taken(lock(&file), &path)?.then_some(Self { _file: file }))
    }
}

fn open(path: &Path) -> Result<File, EmbeddedError> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(EmbeddedError::io("cannot open", path))
}

fn taken(outcome: Result<(), TryLockError>, path: &Path) -> Result<bool, EmbeddedError> {
    match outcome {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(EmbeddedError::io("cannot lock", path)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Holder, Role, parse_holder};

    #[test]
    fn a_holder_that_has_not_introduced_itself_is_unknown() {
        assert_eq!(parse_holder("server 12\n"), Some(Holder { role: Role::Server, pid: 12 }));
        assert_eq!(parse_holder("command 7"), Some(Holder { role: Role::Command, pid: 7 }));
        assert_eq!(parse_holder(""), None);
        assert_eq!(parse_holder("server "), None);
    }
}
