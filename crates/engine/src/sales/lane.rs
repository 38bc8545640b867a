#[cfg(test)]
mod tests;

use std::ops::ControlFlow;
use std::sync::{Arc, Weak};
use std::time::Duration;

use doorbuster_domain::OrderId;
use doorbuster_domain::SaleId;
use doorbuster_domain::sales::{Candidate, Failure, Lane, Limits, Pace, Purchase, Ticket, Verdict};
use doorbuster_persistence::Error;
use doorbuster_persistence::orders::Batch;
use doorbuster_persistence::platform::Session;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{Entry, Writer, Writers};
use crate::ambient::fresh_id;

/// Whoever waits for a verdict of a lane.
pub(super) struct Caller {
    purchase: Purchase,
    reply: Reply,
}

/// Where the verdict goes.
struct Reply(oneshot::Sender<Verdict>);

/// The way into a lane.
pub(super) type Door = mpsc::Sender<Caller>;

impl Ticket for Reply {
    fn abandoned(&self) -> bool {
        self.0.is_closed()
    }
}

/// What every lane of this process needs.
pub(crate) struct Lanes<'a> {
    pub(crate) writers: &'a Arc<dyn Writers>,
    pub(crate) limits: Limits,
    pub(crate) tasks: &'a TaskTracker,
    /// Nobody can ask any more.
    pub(crate) closing: &'a CancellationToken,
}

impl Lanes<'_> {
    /// Joins the lane of a sale and waits for the verdict. The lane starts with its first request.
    pub(crate) async fn buy(&self, entry: &Arc<Entry>, purchase: Purchase) -> Verdict {
        let door = entry.door(|| self.open(entry));
        let (reply, answer) = oneshot::channel();
        if door.try_send(Caller { purchase, reply: Reply(reply) }).is_err() {
            return Verdict::Busy;
        }
        // A lane that died with the request in hand cannot say what became of it.
        answer.await.unwrap_or(Verdict::OutcomeUnknown)
    }

    fn open(&self, entry: &Arc<Entry>) -> Door {
        let (door, callers) = mpsc::channel(self.limits.queue);
        let worker = Worker {
            sale: entry.sale().id,
            entry: Arc::downgrade(entry),
            writers: Arc::clone(self.writers),
            lane: Lane::new(self.limits),
            callers,
            arrived: Vec::with_capacity(self.limits.batch),
            writer: None,
            given_up: Vec::new(),
            started: Instant::now(),
            batch: self.limits.batch,
            closing: self.closing.clone(),
        };
        self.tasks.spawn(worker.run());
        door
    }
}

/// The one writer of a sale in this process: drives the state machine of `domain` with time and a connection.
struct Worker {
    sale: SaleId,
    /// Weak: the entry owns the door, and the lane ends when the door is gone.
    entry: Weak<Entry>,
    writers: Arc<dyn Writers>,
    lane: Lane<Reply>,
    callers: mpsc::Receiver<Caller>,
    arrived: Vec<Caller>,
    writer: Option<Box<dyn Writer>>,
    /// Sessions that may still be busy with a batch whose answer was lost.
    given_up: Vec<Session>,
    started: Instant,
    batch: usize,
    closing: CancellationToken,
}

impl Worker {
    async fn run(mut self) {
        let mut pace = Pace::default();
        loop {
            if self.lane.is_idle() && self.wait().await.is_break() {
                break;
            }
            self.gather();
            let now = self.started.elapsed();
            let Some(attempt) = self.lane.next(now, || OrderId(fresh_id())) else {
                continue;
            };
            let retry = attempt.retry;
            let candidates: Vec<Candidate> = attempt.candidates().copied().collect();
            match self.attempt(retry, &candidates).await {
                Ok(batch) => {
                    pace.succeeded();
                    self.settle(batch);
                }
                Err(failure) => {
                    let answers = self.lane.fail(failure);
                    answer(answers);
                    if let Some(pause) = pace.failed(failure) {
                        self.rest(pause).await;
                    }
                }
            }
        }
        answer(self.lane.close());
    }

