//! A shop of its own: the release binary on an empty DATA_DIR.

use std::ffi::OsStr;
use std::fs::{File, Permissions};
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use tempfile::TempDir;
use tokio::time::sleep;

use super::ChildServer;
use crate::client::{Api, Target};

/// Creating a database and migrating it takes a second or two.
const START_LIMIT: Duration = Duration::from_secs(60);

/// The program `doorbuster`.
#[derive(Clone, Debug)]
pub struct Program(PathBuf);

impl Program {
    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The one given, or the one that was built beside us.
    ///
    /// # Errors
    /// When there is none.
    pub fn find(given: Option<&Path>) -> anyhow::Result<Self> {
        let path = match given {
            Some(path) => path.to_owned(),
            None => std::env::current_exe()?.with_file_name("doorbuster"),
        };
        ensure!(
            path.is_file(),
            "{} does not exist: build it with `cargo build --release --package doorbuster-server`",
            path.display()
        );
        Ok(Self(path))
    }

    /// The program with settings of its own and none of whoever called us.
    pub(crate) fn command(&self, folder: &Path, secret: &str) -> Command {
        let mut command = Command::new(&self.0);
        // By this name `stampede` is the shop as well: its own tests need no second binary.
        command.arg0("doorbuster").env_clear();
        for name in ["PATH", "HOME", "TMPDIR", "LANG"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        // A `.env` in the working folder is not meant for this shop.
        command
            .current_dir(folder)
            .env("ENVIRONMENT", "development")
            .env("DATA_DIR", folder.join("data"))
            .env("JWT_SECRET", secret)
            .env("RUST_LOG", "warn");
        command
    }
}

/// A running shop without limiter. It and its data vanish when this is dropped.
#[derive(Debug)]
pub struct Shop {
    // Dropped in this order: first the server ends, then its folder goes.
    server: ChildServer,
    program: Program,
    secret: String,
    target: Target,
    folder: TempDir,
}

impl Shop {
    /// Starts a shop and waits until it is ready.
    ///
    /// # Errors
    /// Why it does not get ready, with the end of its log.
    pub async fn start(program: &Program) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("stampede-").tempdir()?;
        // When we are root, PostgreSQL runs as another user, who must be able to pass through to its own folder.
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o711))?;
        let address = free_address()?;
        let secret = crate::ambient::word(48);
        let log = File::create(folder.path().join("doorbuster.log"))?;
        let mut command = program.command(folder.path(), &secret);
        command
            .arg("serve")
            .env("LISTEN", address.to_string())
            .env("RATE_LIMIT", "off")
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        let server = ChildServer::spawn("doorbuster", &mut command)?;
        let target = Target::of(address);
        let mut shop = Self { server, program: program.clone(), secret, target, folder };
        wait_until_ready(
            &Api::new(shop.target.clone()),
            &mut shop.server,
            &shop.folder.path().join("doorbuster.log"),
        )
        .await?;
        Ok(shop)
    }

    /// Runs one of its commands to its end and returns what it printed.
    ///
    /// # Errors
    /// When it fails, with what it said.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: &[A], input: &str) -> anyhow::Result<String> {
        let mut command = self.program.command(self.folder.path(), &self.secret);
        command.args(arguments);
        run_to_end(command, input)
    }

    /// Makes `count` customers and writes their tokens to a file, whose path is returned.
    ///
    /// # Errors
    /// When the command fails.
    pub fn load_users(&self, count: usize) -> anyhow::Result<PathBuf> {
        let path = self.folder.path().join("users.csv");
        let text = path.display().to_string();
        self.run(&["load-users", "--count", &count.to_string(), "--csv", &text], "")?;
        Ok(path)
    }

    /// Makes an account that may open sales, and signs in.
    ///
    /// # Errors
    /// When the command fails or the sign-in is refused.
    pub async fn staff(&self) -> anyhow::Result<Api> {
        let email = "stampede@example.com";
        let password = crate::ambient::word(24);
        self.run(&["users", "create", "--email", email, "--role", "staff", "--password-stdin"], &password)?;
        self.api().sign_in(email, &password).await
    }

    /// Checks every invariant on the live database.
    ///
    /// # Errors
    /// The violations.
    pub fn audit(&self) -> anyhow::Result<String> {
        self.run(&["audit"], "")
    }

    /// Its API, nobody signed in.
    #[must_use]
    pub fn api(&self) -> Api {
        Api::new(self.target.clone())
    }

    /// Where it listens.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Its process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.server.pid()
    }

    /// Its DATA_DIR.
    #[must_use]
    pub fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// What its tokens are signed with.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }
}

/// A port that is free now. Somebody else may take it before we do, which then shows as a failed start.
pub(crate) fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

/// Waits until a server answers that it is ready.
///
/// # Errors
/// Why it does not get ready, with the end of its log.
pub(crate) async fn wait_until_ready(api: &Api, server: &mut ChildServer, log: &Path) -> anyhow::Result<()> {
    let started = Instant::now();
    while !api.is_ready().await {
        let ended = server.check();
        if ended.is_err() || started.elapsed() > START_LIMIT {
            let log = std::fs::read_to_string(log).unwrap_or_default();
            let reason = ended.err().map_or_else(|| "it is not ready".to_owned(), |error| error.to_string());
            bail!("the shop did not start: {reason}\n{log}");
        }
        sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

/// Runs a command of the program to its end and returns what it printed.
///
/// # Errors
/// When it fails, with what it said.
pub(crate) fn run_to_end(mut command: Command, input: &str) -> anyhow::Result<String> {
    let words: Vec<String> = command.get_args().map(|word| word.to_string_lossy().into_owned()).collect();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot run doorbuster")?;
    if let Some(mut stdin) = child.stdin.take() {
        // A command that reads nothing may have closed it.
        let _unread = stdin.write_all(input.as_bytes());
    }
    let output = child.wait_with_output()?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(
        output.status.success(),
        "`doorbuster {}` failed ({}):\n{told}{}",
        words.join(" "),
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(told)
}
