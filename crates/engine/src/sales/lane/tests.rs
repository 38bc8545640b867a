use std::collections::VecDeque;
use std::future::pending;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::DateTime;
use doorbuster_domain::UserId;
use doorbuster_domain::sales::reference::sale;
use futures::future::{BoxFuture, FutureExt, ready};
use uuid::Uuid;

use super::*;
use crate::sales::Board;

/// What becomes of the next connection.
#[derive(Clone, Copy)]
enum Script {
    /// It is never made.
    Hangs,
    /// It brings no answer.
    Swallows,
    /// The sessions given up before are still there.
    FindsThemAlive,
    /// It recovers every order.
    Recovers,
}

type Log = Arc<Mutex<Vec<String>>>;

/// Connections by the script, and what was done with them in order.
struct Connections {
    script: Mutex<VecDeque<Script>>,
    opened: AtomicI32,
    log: Log,
}

struct Connection {
    nth: i32,
    script: Script,
    log: Log,
}

impl Connection {
    fn note(&self, what: &str) {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{}: {what}", self.nth));
    }
}

impl Writers for Connections {
    fn open(&self) -> BoxFuture<'_, Result<Box<dyn Writer>, Error>> {
        let nth = self.opened.fetch_add(1, Ordering::Relaxed) + 1;
        let next = self.script.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        match next {
            None | Some(Script::Hangs) => pending().boxed(),
            Some(script) => {
                let open: Box<dyn Writer> = Box::new(Connection { nth, script, log: Arc::clone(&self.log) });
                ready(Ok(open)).boxed()
            }
        }
    }
}

impl Writer for Connection {
    fn sell<'a>(
        &'a mut self,
        _sale: SaleId,
        retry: bool,
        candidates: &'a [Candidate],
    ) -> BoxFuture<'a, Result<Batch, Error>> {
        self.note(if retry { "sells again" } else { "sells" });
        match self.script {
            Script::Hangs | Script::Swallows | Script::FindsThemAlive => pending().boxed(),
            Script::Recovers => {
                let recovered = |candidate: &Candidate| Verdict::Recovered { order: candidate.order };
                let verdicts = candidates.iter().map(recovered).collect();
                ready(Ok(Batch { verdicts, counters: None })).boxed()
            }
        }
    }

    fn session(&self) -> Option<Session> {
        Some(Session { process: self.nth, started_at: DateTime::UNIX_EPOCH })
    }

    fn end<'a>(&'a mut self, given_up: &'a [Session]) -> BoxFuture<'a, Result<bool, Error>> {
        let processes: Vec<_> = given_up.iter().map(|session| session.process).collect();
        self.note(&format!("ends {processes:?}"));
        ready(Ok(!matches!(self.script, Script::FindsThemAlive))).boxed()
    }
}

/// Buys one unit through a lane whose connections follow `script`. Returns the verdict and what was done.
async fn buy_over(script: &[Script]) -> (Verdict, Vec<String>) {
    let log = Log::default();
    let script = Mutex::new(script.iter().copied().collect());
    let writers: Arc<dyn Writers> =
        Arc::new(Connections { script, opened: AtomicI32::new(0), log: Arc::clone(&log) });
    let seconds = Duration::from_secs;
    let lanes = Lanes {
        writers: &writers,
        limits: Limits { queue: 10, batch: 10, wait: seconds(10), settle: seconds(10) },
        tasks: &TaskTracker::new(),
        closing: &CancellationToken::new(),
    };
    let entry = Board::default().show(sale());
    let purchase = Purchase { user: UserId(Uuid::from_u128(3)), quantity: 1, idempotency: None };
    let verdict = lanes.buy(&entry, purchase).await;
    let done = log.lock().unwrap_or_else(PoisonError::into_inner).clone();
    (verdict, done)
}

/// A batch that never left the house is not unknown.
#[tokio::test(start_paused = true)]
async fn who_cannot_be_sent_is_told_busy() {
    let (verdict, done) = buy_over(&[]).await;
    assert_eq!((verdict, done), (Verdict::Busy, vec![]));
}

/// Before the batch is tried again, the session that swallowed it is gone for certain.
#[tokio::test(start_paused = true)]
async fn a_lost_batch_is_fenced_off_before_it_is_sent_again() {
    let script = [Script::Swallows, Script::FindsThemAlive, Script::Hangs, Script::Recovers];
    let (verdict, done) = buy_over(&script).await;
    assert!(matches!(verdict, Verdict::Recovered { .. }), "{verdict:?}");
    assert_eq!(done, ["1: ends []", "1: sells", "2: ends [1]", "4: ends [1]", "4: sells again"]);
}