    /// Waits for the next request. An idle lane keeps no connection.
    async fn wait(&mut self) -> ControlFlow<()> {
        let Self { callers, arrived, writer, closing, batch, .. } = self;
        let arriving = async {
            if let Ok(received) = timeout(Pace::IDLE, callers.recv_many(arrived, *batch)).await {
                return received;
            }
            *writer = None;
            callers.recv_many(arrived, *batch).await
        };
        match closing.run_until_cancelled(arriving).await {
            // The door is gone, or nobody can come through it any more.
            Some(0) | None => ControlFlow::Break(()),
            Some(_) => ControlFlow::Continue(()),
        }
    }

    /// Takes in whoever has come.
    fn gather(&mut self) {
        let now = self.started.elapsed();
        loop {
            for Caller { purchase, reply } in self.arrived.drain(..) {
                if let Err(reply) = self.lane.offer(now, reply, purchase) {
                    answer([(reply, Verdict::Busy)]);
                }
            }
            match self.callers.try_recv() {
                Ok(caller) => self.arrived.push(caller),
                Err(_) => break,
            }
        }
    }

    /// Sends one batch.
    async fn attempt(&mut self, retry: bool, candidates: &[Candidate]) -> Result<Batch, Failure> {
        let mut writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.connect().await?,
        };
        let (sale, size) = (self.sale, candidates.len());
        let result = match self.during(timeout(Pace::ATTEMPT, writer.sell(sale, retry, candidates))).await {
            Ok(Ok(batch)) => Ok(batch),
            Ok(Err(error)) => {
                let failure = error.failure();
                tracing::warn!(%error, ?failure, sale.id = %sale, size, "a batch failed");
                Err(failure)
            }
            Err(_) => {
                tracing::warn!(sale.id = %sale, size, "a batch took too long");
                Err(Failure::Unknown)
            }
        };
        if result.as_ref().map_or_else(|failure| failure.keeps_connection(), |_| true) {
            self.writer = Some(writer);
        } else if matches!(result, Err(Failure::Unknown)) {
            self.given_up.extend(writer.session());
        }
        metrics::histogram!("doorbuster_lane_batch_size")
            .record(f64::from(u32::try_from(size).unwrap_or(u32::MAX)));
        result
    }

    /// A new connection, and the end of those that were given up: what was sent on them and is still under way, in
    /// PostgreSQL or before it, would else be decided after the batch was refused. Nothing was sent when this fails.
    async fn connect(&mut self) -> Result<Box<dyn Writer>, Failure> {
        let writers = Arc::clone(&self.writers);
        let given_up = std::mem::take(&mut self.given_up);
        let connecting = async {
            let mut writer = writers.open().await?;
            let gone = writer.end(&given_up).await?;
            Ok::<_, Error>(gone.then_some(writer))
        };
        let result = self.during(timeout(Pace::CONNECT, connecting)).await;
        let sale = self.sale;
        match result {
            Ok(Ok(Some(writer))) => return Ok(writer),
            Ok(Ok(None)) => tracing::warn!(sale.id = %sale, "an earlier batch is still being committed"),
            Ok(Err(error)) => tracing::warn!(%error, sale.id = %sale, "the lane cannot connect"),
            Err(_) => tracing::warn!(sale.id = %sale, "the lane cannot connect in time"),
        }
        self.given_up = given_up;
        Err(Failure::NotDone)
    }

    /// Does `work`. Meanwhile those who have waited too long are still answered.
    async fn during<T>(&mut self, work: impl Future<Output = T>) -> T {
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                biased;
                done = &mut work => return done,
                () = sleep(Pace::TICK) => {
                    self.gather();
                    answer(self.lane.expire(self.started.elapsed()));
                }
            }
        }
    }

    /// Shows the board what the batch left, then tells everybody. In this order: who hears of their own purchase never
    /// sees an older board afterwards.
    fn settle(&mut self, batch: Batch) {
        if let (Some(entry), Some(counters)) = (self.entry.upgrade(), &batch.counters) {
            entry.apply(counters);
        }
        answer(self.lane.settle(batch.verdicts));
    }

    /// Waits before the next attempt, and answers those whose time is up meanwhile.
    async fn rest(&mut self, pause: Duration) {
        sleep(pause).await;
        self.gather();
        answer(self.lane.expire(self.started.elapsed()));
    }
}

/// Tells everybody their verdict. Who went away finds it by asking again.
fn answer(answers: impl IntoIterator<Item = (Reply, Verdict)>) {
    for (Reply(caller), verdict) in answers {
        let _gone = caller.send(verdict);
    }
}
