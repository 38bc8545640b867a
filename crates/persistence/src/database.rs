use std::ops::{Deref, DerefMut};
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, Postgres, Transaction};

use crate::Error;

/// The forward-only migrations, embedded.
pub static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// The primary: a bounded pool for everything but purchases, and the way to a lane's own connection.
#[derive(Clone, Debug)]
pub struct Database {
    pool: PgPool,
    options: PgConnectOptions,
}

/// A transaction that is rolled back unless it is committed.
#[derive(Debug)]
pub struct Work(Transaction<'static, Postgres>);

impl Database {
    /// A lazy pool of at most `max_connections`; nothing is connected yet.
    pub fn new(options: PgConnectOptions, max_connections: u32) -> Self {
        // A transaction that its process forgot must not keep a sale locked.
        let options = options
            .application_name("doorbuster")
            .options([("idle_in_transaction_session_timeout", "15000"), ("statement_timeout", "15000")])
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(max_connections)
            .acquire_timeout(Duration::from_secs(5))
            .idle_timeout(Duration::from_secs(300))
            // A round trip per acquire: a dead connection shows itself at its first query.
            .test_before_acquire(false)
            .connect_lazy_with(options.clone());
        Self { pool, options }
    }

    /// A connection for reads and single statements.
    ///
    /// # Errors
    /// [`Error::is_unavailable`] when none is free or the database is away for 5 s.
    pub async fn acquire(&self) -> Result<PoolConnection<Postgres>, Error> {
        Ok(self.pool.acquire().await?)
    }

    /// Begins a unit of work.
    ///
    /// # Errors
    /// As [`Database::acquire`].
    pub async fn begin_work(&self) -> Result<Work, Error> {
        Ok(Work(self.pool.begin().await?))
    }

    /// A connection of its own for a lane's writer, outside the pool: a stampede of readers cannot starve it.
    ///
    /// Sequential scans and the joins that need them are off: a plan made while `orders` was empty would otherwise be
    /// kept when it is not (docs/bench, MEASUREMENTS: 200 ms instead of 1 for one duplicate).
    ///
    /// # Errors
    /// Whatever connecting meets.
    pub async fn connect_writer(&self) -> Result<PgConnection, Error> {
        let options = self.options.clone().application_name("doorbuster lane").options([
            ("statement_timeout", "5000"),
            ("lock_timeout", "4000"),
            ("enable_seqscan", "off"),
            ("enable_hashjoin", "off"),
            ("enable_mergejoin", "off"),
            ("jit", "off"),
        ]);
        Ok(PgConnection::connect_with(&options).await?)
    }

    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Closes the pool; waits for what is out.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

impl Work {
    /// Makes it durable. Consumes the work: what is not committed is rolled back.
    ///
    /// # Errors
    /// The outcome is unknown when the connection is lost here.
    pub async fn commit(self) -> Result<(), Error> {
        Ok(self.0.commit().await?)
    }
}

impl Deref for Work {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.0
    }
}

impl DerefMut for Work {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.0
    }
}
