//! `stampede cluster`: the shop on several processes behind nginx.

mod addresses;
mod control;
mod crashes;
mod measure;
mod metrics;
mod proxy;
mod rehearse;
mod rolling;
mod streams;
mod supervise;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use clap::Subcommand;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;
use tokio::runtime::Builder;
use tokio::time::timeout;

use crate::process::Program;

/// What `stampede cluster` is told.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// The program `doorbuster` [default: the one beside this]
    #[arg(long, global = true)]
    program: Option<PathBuf>,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Start a cluster in the background
    Up(control::Up),
    /// What runs, and what nginx knows of it
    Status(control::Folder),
    /// `kill -9` one part: replica-1, nginx, redis, postgresql; it comes back after a moment
    Kill(control::Kill),
    /// Restart one replica after the other
    Restart(control::Folder),
    /// Stop everything
    Down(control::Folder),
    /// Start a cluster and keep it running (what `up` does in the background)
    Run(control::Up),
    /// Measure what replicas sell together, directly and through nginx, against one of them
    Measure(measure::Arguments),
    /// Restart, kill and starve the parts of a cluster under load, and check that nobody is failed or lied to
    Rehearse(rehearse::Arguments),
}

/// Runs it.
///
/// # Errors
/// What went wrong.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let program = || Program::find(arguments.program.as_deref());
    // Other threads go on while this one waits for a process.
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        match &arguments.command {
            Command::Up(up) => control::up(&program()?, up).await,
            Command::Status(folder) => control::status(folder).await,
            Command::Kill(kill) => control::kill(kill),
            Command::Restart(folder) => control::restart(folder),
            Command::Down(folder) => control::down(folder).await,
            Command::Run(up) => supervise::run(&program()?, up).await,
            Command::Measure(arguments) => measure::run(&program()?, arguments).await,
            Command::Rehearse(arguments) => rehearse::run(&program()?, arguments).await,
        }
    })
}

/// What was answered to a request that we wrote ourselves.
#[derive(Debug)]
struct RawAnswer {
    status: u16,
    head: String,
    body: String,
}

impl RawAnswer {
    /// A field of the head; empty when there is none.
    fn field(&self, name: &str) -> &str {
        let fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
            .next()
            .unwrap_or("")
    }
}

/// Sends one request from `client` (any address of this machine) on a connection of its own.
async fn ask(
    server: SocketAddr,
    client: Ipv4Addr,
    request: &str,
    fields: &str,
    body: &str,
) -> anyhow::Result<RawAnswer> {
    let exchange = async {
        let socket = TcpSocket::new_v4()?;
        socket.bind((client, 0).into())?;
        let mut stream = socket.connect(server).await?;
        let length = body.len();
        let text = format!(
            "{request} HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\nContent-Length: {length}\r\n{fields}\r\n{body}"
        );
        // Who refuses a body may close before it has all of it.
        let _refused = stream.write_all(text.as_bytes()).await;
        let mut answer = Vec::new();
        let _reset = stream.read_to_end(&mut answer).await;
        anyhow::Ok(String::from_utf8_lossy(&answer).into_owned())
    };
    let answer = timeout(Duration::from_secs(40), exchange).await.context("no answer")??;
    let (head, body) = answer.split_once("\r\n\r\n").with_context(|| format!("not an answer: {answer:?}"))?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no status")?;
    Ok(RawAnswer { status, head: head.to_owned(), body: body.to_owned() })
}
