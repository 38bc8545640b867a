//! Redis: shared between processes, quick, and never needed. Whoever asks it has another way, and takes that way when
//! Redis does not answer at once.

mod address;
mod circuit;
mod error;
mod sliding_window;
mod subscription;
mod thread;

use std::sync::{Arc, Weak};
use std::time::Duration;

use deadpool_redis::redis::{
    self, AsyncConnectionConfig, Client, Cmd, FromRedisValue, Pipeline, ScriptInvocation,
};
use deadpool_redis::{Connection, Manager, Pool};
use tokio::runtime::Handle;
use tokio::time::{Instant, sleep, timeout, timeout_at};

pub use address::{RedisAddress, RedisAddressError};
pub use deadpool_redis::redis as client;
pub use error::RedisError;
pub use sliding_window::{Count, Log, SlidingWindow};
pub use subscription::Subscription;

use circuit::Circuit;
use thread::Thread;

/// Nobody waits longer for Redis, all steps together. On a network of our own an answer takes a fraction of a
/// millisecond.
pub const PATIENCE: Duration = Duration::from_millis(60);
/// Few are enough: the limiter sends what waits together.
const CONNECTIONS: usize = 8;

/// A Redis that may go away and come back at any time. Cheap to clone.
#[derive(Clone)]
pub struct Redis(Arc<Inner>);

struct Inner {
    address: RedisAddress,
    client: Client,
    pool: Pool,
    patience: Duration,
    circuit: Circuit,
    thread: Thread,
}

impl Redis {
    /// Connects. A Redis that cannot be reached now is probed until it can be.
    ///
    /// # Errors
    /// [`RedisError::Refused`] when it answers and does not want us: that is a mistake in the configuration, and waiting
    /// does not mend it.
    pub async fn connect(address: RedisAddress) -> Result<Self, RedisError> {
        Self::connect_with_patience(address, PATIENCE).await
    }

