//! One thread with its share of the connections.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use futures::StreamExt;
use futures::stream;
use tokio::runtime::Builder;
use tokio::task::JoinSet;
use tokio::time::sleep;
use uuid::Uuid;

use super::{Reply, Run, Tally, Turn};
use crate::client::response::Answer;
use crate::client::{Connection, Lost};

/// How many connections a thread opens at once: enough to be quick, few enough for any server's backlog.
const OPENING: usize = 128;
const CONNECT_LIMIT: Duration = Duration::from_secs(10);
/// A server may ask us to come back later than this; we come back then.
const LONGEST_RETRY: Duration = Duration::from_secs(5);
/// The wait before sending again when nobody said how long.
const RETRY: Duration = Duration::from_millis(100);

/// Opens `share` connections, tells, waits for the start, and works until there are no more turns.
pub(super) fn work(run: &Arc<Run>, share: usize, tell: &Sender<anyhow::Result<()>>) -> anyhow::Result<Tally> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let (connections, told) = match runtime.block_on(connect(run, share)) {
        Ok(connections) => (connections, Ok(())),
        Err(error) => (Vec::new(), Err(error)),
    };
    // Nobody listens any more when another thread has failed.
    let _gone = tell.send(told);
    let tally = Arc::new(Mutex::new(Tally::new()?));
    if run.begin.wait().is_some() {
        runtime.block_on(async {
            let mut desks = JoinSet::new();
            for connection in connections {
                let (run, tally) = (Arc::clone(run), Arc::clone(&tally));
                desks.spawn(Desk { run, tally, connection: Some(connection) }.serve());
            }
            while let Some(ended) = desks.join_next().await {
                ended.context("a connection's task has panicked")?;
            }
            anyhow::Ok(())
        })?;
    }
    let tally = Arc::into_inner(tally).context("a connection still counts")?;
    Ok(tally.into_inner().unwrap_or_else(PoisonError::into_inner))
}

async fn connect(run: &Run, share: usize) -> anyhow::Result<Vec<Connection>> {
    let target = &run.load.target;
    let opening = stream::iter(0..share).map(|_| Connection::open(target, CONNECT_LIMIT));
    let opened: Vec<_> = opening.buffer_unordered(OPENING).collect().await;
    opened.into_iter().collect::<Result<_, _>>().with_context(|| {
        format!("cannot open {} connections to {}", run.load.connections, target.authority())
    })
}

/// One connection and what it needs.
struct Desk {
    run: Arc<Run>,
    /// Only this thread locks it, and never across a wait, so it costs next to nothing.
    tally: Arc<Mutex<Tally>>,
    connection: Option<Connection>,
}

impl Desk {
    async fn serve(mut self) {
        let run = Arc::clone(&self.run);
        let Some(Some((start, turns))) = run.begin.get() else {
            return;
        };
        let load = &run.load;
        let mut request = Vec::with_capacity(1024);
        while let Some(Turn { index, intended }) = turns.next().await {
            // The run has checked that there are enough.
            let Some(token) = load.buyers.token(load.first_buyer + index) else {
                return;
            };
            // One key per request, the same each time it is sent.
            let number = u128::try_from(index).unwrap_or_default();
            let key = load.keys.then(|| Uuid::from_u128(run.key_base.as_u128() ^ number));
            load.request.write(&mut request, token, key);
            let outcome = self.settle(&request, key.is_some()).await;
            let now = Instant::now();
            let reply = match &outcome {
                Ok(answer) => Reply::Answered { status: answer.status, body: self.body(answer) },
                Err(lost) => Reply::Lost(*lost),
            };
            self.count(|tally| tally.record(reply, now - intended, now - *start));
            if outcome.is_ok_and(|answer| answer.close) {
                self.connection = None;
            }
        }
    }

    /// Sends a request until it is settled or the retries are used up.
    async fn settle(&mut self, request: &[u8], keyed: bool) -> Result<Answer, Lost> {
        let mut retries = self.run.load.retries;
        loop {
            let outcome = self.send(request).await;
            let wait = match &outcome {
                Ok(Answer { status: 503, retry_after, .. }) => retry_after
                    .map_or(RETRY, |seconds| Duration::from_secs(seconds.into()).min(LONGEST_RETRY)),
                // What was not sent can be sent again; what may have been done only under its key.
                Err(Lost::Unreachable) => RETRY,
                Err(_) if keyed => RETRY,
                Ok(_) | Err(_) => return outcome,
            };
            if retries == 0 {
                return outcome;
            }
            retries -= 1;
            self.count(|tally| tally.retried += 1);
            if outcome.is_ok_and(|answer| answer.close) {
                self.connection = None;
            }
            sleep(wait).await;
        }
    }

    /// Sends a request once, over a new connection if the old one is gone.
    async fn send(&mut self, request: &[u8]) -> Result<Answer, Lost> {
        let limit = self.run.load.timeout;
        let mut connection = match self.connection.take().filter(|connection| !connection.is_stale()) {
            Some(connection) => connection,
            None => {
                self.count(|tally| tally.reopened += 1);
                Connection::open(&self.run.load.target, CONNECT_LIMIT).await.map_err(|_| Lost::Unreachable)?
            }
        };
        let answer = connection.exchange(request, limit).await?;
        self.connection = Some(connection);
        Ok(answer)
    }

    /// The body of the last answer, which stands in its connection's buffer.
    fn body<'a>(&'a self, answer: &'a Answer) -> &'a [u8] {
        self.connection.as_ref().map(|connection| connection.body(answer)).unwrap_or_default()
    }

    fn count(&self, change: impl FnOnce(&mut Tally)) {
        change(&mut self.tally.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
