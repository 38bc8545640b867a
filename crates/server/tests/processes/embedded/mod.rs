//! The private PostgreSQL, with real PostgreSQL processes.

mod accounts;
mod deaths;
mod life;
mod sharing;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use doorbuster_server::embedded::Settings;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, Connection, Executor};
use tempfile::TempDir;

/// A DATA_DIR that other accounts can reach, as a folder in a project is.
struct Folder {
    _guard: TempDir,
    data_dir: PathBuf,
}

impl Folder {
    fn new() -> Self {
        Self::with_mode(0o755)
    }

    fn with_mode(mode: u32) -> Self {
        let guard = tempfile::Builder::new().permissions(fs::Permissions::from_mode(mode)).tempdir().unwrap();
        // Through a folder that does not exist yet, as for a first start.
        Self { data_dir: guard.path().join("data"), _guard: guard }
    }

    /// Quick settings for what is not about durability.
    fn quick(&self) -> Settings {
        let template = Some(PathBuf::from(env!("CARGO_TARGET_TMPDIR")));
        Settings { template, ..Settings::new(&self.data_dir).disposable() }
    }

    /// The process id of the postmaster, from its own note.
    fn postmaster(&self) -> Option<u32> {
        let note = fs::read_to_string(self.data_dir.join("postgres/data/postmaster.pid")).ok()?;
        note.lines().next()?.parse().ok()
    }
}

async fn run(options: &PgConnectOptions, sql: &str) -> sqlx::Result<()> {
    let mut connection = PgConnection::connect_with(options).await?;
    connection.execute(AssertSqlSafe(sql.to_owned())).await?;
    connection.close().await
}

async fn ask(options: &PgConnectOptions, sql: &str) -> sqlx::Result<String> {
    let mut connection = PgConnection::connect_with(options).await?;
    let answer = sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut connection).await?;
    connection.close().await?;
    Ok(answer)
}

fn is_alive(pid: u32) -> bool {
    // A zombie of another parent is dead too.
    fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| !stat.rsplit(')').next().unwrap_or("").trim_start().starts_with('Z'))
}

fn eventually(what: &str, limit: Duration, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < limit, "{what}: not within {limit:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn kill(pid: u32, signal: &str) {
    let sent = Command::new("sh").args(["-c", r#"kill -"$1" "$2""#, "sh", signal, &pid.to_string()]).status();
    assert!(sent.unwrap().success());
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").unwrap().uid() == 0
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}
