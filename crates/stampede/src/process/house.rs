//! One PostgreSQL for any number of servers, and what is done with it besides serving.

use std::fs::Permissions;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context;
use doorbuster_server::embedded::{Embedded, Settings};
use futures::FutureExt;
use rustix::process::{Pid, Signal, kill_process};
use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;
use tempfile::TempDir;

use super::shop::{Program, run_to_end};
use crate::client::Api;

/// PostgreSQL's name for its socket.
pub(crate) const SOCKET: &str = ".s.PGSQL.5432";

/// A folder with a PostgreSQL, which is our child and not a server's: servers come and go without it.
#[derive(Debug)]
pub struct House {
    // Dropped in this order: PostgreSQL, then its folder if nobody is to keep it.
    database: Option<Embedded>,
    owner: PgConnectOptions,
    application: PgConnectOptions,
    program: Program,
    secret: String,
    folder: PathBuf,
    _temporary: Option<TempDir>,
}

impl House {
    /// One that vanishes when it is dropped. PostgreSQL ends with the thread that calls this.
    ///
    /// # Errors
    /// Why PostgreSQL does not start.
    pub async fn temporary(program: &Program) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("stampede-").tempdir()?;
        let house = Self::open(program, folder.path()).await?;
        Ok(Self { _temporary: Some(folder), ..house })
    }

    /// One that stays in `folder`. PostgreSQL ends with the thread that calls this.
    ///
    /// # Errors
    /// Why PostgreSQL does not start.
    pub async fn open(program: &Program, folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)?;
        // When we are root, PostgreSQL and nginx run as other users, who must be able to pass through to their folders.
        std::fs::set_permissions(folder, Permissions::from_mode(0o711))?;
        let secret = kept_secret(&folder.join("secret"))?;
        let database = start_database(folder).await?;
        Ok(Self {
            owner: database.owner(),
            application: database.application(),
            database: Some(database),
            program: program.clone(),
            secret,
            folder: folder.to_owned(),
            _temporary: None,
        })
    }

    /// Where everything is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A way into the database that no fault of a wire touches.
    #[must_use]
    pub fn owner(&self) -> &PgConnectOptions {
        &self.owner
    }

    /// The same, as `DATABASE_URL` has it.
    #[must_use]
    pub fn owner_url(&self) -> String {
        url(&self.owner, None)
    }

    /// PostgreSQL's socket.
    ///
    /// # Errors
    /// Never: the embedded PostgreSQL has one.
    pub(crate) fn socket(&self) -> anyhow::Result<PathBuf> {
        Ok(self.owner.get_socket().context("PostgreSQL has no socket")?.join(SOCKET))
    }

    /// `doorbuster serve` on `address` without limiter, with `folder` for its own; it finds PostgreSQL through `socket` if
    /// that is another folder than PostgreSQL's.
    pub(crate) fn server(&self, folder: &Path, address: SocketAddr, socket: Option<&Path>) -> Command {
        let mut command = self.program.command(folder, &self.secret);
        command
            .arg("serve")
            .env("LISTEN", address.to_string())
            .env("RATE_LIMIT", "off")
            .env("DATABASE_URL", url(&self.application, socket))
            .env("DATABASE_MIGRATION_URL", url(&self.owner, socket))
            .stdin(Stdio::null());
        command
    }

    /// Runs one of doorbuster's commands to its end and returns what it printed.
    ///
    /// # Errors
    /// When it fails, with what it said.
    pub fn run(&self, arguments: &[&str], input: &str) -> anyhow::Result<String> {
        let mut command = self.program.command(&self.folder, &self.secret);
        command
            .env("DATABASE_URL", url(&self.application, None))
            .env("DATABASE_MIGRATION_URL", url(&self.owner, None))
            .args(arguments);
        run_to_end(command, input)
    }

    /// Makes an account that may open sales, and signs in at a server.
    ///
    /// # Errors
    /// When the command fails or the sign-in is refused.
    pub async fn staff(&self, server: Api) -> anyhow::Result<Api> {
        let email = format!("{}@example.com", crate::ambient::word(12).to_lowercase());
        let password = crate::ambient::word(24);
        self.run(&["users", "create", "--email", &email, "--role", "staff", "--password-stdin"], &password)?;
        server.sign_in(&email, &password).await
    }

    /// Makes customers; their tokens are in the file that is named.
    ///
    /// # Errors
    /// When the command fails.
    pub fn customers(&self, count: usize) -> anyhow::Result<PathBuf> {
        let path = self.folder.join("users.csv");
        self.run(&["load-users", "--count", &count.to_string(), "--csv", &path.display().to_string()], "")?;
        Ok(path)
    }

    /// Checks every invariant on the live database.
    ///
    /// # Errors
    /// The violations.
    pub fn audit(&self) -> anyhow::Result<String> {
        self.run(&["audit"], "")
    }

    /// Ends PostgreSQL, at once if `immediate`, and starts it again. Its socket may be elsewhere afterwards.
    ///
    /// # Errors
    /// When it does not end or does not start.
    pub async fn restart_database(&mut self, immediate: bool) -> anyhow::Result<()> {
        let database = self.database.take().context("PostgreSQL does not run")?;
        if immediate {
            let pid = Pid::from_raw(postmaster(&self.folder)?.cast_signed());
            kill_process(pid.context("postmaster.pid names no process")?, Signal::QUIT)?;
            database.ended().await;
            drop(database);
        } else {
            database.stop().await?;
        }
        let database = start_database(&self.folder).await?;
        (self.owner, self.application) = (database.owner(), database.application());
        self.database = Some(database);
        Ok(())
    }

    /// PostgreSQL's process id, while it runs.
    #[must_use]
    pub fn database_pid(&self) -> Option<u32> {
        // `ended` is ready at once when it has ended, and never otherwise.
        self.database.as_ref()?.ended().now_or_never().is_none().then(|| postmaster(&self.folder).ok())?
    }

    /// PostgreSQL's logs.
    ///
    /// # Errors
    /// When they cannot be read.
    pub(crate) fn keep_logs(&self, kept: &Path) -> anyhow::Result<()> {
        for entry in std::fs::read_dir(self.folder.join("database/postgres/log"))?.flatten() {
            std::fs::copy(entry.path(), kept.join(entry.file_name()))?;
        }
        Ok(())
    }
}

