//! Redis: shared between processes, quick, and never needed. Whoever asks it has another way, and takes that way when
//! Redis does not answer at once.

mod address;
mod circuit;
mod error;
mod sliding_window;
mod subscription;

use std::sync::{Arc, Weak};
use std::time::Duration;

use deadpool_redis::redis::{
    self, AsyncConnectionConfig, Client, Cmd, FromRedisValue, Pipeline, ScriptInvocation,
};
use deadpool_redis::{Connection, Manager, Pool, Runtime};
use tokio::time::{sleep, timeout};

pub use address::{RedisAddress, RedisAddressError};
pub use deadpool_redis::redis as client;
pub use error::RedisError;
pub use sliding_window::{Count, Log, SlidingWindow};
pub use subscription::Subscription;

use circuit::Circuit;

/// Nobody waits longer for Redis, all steps together. On a network of our own an answer takes a fraction of a
/// millisecond.
pub const PATIENCE: Duration = Duration::from_millis(40);
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
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| RedisError::Lost(error.to_string()))?;
        let redis = Self(Arc::new(Inner { address, client, pool, patience, circuit: Circuit::closed() }));
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

    /// Asks one thing, for 40 ms at most. At the cost of a second round trip, which tests the connection:
    /// for what happens all the time, see [`Redis::lease`].
    ///
    /// # Errors
    /// [`RedisError`]; the circuit is open afterwards unless Redis itself refused.
    pub async fn query<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, RedisError> {
        let ask = async {
            let mut connection = self.0.pool.get().await?;
            Ok(command.query_async(&mut connection).await?)
        };
        self.guard(ask).await
    }

    /// Asks several things in one go, like [`Redis::query`].
    ///
    /// # Errors
    /// [`RedisError`]
    pub async fn pipe<T: FromRedisValue>(&self, commands: &Pipeline) -> Result<T, RedisError> {
        let ask = async {
            let mut connection = self.0.pool.get().await?;
            Ok(commands.query_async(&mut connection).await?)
        };
        self.guard(ask).await
    }

    /// A connection of one's own, for who asks all the time.
    ///
    /// # Errors
    /// [`RedisError`]
    pub async fn lease(&self) -> Result<Lease, RedisError> {
        let connection = self.guard(async { Ok(self.0.pool.get().await?) }).await?;
        Ok(Lease { redis: self.clone(), connection })
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
        let subscribe = async {
            let mut subscription = self.0.client.get_async_pubsub().await?;
            subscription.subscribe(channel).await?;
            Ok(Subscription::new(subscription))
        };
        self.guard(subscribe).await
    }

    /// Does `work` unless Redis rests, within our patience, and opens the circuit when it fails.
    async fn guard<T>(&self, work: impl Future<Output = Result<T, RedisError>>) -> Result<T, RedisError> {
        if !self.is_up() {
            return Err(RedisError::Resting);
        }
        // Boxed: the client's futures are 15 kB large, and thousands may wait around this one.
        let done = timeout(self.0.patience, Box::pin(work)).await.unwrap_or(Err(RedisError::TimedOut));
        if let Err(error) = &done {
            self.note(error);
        }
        done
    }

    /// Counts a failure. One that more requests would share opens the circuit.
    fn note(&self, error: &RedisError) {
        metrics::counter!("doorbuster_redis_failures_total", "reason" => error.reason()).increment(1);
        if let RedisError::TimedOut | RedisError::Lost(_) = error
            && let Some(pause) = self.0.circuit.open()
        {
            tracing::warn!("{error}; going on without it until it answers");
            metrics::gauge!("doorbuster_redis_up").set(0.0);
            tokio::spawn(probe(Arc::downgrade(&self.0), pause));
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
pub struct Lease {
    redis: Redis,
    connection: Connection,
}

impl Lease {
    /// Runs a script, in one round trip once Redis knows it.
    ///
    /// # Errors
    /// [`RedisError`]; the circuit is open afterwards unless Redis itself refused.
    pub async fn invoke<T: FromRedisValue>(
        &mut self,
        script: &ScriptInvocation<'_>,
    ) -> Result<T, RedisError> {
        let Self { redis, connection } = self;
        redis.guard(async { Ok(script.invoke_async(connection).await?) }).await
    }
}