    /// Connects, and waits so long for every answer: for tests of what Redis says, on machines that are busy.
    ///
    /// # Errors
    /// As [`Redis::connect`].
    pub async fn connect_with_patience(
        address: RedisAddress,
        patience: Duration,
    ) -> Result<Self, RedisError> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(patience))
            .set_response_timeout(Some(patience));
        let client = Client::open(address.connection_info())?;
        let manager = Manager::new_with_config(address.connection_info(), config)?;
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(deadpool_redis::Runtime::Tokio1)
            .build()
            .map_err(|error| RedisError::Lost(error.to_string()))?;
        let redis = Self(Arc::new(Inner {
            address,
            client,
            pool,
            patience,
            circuit: Circuit::closed(),
            thread: Thread::start()?,
        }));
        metrics::gauge!("doorbuster_redis_up").set(1.0);
        match redis.query::<()>(&redis::cmd("PING")).await {
            Err(refused @ RedisError::Refused(_)) => Err(refused),
            Err(_) | Ok(()) => Ok(redis),
        }
    }

    /// Where it is, without its password.
    pub fn address(&self) -> &RedisAddress {
        &self.0.address
    }

    /// Whether it answered when it was last asked.
    pub fn is_up(&self) -> bool {
        self.0.circuit.is_closed()
    }

    /// Asks one thing, for 60 ms at most. At the cost of a second round trip, which tests the connection:
    /// not for what happens all the time.
    ///
    /// # Errors
    /// [`RedisError`]; the circuit is open afterwards unless Redis itself refused.
    pub async fn query<T>(&self, command: &Cmd) -> Result<T, RedisError>
    where
        T: FromRedisValue + Send + 'static,
    {
        let (pool, command) = (self.0.pool.clone(), command.clone());
        self.guard(async move {
            let mut connection = pool.get().await?;
            Ok(command.query_async(&mut connection).await?)
        })
        .await
    }

    /// Asks several things in one go, like [`Redis::query`].
    ///
    /// # Errors
    /// [`RedisError`]
    pub async fn pipe<T>(&self, commands: &Pipeline) -> Result<T, RedisError>
    where
        T: FromRedisValue + Send + 'static,
    {
        let (pool, commands) = (self.0.pool.clone(), commands.clone());
        self.guard(async move {
            let mut connection = pool.get().await?;
            Ok(commands.query_async(&mut connection).await?)
        })
        .await
    }

    /// Says `message` on `channel`, to whoever is subscribed at this moment.
    ///
    /// # Errors
    /// [`RedisError`]
    pub async fn publish(&self, channel: &str, message: &str) -> Result<(), RedisError> {
        self.query(redis::cmd("PUBLISH").arg(channel).arg(message)).await
    }

    /// Subscribes to `channel`, on a connection of its own.
    ///
    /// # Errors
    /// [`RedisError`]
    pub async fn subscribe(&self, channel: &str) -> Result<Subscription, RedisError> {
        let (client, channel) = (self.0.client.clone(), channel.to_owned());
        self.guard(async move {
            let mut subscription = client.get_async_pubsub().await?;
            subscription.subscribe(channel).await?;
            Ok(Subscription::new(subscription))
        })
        .await
    }

    /// A connection of one's own, for who asks all the time, on our thread.
    async fn lease(&self, deadline: Instant) -> Result<Lease, RedisError> {
        if !self.is_up() {
            return Err(RedisError::Resting);
        }
        let connection = self.limit(deadline, async { Ok(self.0.pool.get().await?) }).await?;
        Ok(Lease { redis: self.clone(), connection })
    }

    /// Does `work` on our thread unless Redis rests, within our patience, and opens the circuit when it fails.
    async fn guard<T, W>(&self, work: W) -> Result<T, RedisError>
    where
        T: Send + 'static,
        W: Future<Output = Result<T, RedisError>> + Send + 'static,
    {
        if !self.is_up() {
            return Err(RedisError::Resting);
        }
        let (redis, deadline) = (self.clone(), Instant::now() + self.0.patience);
        let done = self.runtime().spawn(async move { redis.limit(deadline, work).await });
        done.await.unwrap_or_else(|ended| Err(RedisError::Lost(ended.to_string())))
    }

    async fn limit<T>(
        &self,
        deadline: Instant,
        work: impl Future<Output = Result<T, RedisError>>,
    ) -> Result<T, RedisError> {
        // Boxed: the client's futures are 15 kB large.
        let done = timeout_at(deadline, Box::pin(work)).await.unwrap_or(Err(RedisError::TimedOut));
        if let Err(error) = &done {
            self.note(error);
        }
        done
    }

    fn runtime(&self) -> &Handle {
        self.0.thread.runtime()
    }

    /// Counts a failure. One that more requests would share opens the circuit.
    fn note(&self, error: &RedisError) {
        metrics::counter!("doorbuster_redis_failures_total", "reason" => error.reason()).increment(1);
        if let RedisError::TimedOut | RedisError::Lost(_) = error
            && let Some(pause) = self.0.circuit.open()
        {
            tracing::warn!("{error}; going on without it until it answers");
            metrics::gauge!("doorbuster_redis_up").set(0.0);
            self.runtime().spawn(probe(Arc::downgrade(&self.0), pause));
        }
    }
}

/// Asks for a sign of life every `pause` until there is one, or nobody cares any more.
async fn probe(redis: Weak<Inner>, pause: Duration) {
    loop {
        sleep(pause).await;
        let Some(redis) = redis.upgrade() else {
            return;
        };
        // What was connected before the failure may hang.
        redis.pool.retain(|_, _| false);
        let ask = async {
            let mut connection = redis.pool.get().await?;
            Ok::<(), RedisError>(redis::cmd("PING").query_async(&mut connection).await?)
        };
        match timeout(redis.patience, Box::pin(ask)).await.unwrap_or(Err(RedisError::TimedOut)) {
            Ok(()) => {
                redis.circuit.close();
                metrics::gauge!("doorbuster_redis_up").set(1.0);
                tracing::info!("Redis answers again");
                return;
            }
            Err(error) => tracing::debug!(%error, "Redis is still away"),
        }
    }
}

/// A connection that one user keeps. When something fails on it, drop it and lease another.
struct Lease {
    redis: Redis,
    connection: Connection,
}

impl Lease {
    /// Runs a script, in one round trip once Redis knows it.
    async fn invoke<T: FromRedisValue>(
        &mut self,
        deadline: Instant,
        script: &ScriptInvocation<'_>,
    ) -> Result<T, RedisError> {
        let Self { redis, connection } = self;
        redis.limit(deadline, async { Ok(script.invoke_async(connection).await?) }).await
    }
}
