//! Purchases in numbers: a closed loop that shows what a server can do, an open one that shows how it feels.

mod buyers;
mod closed;
mod open;
mod schedule;
mod steady;
mod tally;
mod worker;

use std::num::NonZeroU32;
use std::sync::{Arc, OnceLock, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, ensure};
use uuid::Uuid;

use crate::client::Target;
use crate::client::request::PurchaseRequest;

pub use buyers::Buyers;
pub use schedule::Schedule;
pub use steady::run_steadily;
pub use tally::{AnswerCount, Reply, Tally};

/// What to send, and over how many connections.
#[derive(Clone, Debug)]
pub struct Load {
    /// The server.
    pub target: Target,
    /// The purchase, without its buyer.
    pub request: PurchaseRequest,
    /// Request number n is made by buyer number `first_buyer` + n.
    pub buyers: Arc<Buyers>,
    /// See `buyers`.
    pub first_buyer: usize,
    /// How many requests, each by its own buyer.
    pub requests: usize,
    /// Connections, each with at most one request under way.
    pub connections: usize,
    /// Threads that share the connections. One is enough for 100,000 requests a second and leaves the other cores to
    /// the server.
    pub threads: usize,
    /// Whether every request carries an Idempotency-Key.
    pub keys: bool,
    /// How often a request is sent again after a 503 (when its Retry-After is over) or, with a key, after an answer
    /// that got lost.
    pub retries: u32,
    /// How long an answer may take.
    pub timeout: Duration,
}

impl Load {
    /// An answer that takes longer than this is lost.
    pub const TIMEOUT: Duration = Duration::from_secs(30);
}

/// When the next request is sent.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// When a connection is free: as fast as the server answers.
    Closed {
        /// No new request after this time.
        at_most: Option<Duration>,
    },
    /// So many a second, whatever the server does.
    Open {
        /// Requests a second.
        rate: NonZeroU32,
    },
}

/// A request whose time has come.
#[derive(Clone, Copy, Debug)]
struct Turn {
    index: usize,
    intended: Instant,
}

#[derive(Debug)]
enum Turns {
    Closed(closed::Turns),
    Open(open::Turns),
}

impl Turns {
    async fn next(&self) -> Option<Turn> {
        match self {
            Self::Closed(turns) => turns.next(),
            Self::Open(turns) => turns.next().await,
        }
    }
}

/// What the threads of one run share.
#[derive(Debug)]
struct Run {
    load: Load,
    /// The start and what there is to do from then on, set when all connections are open; none when some are not.
    begin: OnceLock<Option<(Instant, Turns)>>,
    /// Keys are this number combined with the request's.
    key_base: Uuid,
}

/// Opens all connections, then sends the load, and counts what comes back. Blocks until the last answer.
///
/// # Errors
/// When connections cannot be opened. What happens to requests is counted, not an error.
pub fn run(load: &Load, pace: Pace) -> anyhow::Result<Tally> {
    ensure!(load.connections > 0 && load.threads > 0, "there must be at least one connection and one thread");
    ensure!(
        load.buyers.len() >= load.first_buyer + load.requests,
        "{} requests need as many customers, from number {} on, but there are only {}",
        load.requests,
        load.first_buyer,
        load.buyers.len()
    );
    crate::limits::allow_open_files(load.connections)?;
    let run = Arc::new(Run { load: load.clone(), begin: OnceLock::new(), key_base: crate::ambient::id() });
    let connected = connect(&run);
    // Whatever went wrong, whoever waits for the start must hear that there is none.
    let begin = run.begin.get_or_init(|| connected.is_ok().then(|| begin(load, pace)));
    let workers = connected?;
    if let Some((_, Turns::Open(turns))) = begin {
        turns.pace(load.connections);
    }
    let mut sum = Tally::new()?;
    for worker in workers {
        sum.merge(worker.join().map_err(|_| anyhow!("a load thread has panicked"))??)?;
    }
    Ok(sum)
}

/// Starts the threads and waits until they have opened all connections.
fn connect(run: &Arc<Run>) -> anyhow::Result<Vec<JoinHandle<anyhow::Result<Tally>>>> {
    let connections = run.load.connections;
    let threads = run.load.threads.min(connections);
    let (tell, told) = mpsc::channel();
    let mut workers = Vec::with_capacity(threads);
    for number in 0..threads {
        let share = connections / threads + usize::from(number < connections % threads);
        let (run, tell) = (Arc::clone(run), tell.clone());
        let thread = thread::Builder::new().name(format!("load-{number}"));
        workers.push(thread.spawn(move || worker::work(&run, share, &tell))?);
    }
    drop(tell);
    for _ in 0..threads {
        told.recv().context("a load thread has ended before its time")??;
    }
    Ok(workers)
}

fn begin(load: &Load, pace: Pace) -> (Instant, Turns) {
    let start = Instant::now();
    let turns = match pace {
        Pace::Closed { at_most } => Turns::Closed(closed::Turns::new(load.requests, start, at_most)),
        Pace::Open { rate } => Turns::Open(open::Turns::new(start, Schedule { rate, count: load.requests })),
    };
    (start, turns)
}
