//! From a folder to a PostgreSQL that is ready.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::account::{Account, LastWill};
use super::binaries::Binaries;
use super::error::EmbeddedError;
use super::layout::{self, Layout};
use super::lock::OwnerLock;
use super::logs::{self, Bookmark};
use super::passwords::Passwords;
use super::pidfile::{self, PidFile};
use super::settings::Settings;
use super::supervisor::Supervisor;
use super::{initdb, tuning};

/// Starting includes recovery after a crash, which reads up to `max_wal_size` of log.
const START_LIMIT: Duration = Duration::from_secs(120);
/// Processes of a postmaster that was killed hold its shared memory until they notice.
const RETRY_LIMIT: Duration = Duration::from_secs(20);

/// A PostgreSQL that is ready, its roles not yet made sure of.
pub(super) struct Started {
    pub(super) supervisor: Supervisor,
    pub(super) socket_folder: PathBuf,
    pub(super) passwords: Passwords,
}

/// Starts PostgreSQL, creating its cluster first if there is none. The lock goes to PostgreSQL: it is held until its end.
pub(super) async fn start(
    settings: Settings,
    layout: &Layout,
    lock: OwnerLock,
) -> Result<Started, EmbeddedError> {
    let folders = layout.clone();
    let Prepared { launch, passwords, belongings, bookmark } =
        tokio::task::spawn_blocking(move || prepare(&settings, &folders, lock))
            .await
            .map_err(|error| EmbeddedError::Start { reason: error.to_string(), log: String::new() })??;
    let socket_folder = belongings.socket_folder.clone();
    let belongings = Arc::new(belongings);
    let started = Instant::now();
    loop {
        let command = launch.command(layout)?;
        let supervisor = Supervisor::spawn(command, Arc::clone(&belongings))
            .map_err(EmbeddedError::io("cannot run", Path::new("setpriv or unshare")))?;
        match wait_until_ready(&supervisor, layout, &bookmark).await {
            Ok(()) => {
                return Ok(Started { supervisor, socket_folder, passwords });
            }
            Err(EmbeddedError::Start { log, .. })
                if started.elapsed() < RETRY_LIMIT && held_by_predecessor(&log) =>
            {
                sleep(Duration::from_millis(250)).await;
            }
            Err(error) => return Err(error),
        }
    }
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
    let binaries =
        Binaries::choose(settings.binaries.as_deref(), &layout.downloads, &layout.data, created_by)?;
    let account = match created_by {
        Some(_) => Account::of_cluster(&layout.data)?,
        None => Account::for_new_cluster(&layout.home, &binaries)?,
    };
    layout.create_folders(account)?;
    pidfile::settle_predecessor(layout)?;
    let passwords = match (Passwords::load(&layout.passwords)?, created_by) {
        (Some(passwords), Some(_)) => passwords,
        (None, Some(_)) => {
            tracing::warn!("{} is missing, renewing the database's passwords", layout.passwords.display());
            let passwords = Passwords::random();
            initdb::reset_owner_password(layout, &binaries, account, &passwords)?;
            passwords.store(&layout.passwords)?;
            passwords
        }
        (_, None) => {
            tracing::info!("creating the database in {}", layout.data.display());
            initdb::create(layout, &binaries, account, settings)?
        }
    };
    let bookmark = logs::prepare(layout);
    let socket_folder = layout.socket_folder(account)?;
    let settings = tuning::settings(layout, &socket_folder, &settings.extra);
    let launch = Launch { account, postgres: binaries.postgres(), settings };
    Ok(Prepared { launch, passwords, belongings: Belongings { socket_folder, _lock: lock }, bookmark })
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
        command.arg("-D").arg(&layout.data).stdout(log.try_clone().map_err(cannot_write())?).stderr(log);
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
        return Err(EmbeddedError::Start { reason, log: bookmark.tail(layout) });
    }
}

/// What PostgreSQL says while processes of a killed postmaster are still there.
fn held_by_predecessor(log: &str) -> bool {
    log.contains("is still in use") || log.contains(r#"lock file "postmaster.pid" already exists"#)
}
