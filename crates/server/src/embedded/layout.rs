//! Where things lie in DATA_DIR:
//!
//! ```text
//! DATA_DIR/postgres.lock            held by the process that keeps PostgreSQL running
//! DATA_DIR/postgres-visitors.lock   held (shared) by commands that use somebody else's PostgreSQL
//! DATA_DIR/postgres-binaries/       PostgreSQL from npm, if any
//! DATA_DIR/postgres/                ours
//!   passwords                       ours, 0600
//!   start.log                       ours: what PostgreSQL says before it opens its own log
//!   data/  run/  log/               0700, owned by PostgreSQL's account: the cluster, its socket, its log
//! ```
//!
//! When we are root we write and change owners only in folders of our own: in one of PostgreSQL's account, a link put
//! there by somebody who has broken into the database would lead us anywhere.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt, lchown};
use std::path::{Path, PathBuf};

use rand::Rng;

use super::account::{Account, effective_uid};
use super::error::EmbeddedError;

/// The kernel's limit for the path of a socket, without the final zero.
const LONGEST_SOCKET: usize = 107;
/// PostgreSQL names its socket after the port, also when it listens on no port.
pub(super) const PORT: u16 = 5432;
const SOCKET: &str = ".s.PGSQL.5432";
const TEMPORARY_PREFIX: &str = "doorbuster-socket-";

/// The paths of one DATA_DIR, absolute and without symbolic links.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) root: PathBuf,
    pub(super) home: PathBuf,
    pub(super) data: PathBuf,
    pub(super) log: PathBuf,
    pub(super) passwords: PathBuf,
    pub(super) start_log: PathBuf,
    pub(super) downloads: PathBuf,
}

impl Layout {
    /// Creates DATA_DIR if needed. When we are root, PostgreSQL's account must be able to pass through it (mode 0711);
    /// what lies in it is protected by its own mode.
    pub(super) fn open(data_dir: &Path) -> Result<Self, EmbeddedError> {
        if !data_dir.exists() {
            fs::create_dir_all(data_dir)
                .and_then(|()| fs::set_permissions(data_dir, passable()))
                .map_err(EmbeddedError::io("cannot create", data_dir))?;
        }
        let root = data_dir.canonicalize().map_err(EmbeddedError::io("cannot read", data_dir))?;
        let home = root.join("postgres");
        Ok(Self {
            data: home.join("data"),
            log: home.join("log"),
            passwords: home.join("passwords"),
            start_log: home.join("start.log"),
            downloads: root.join("postgres-binaries"),
            home,
            root,
        })
    }

    /// The major version that created the cluster, or `None` if there is none yet.
    pub(super) fn created_by(&self) -> Result<Option<u32>, EmbeddedError> {
        let file = self.data.join("PG_VERSION");
        match fs::read_to_string(&file) {
            Ok(text) => text.trim().parse().map(Some).map_err(|_| EmbeddedError::Io {
                what: "cannot understand",
                path: file,
                source: io::ErrorKind::InvalidData.into(),
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(EmbeddedError::io("cannot read", &file)(error)),
        }
    }

    /// Creates our own folder for everything about PostgreSQL.
    pub(super) fn create_home(&self) -> Result<(), EmbeddedError> {
        if self.home.exists() {
            return Ok(());
        }
        fs::create_dir(&self.home)
            .and_then(|()| fs::set_permissions(&self.home, passable()))
            .map_err(EmbeddedError::io("cannot create", &self.home))
    }

    /// Creates the folders that PostgreSQL's account owns.
    pub(super) fn create_folders(&self, account: Account) -> Result<(), EmbeddedError> {
        for folder in [&self.log, &self.run()] {
            let outcome =
                if folder.exists() { give(folder, account) } else { private_folder(folder, account) };
            outcome.map_err(EmbeddedError::io("cannot create", folder))?;
        }
        Ok(())
    }

    /// Where the socket goes: beside the data, or, when that path is too long for a socket or has a character
    /// that separates PostgreSQL's list of folders, in a new private folder of the system's temporary one.
    pub(super) fn socket_folder(&self, account: Account) -> Result<PathBuf, EmbeddedError> {
        let record = self.temporary_record();
        let leftover = fs::read_to_string(&record).ok();
        if let Some(leftover) =
            leftover.as_deref().map(str::trim).filter(|path| path.contains(TEMPORARY_PREFIX))
        {
            remove_socket_folder(Path::new(leftover));
            let _gone = fs::remove_file(&record);
        }
        if fits(&self.run()) {
            return Ok(self.run());
        }
        // Another account may not be able to enter our own TMPDIR.
        let temporary = match account {
            Account::Drop { .. } => PathBuf::from("/tmp"),
            Account::Own | Account::Map { .. } => std::env::temp_dir(),
        };
        let name = format!("{TEMPORARY_PREFIX}{:016x}", rand::rng().random::<u64>());
        let folder = [temporary, PathBuf::from("/tmp")]
            .into_iter()
            .map(|parent| parent.join(&name))
            .find(|folder| fits(folder))
            .unwrap_or_else(|| Path::new("/tmp").join(&name));
        // The name is new: whoever prepared a folder of that name makes this fail instead of getting our socket.
        private_folder(&folder, account)
            .and_then(|()| fs::write(&record, folder.as_os_str().as_bytes()))
            .map_err(EmbeddedError::io("cannot create", &folder))?;
        Ok(folder)
    }

    /// Remembers a socket folder outside DATA_DIR, to remove it after we were killed.
    fn temporary_record(&self) -> PathBuf {
        self.home.join("socket-folder")
    }

    fn run(&self) -> PathBuf {
        self.home.join("run")
    }
}

/// Removes a socket folder if it is one of the temporary ones.
pub(super) fn remove_socket_folder(folder: &Path) {
    let temporary = folder
        .file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| name.starts_with(TEMPORARY_PREFIX));
    if temporary {
        // Normally PostgreSQL has removed its files. Only an empty folder goes, so nothing is lost by a mistake here.
        let _gone = fs::remove_file(folder.join(SOCKET));
        let _gone = fs::remove_file(folder.join(format!("{SOCKET}.lock")));
        let _gone = fs::remove_dir(folder);
    }
}

/// Creates a folder that only `account` may use.
pub(super) fn private_folder(folder: &Path, account: Account) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(folder)?;
    give(folder, account)
}

/// The mode of our folders: an ordinary user shares them with nobody, root lets PostgreSQL's account pass through.
fn passable() -> fs::Permissions {
    fs::Permissions::from_mode(if effective_uid() == 0 { 0o711 } else { 0o700 })
}

/// Makes `account` the owner of a file of ours.
pub(super) fn give(path: &Path, account: Account) -> io::Result<()> {
    account.file_owner().map_or(Ok(()), |(uid, gid)| lchown(path, Some(uid), Some(gid)))
}

fn fits(folder: &Path) -> bool {
    let bytes = folder.as_os_str().as_bytes();
    bytes.len() + 1 + SOCKET.len() <= LONGEST_SOCKET && !bytes.iter().any(|byte| matches!(byte, b',' | b'"'))
}

#[cfg(test)]
mod tests {
    use super::fits;
    use std::path::Path;

    #[test]
    fn a_socket_path_has_a_limit() {
        let ninety_three = format!("/{}", "x".repeat(92));
        assert!(fits(Path::new(&ninety_three)));
        assert!(!fits(Path::new(&format!("{ninety_three}x"))));
        assert!(fits(Path::new("/with a blank")));
        assert!(!fits(Path::new("/a,b")));
    }
}
