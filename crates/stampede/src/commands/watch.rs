//! `stampede watch`: many people watch one sale of a running shop. With it one sees what watching costs.

use std::thread;
use std::time::Duration;

use anyhow::ensure;
use uuid::Uuid;

use crate::client::{Api, Target};
use crate::process::resident;
use crate::report::float;
use crate::watchers::Watchers;

/// What `stampede watch` is told.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    /// The shop, like http://127.0.0.1:8080
    #[arg(long)]
    pub url: String,
    /// The sale
    #[arg(long)]
    pub sale: Uuid,
    /// Streams to hold open
    #[arg(long, default_value_t = 5_000)]
    pub streams: usize,
    /// For how many seconds
    #[arg(long, default_value_t = 30.0)]
    pub seconds: f64,
    /// The process of the shop, to see what each stream takes of its memory
    #[arg(long)]
    pub server_pid: Option<u32>,
    /// Allow a shop that is not on this machine: only if it is yours
    #[arg(long)]
    pub allow_remote: bool,
}

/// Runs it.
///
/// # Errors
/// When a stream cannot be opened, ends before its time, or does not hear the last snapshot.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    ensure!(arguments.streams > 0, "there is nothing to hold open");
    let time = Duration::try_from_secs_f64(arguments.seconds)?;
    let target = Target::parse(&arguments.url, arguments.allow_remote)?;
    let before = arguments.server_pid.map(resident).transpose()?;
    let watchers = Watchers::open(&target, arguments.sale, arguments.streams)?;
    let opened = arguments.server_pid.map(resident).transpose()?;
    println!("{} streams are open", arguments.streams);
    if let Some((before, opened)) = before.zip(opened) {
        let each = float(opened.saturating_sub(before)) / float(u64::try_from(arguments.streams)?);
        println!("each took {each:.1} KiB of the server's memory");
    }
    let first = watchers.heard();
    thread::sleep(time);
    let heard = watchers.heard();
    let sale = super::errands()?.block_on(Api::new(target).sale(arguments.sale))?;
    watchers.await_last(&sale.snapshot_id())?;
    println!(
        "each heard {:.1} snapshots a second; all know that it is {} with {} units left",
        float(heard.snapshots - first.snapshots)
            / arguments.seconds
            / float(u64::try_from(arguments.streams)?),
        sale.status,
        sale.remaining
    );
    Ok(())
}
