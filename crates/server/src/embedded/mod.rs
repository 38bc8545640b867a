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
mod settings;
mod start;
mod supervisor;
mod template;
mod tuning;

use std::path::PathBuf;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use tokio::time::{Instant, sleep};

pub use self::error::EmbeddedError;
pub use self::settings::Settings;

use self::layout::Layout;
use self::lock::{OwnerLock, Role, VisitorLock};
use self::passwords::Passwords;
use self::pidfile::PidFile;
use self::start::Started;
use self::supervisor::Supervisor;

/// The role that owns the database and its tables, and migrates.
pub const OWNER: &str = "doorbuster_owner";
/// The role the application uses. It owns nothing; the migrations grant it what it may do.
pub const APPLICATION: &str = "doorbuster_app";
/// The database.
pub const DATABASE: &str = "doorbuster";

/// How long a command waits for another process to get its PostgreSQL ready, which may have to recover from a crash.
const ATTACH_LIMIT: Duration = Duration::from_secs(120);
/// How long a server waits for commands to finish with the database.
const SERVER_WAITS_FOR_COMMAND: Duration = Duration::from_secs(10);
/// Another server's name in the lock may be that of the previous holder for an instant.
const SERVER_WAITS_FOR_SERVER: Duration = Duration::from_secs(1);
/// How long a command that runs PostgreSQL waits for its guests before it stops it.
const HOST_WAITS_FOR_GUESTS: Duration = Duration::from_secs(300);

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
    Host { supervisor: Supervisor, role: Role, layout: Layout },
    /// Somebody else does, and waits for us if they are a command.
    Guest { _lock: VisitorLock },
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
                return Err(EmbeddedError::AlreadyRunning { data_dir: layout.root, pid: server.pid });
            }
            if started.elapsed() > SERVER_WAITS_FOR_COMMAND {
                let pid = holder.map_or(0, |holder| holder.pid);
                return Err(EmbeddedError::Busy { data_dir: layout.root, pid });
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
            if started.elapsed() > ATTACH_LIMIT {
                let pid = OwnerLock::holder(&layout)?.map_or(0, |holder| holder.pid);
                return Err(refusal.unwrap_or(EmbeddedError::Busy { data_dir: layout.root, pid }));
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
        roles::options(&self.socket_folder, APPLICATION, &self.passwords.application, DATABASE)
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
            Tenure::Host { supervisor, role, layout } => {
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
        let Some(PidFile { socket_folder, ready: true, .. }) = PidFile::read(&layout.data) else {
            return Ok(None);
        };
        let Some(passwords) = Passwords::load(&layout.passwords)? else {
            return Ok(None);
        };
        let attached = Self { socket_folder, passwords, tenure: Tenure::Guest { _lock: guest } };
        roles::check(&attached.owner()).await?;
        Ok(Some(attached))
    }

    async fn host(
        settings: Settings,
        layout: Layout,
        lock: OwnerLock,
        role: Role,
    ) -> Result<Self, EmbeddedError> {
        let Started { supervisor, socket_folder, passwords } = start::start(settings, &layout, lock).await?;
        if let Err(error) = roles::ensure(&socket_folder, &passwords).await {
            supervisor.stop().await?;
            return Err(error);
        }
        Ok(Self { socket_folder, passwords, tenure: Tenure::Host { supervisor, role, layout } })
    }
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
