use std::time::Duration;

use sqlx::{ConnectOptions, Connection, PgConnection};
use tokio::time::sleep;

use super::grant;
use crate::{Error, MIGRATOR, PgConnectOptions};

/// Names the lock that migrating processes take ("door" in ASCII).
const LOCK: i64 = 0x64_6f_6f_72;
/// Between two tries to take it.
const TURN: Duration = Duration::from_millis(50);

/// Brings the schema up to date as `owner` and gives `application` (a role's name) exactly what it needs.
///
/// Several processes may do this at once: they take turns. sqlx has a lock of its own, but the privileges come after it,
/// and PostgreSQL refuses two grants on one table at the same time.
///
/// # Errors
/// A migration that fails leaves the schema as it was before it.
pub async fn migrate(owner: &PgConnectOptions, application: &str) -> Result<(), Error> {
    let mut connection = owner.clone().application_name("doorbuster migrate").connect().await?;
    // Tried and not waited for: a statement that waits keeps a snapshot, and CREATE INDEX CONCURRENTLY waits for those.
    while !try_lock(&mut connection).await? {
        sleep(TURN).await;
    }
    MIGRATOR.run(&mut connection).await?;
    if owner.get_username() != application {
        grant(&mut connection, application).await?;
    }
    // Closing gives the lock back.
    connection.close().await?;
    Ok(())
}

async fn try_lock(connection: &mut PgConnection) -> Result<bool, Error> {
    let locked = sqlx::query_scalar("SELECT pg_try_advisory_lock($1)").bind(LOCK);
    Ok(locked.fetch_one(connection).await?)
}
