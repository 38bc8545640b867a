use std::num::NonZeroU32;
use std::time::Duration;

use deadpool_redis::redis::Script;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::{Lease, Redis, RedisError};

/// Requests that one call decides. Redis does nothing else meanwhile: about a millisecond.
const AT_ONCE: usize = 256;
/// Requests that may wait. More than Redis decides while anybody is patient.
const QUEUE: usize = 8_192;
/// A Redis that refuses the script, for want of memory or permission, is told of this often.
const COMPLAIN_EVERY: Duration = Duration::from_secs(60);

/// Counts requests in sliding window logs that all processes share: exactly the quota is admitted in any window.
///
/// Requests that come while a call is under way go together with the next, so that a stampede costs Redis few calls, and
/// a single request one round trip. Cheap to clone.
#[derive(Clone)]
pub struct SlidingWindow {
    redis: Redis,
    asks: mpsc::Sender<Ask>,
}

/// One log, and how much it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// Its name in Redis. All names should share a hash tag (`{…}`), so that one call may touch several of them on a
    /// cluster too.
    pub key: String,
    /// So many requests…
    pub quota: NonZeroU32,
    /// …in any time as long as this.
    pub window: Duration,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// It was counted.
    Admitted {
        /// How many more the log with the least left takes now.
        remaining: u32,
        /// After which it takes one more than that.
        reset: Duration,
    },
    /// It was not counted.
    Refused {
        /// After which there is room.
        retry_after: Duration,
    },
}

struct Ask {
    logs: Vec<Log>,
    asked: Instant,
    answer: oneshot::Sender<Result<Count, RedisError>>,
}

impl SlidingWindow {
    /// Starts to count in `redis`. `process` is unlike that of any other process. Ends with the last clone.
    pub fn start(redis: Redis, process: u64) -> Self {
        let (asks, waiting) = mpsc::channel(QUEUE);
        redis.runtime().spawn(decide_batches(redis.clone(), process, waiting));
        Self { redis, asks }
    }

    /// Whether Redis counts at present.
    pub fn is_up(&self) -> bool {
        self.redis.is_up()
    }

    /// Counts a request in all `logs`, or in none. Takes 60 ms at most.
    ///
    /// # Errors
    /// [`RedisError`]: nobody knows whether it was counted. Count it elsewhere.
    pub async fn count(&self, logs: Vec<Log>) -> Result<Count, RedisError> {
        if !self.is_up() {
            return Err(RedisError::Resting);
        }
        let (answer, answered) = oneshot::channel();
        let ask = Ask { logs, asked: Instant::now(), answer };
        self.asks.try_send(ask).map_err(|_| RedisError::TimedOut)?;
        answered.await.unwrap_or(Err(RedisError::TimedOut))
    }
}

async fn decide_batches(redis: Redis, process: u64, mut waiting: mpsc::Receiver<Ask>) {
    let mut script = Counting { script: Script::new(include_str!("sliding_window.lua")), process, calls: 0 };
    let (mut lease, mut complained) = (None, None);
    let mut batch = Vec::with_capacity(AT_ONCE);
    while waiting.recv_many(&mut batch, AT_ONCE).await > 0 {
        // Those who waited for the call before theirs have so much less patience for their own; with too little left there is
        // no use in asking.
        let patience = redis.0.patience;
        for late in batch.extract_if(.., |ask| ask.asked.elapsed() > patience * 3 / 4) {
            tell(late, Err(RedisError::TimedOut));
        }
        let Some(oldest) = batch.first() else { continue };
        let deadline = oldest.asked + patience;
        match script.decide(&redis, &mut lease, deadline, &batch).await {
            Ok(counts) => batch.drain(..).zip(counts).for_each(|(ask, count)| tell(ask, Ok(count))),
            Err(error) => {
                lease = None;
                if let RedisError::Refused(_) = error
                    && complained.is_none_or(|at: Instant| at.elapsed() > COMPLAIN_EVERY)
                {
                    tracing::warn!("{error}; each process counts for itself until this is mended");
                    complained = Some(Instant::now());
                }
                batch.drain(..).for_each(|ask| tell(ask, Err(error.clone())));
            }
        }
    }
}

/// Who asked may have gone away.
fn tell(ask: Ask, count: Result<Count, RedisError>) {
    let _gone = ask.answer.send(count);
}

struct Counting {
    script: Script,
    process: u64,
    calls: u64,
}

impl Counting {
    async fn decide(
        &mut self,
        redis: &Redis,
        lease: &mut Option<Lease>,
        deadline: Instant,
        batch: &[Ask],
    ) -> Result<Vec<Count>, RedisError> {
        if !redis.is_up() {
            return Err(RedisError::Resting);
        }
        let lease = match lease {
            Some(lease) => lease,
            None => lease.insert(redis.lease(deadline).await?),
        };
        self.calls += 1;
        let mut call = self.script.arg(format!("{:x}-{:x}", self.process, self.calls));
        for Ask { logs, .. } in batch {
            call.arg(logs.len());
            for Log { key, quota, window } in logs {
                call.key(key).arg(quota.get()).arg(micros(*window));
            }
        }
        let answers: Vec<i64> = lease.invoke(deadline, &call).await?;
        if answers.len() != batch.len() * 2 {
            return Err(RedisError::Refused("the script answered something else".to_owned()));
        }
        Ok(answers.chunks_exact(2).map(read).collect())
    }
}

fn read(answer: &[i64]) -> Count {
    let (remaining, wait) = (answer.first().copied().unwrap_or(-1), answer.get(1).copied().unwrap_or(0));
    let wait = Duration::from_micros(u64::try_from(wait).unwrap_or(0));
    match u32::try_from(remaining) {
        Ok(remaining) => Count::Admitted { remaining, reset: wait },
        Err(_) => Count::Refused { retry_after: wait },
    }
}

/// In microseconds; a window longer than a double holds exactly would be 285 years.
fn micros(window: Duration) -> u64 {
    u64::try_from(window.as_micros()).unwrap_or(u64::MAX)
}
