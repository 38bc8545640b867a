//! A cluster in the background: `up`, `status`, `kill`, `restart`, `down`. They find it by a note in its folder.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use serde::{Deserialize, Serialize};
use tokio::time::sleep;

use crate::client::{Api, Target};
use crate::process::Program;

/// A first start makes a database and demo data; a drain waits for what is under way.
const LIMIT: Duration = Duration::from_secs(120);

/// Which cluster.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Folder {
    /// Where it keeps its data, logs and notes
    #[arg(long, default_value = ".doorbuster/cluster")]
    pub(super) folder: PathBuf,
}

/// What `up` is told.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Up {
    #[command(flatten)]
    pub(super) folder: Folder,
    /// nginx listens here, on 127.0.0.1, and the replicas on the next ports
    #[arg(long, default_value_t = 8080)]
    pub(super) port: u16,
    /// How many replicas
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=20))]
    pub(super) replicas: u8,
}

/// What `kill` is told.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Kill {
    /// As `status` names it
    part: String,
    #[command(flatten)]
    folder: Folder,
}

/// What the supervisor writes down whenever something changes.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Note {
    pub(super) supervisor: u32,
    pub(super) url: String,
    pub(super) parts: Vec<PartNote>,
}

/// One part.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PartNote {
    pub(super) name: String,
    /// None while it does not run.
    pub(super) pid: Option<u32>,
    /// Where it answers HTTP, if it does.
    pub(super) address: Option<String>,
}

impl Note {
    fn path(folder: &Path) -> PathBuf {
        folder.join("cluster.json")
    }

    pub(super) fn write(&self, folder: &Path) -> anyhow::Result<()> {
        // In one step: nobody reads half of it.
        let draft = folder.join("cluster.json.new");
        fs::write(&draft, serde_json::to_vec_pretty(self)?)?;
        Ok(fs::rename(&draft, Self::path(folder))?)
    }

    pub(super) fn remove(folder: &Path) {
        // Nobody wrote one if the start failed.
        let _absent = fs::remove_file(Self::path(folder));
    }

    /// The note of a cluster that runs.
    fn read(folder: &Path) -> anyhow::Result<Option<Self>> {
        let Ok(text) = fs::read(Self::path(folder)) else { return Ok(None) };
        let note: Self = serde_json::from_slice(&text).context("cluster.json is not as we write it")?;
        Ok(is_alive(note.supervisor).then_some(note))
    }

    fn of_running(folder: &Folder) -> anyhow::Result<Self> {
        let path = folder.folder.display();
        Self::read(&folder.folder)?
            .with_context(|| format!("no cluster runs in {path}: `cargo xtask cluster up`"))
    }
}

pub(super) async fn up(program: &Program, up: &Up) -> anyhow::Result<()> {
    let folder = &up.folder.folder;
    if Note::read(folder)?.is_some() {
        println!("It runs already.");
        return status(&up.folder).await;
    }
    fs::create_dir_all(folder)?;
    Note::remove(folder);
    let log_path = folder.join("cluster.log");
    let log = File::create(&log_path)?;
    let mut supervisor = Command::new(std::env::current_exe()?)
        .args(["cluster", "run", "--port", &up.port.to_string(), "--replicas", &up.replicas.to_string()])
        .args(["--folder".as_ref(), folder.as_os_str(), "--program".as_ref(), program.path().as_os_str()])
        // Ctrl-C here is not meant for it.
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()?;
    let started = Instant::now();
    while Note::read(folder)?.is_none() {
        if let Some(ended) = supervisor.try_wait()? {
            bail!("the cluster ended with {ended}:\n{}", fs::read_to_string(&log_path)?);
        }
        ensure!(started.elapsed() < LIMIT, "not up after {LIMIT:?}; see {}", log_path.display());
        sleep(Duration::from_millis(100)).await;
    }
    print!("{}", fs::read_to_string(&log_path)?);
    status(&up.folder).await
}

pub(super) async fn status(folder: &Folder) -> anyhow::Result<()> {
    let Note { url, parts, .. } = Note::of_running(folder)?;
    println!("{url}\n");
    for PartNote { name, pid, address } in &parts {
        let state = match (pid, address) {
            (None, _) => "ended; it comes back",
            (Some(_), Some(address)) if name.starts_with("replica") => {
                if api(address)?.is_ready().await {
                    "ready"
                } else {
                    "not ready"
                }
            }
            (Some(_), _) => "runs",
        };
        let pid = pid.map_or_else(|| "-".to_owned(), |pid| pid.to_string());
        println!("{name:<12} {pid:>8}  {:<22} {state}", address.as_deref().unwrap_or(""));
    }
    match api(&url)?.text("/nginx/replicas").await {
        Ok(known) => print!("\nnginx knows:\n{known}"),
        Err(error) => println!("\nnginx does not answer: {error:#}"),
    }
    Ok(())
}

fn api(url: &str) -> anyhow::Result<Api> {
    Ok(Api::new(Target::parse(url, false)?))
}

pub(super) fn kill(Kill { part, folder }: &Kill) -> anyhow::Result<()> {
    let note = Note::of_running(folder)?;
    let found = note.parts.iter().find(|known| known.name == *part);
    let names: Vec<&str> = note.parts.iter().map(|part| part.name.as_str()).collect();
    let found = found.with_context(|| format!("the parts are {}", names.join(", ")))?;
    let pid = found.pid.with_context(|| format!("{part} does not run"))?;
    // nginx' workers would go on without their master and keep its port.
    let workers = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    signal(pid, Signal::KILL)?;
    if part == "nginx" {
        for worker in workers.split_whitespace() {
            signal(worker.parse()?, Signal::KILL)?;
        }
    }
    println!("killed {part} ({pid}); it comes back in a moment");
    Ok(())
}

pub(super) fn restart(folder: &Folder) -> anyhow::Result<()> {
    signal(Note::of_running(folder)?.supervisor, Signal::HUP)?;
    println!("restarting one replica after the other: see `cargo xtask cluster status`");
    Ok(())
}

pub(super) async fn down(folder: &Folder) -> anyhow::Result<()> {
    let Some(note) = Note::read(&folder.folder)? else {
        println!("No cluster runs in {}.", folder.folder.display());
        return Ok(());
    };
    signal(note.supervisor, Signal::TERM)?;
    let asked = Instant::now();
    while is_alive(note.supervisor) {
        ensure!(asked.elapsed() < LIMIT, "process {} does not end", note.supervisor);
        sleep(Duration::from_millis(50)).await;
    }
    println!("Everything has ended. The data stays in {}.", folder.folder.display());
    Ok(())
}

fn signal(pid: u32, signal: Signal) -> anyhow::Result<()> {
    let process = Pid::from_raw(pid.cast_signed()).context("no process")?;
    kill_process(process, signal).with_context(|| format!("process {pid}"))
}

fn is_alive(pid: u32) -> bool {
    // A child of ours that nobody has waited for is a process too; `up` waits for it.
    Pid::from_raw(pid.cast_signed()).is_some_and(|pid| test_kill_process(pid).is_ok())
}
