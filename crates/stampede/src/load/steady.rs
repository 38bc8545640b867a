//! The same few requests over and over: people who look around.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow};
use futures::future::join_all;

use super::{Load, Reply, Tally};
use crate::client::{Connection, Target};

/// Sends `requests` in turns over each of `connections`, as fast as they are answered, for so long. Everything runs on one
/// thread. Blocks until the last answer.
///
/// # Errors
/// When a connection cannot be opened or breaks.
pub fn run_steadily(
    target: &Target,
    requests: &[Vec<u8>],
    connections: usize,
    time: Duration,
) -> anyhow::Result<Tally> {
    let (target, requests): (Target, Arc<[Vec<u8>]>) = (target.clone(), requests.into());
    let work = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let mut open = Vec::new();
            for _ in 0..connections {
                open.push(Connection::open(&target, Load::TIMEOUT).await.context("cannot connect")?);
            }
            let start = Instant::now();
            // Each begins elsewhere, so that together they ask for everything.
            let desks = open
                .into_iter()
                .enumerate()
                .map(|(at, open)| serve(open, &target, &requests, at, start, time));
            let mut sum = Tally::new()?;
            for tally in join_all(desks).await {
                sum.merge(tally?)?;
            }
            anyhow::Ok(sum)
        })
    };
    thread::spawn(work).join().map_err(|_| anyhow!("a load thread has panicked"))?
}

async fn serve(
    mut connection: Connection,
    target: &Target,
    requests: &[Vec<u8>],
    first: usize,
    start: Instant,
    time: Duration,
) -> anyhow::Result<Tally> {
    let mut tally = Tally::new()?;
    for request in requests.iter().cycle().skip(first % requests.len().max(1)) {
        let sent = Instant::now();
        if sent - start >= time {
            break;
        }
        let answer = connection.exchange(request, Load::TIMEOUT).await?;
        let reply = Reply::Answered { status: answer.status, body: connection.body(&answer) };
        let now = Instant::now();
        tally.record(reply, now - sent, now - start);
        if answer.close {
            connection = Connection::open(target, Load::TIMEOUT).await?;
        }
    }
    Ok(tally)
}