async fn start_database(folder: &Path) -> anyhow::Result<Embedded> {
    Embedded::start(Settings::new(folder.join("database"))).await.context("PostgreSQL does not start")
}

/// The process that PostgreSQL's own note names.
fn postmaster(folder: &Path) -> anyhow::Result<u32> {
    let note = folder.join("database/postgres/data/postmaster.pid");
    let text = std::fs::read_to_string(&note).with_context(|| format!("cannot read {}", note.display()))?;
    let pid = text.lines().next().and_then(|line| line.trim().parse().ok());
    pid.context("postmaster.pid names no process")
}

/// What tokens are signed with; the same next time, so that nobody has to sign in again.
fn kept_secret(path: &Path) -> anyhow::Result<String> {
    if let Ok(secret) = std::fs::read_to_string(path) {
        return Ok(secret);
    }
    let secret = crate::ambient::word(48);
    std::fs::write(path, &secret).with_context(|| format!("cannot write {}", path.display()))?;
    std::fs::set_permissions(path, Permissions::from_mode(0o600))?;
    Ok(secret)
}

/// The address of a database in the form of `DATABASE_URL`, through another socket if there is one.
fn url(options: &PgConnectOptions, socket: Option<&Path>) -> String {
    let options = match socket {
        Some(folder) => options.clone().socket(folder),
        None => options.clone(),
    };
    options.to_url_lossy().to_string()
}
