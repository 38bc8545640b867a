use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use super::grant::PRIVILEGES;
use crate::{Error, PgConnectOptions};

/// Deletes every row of every table. Only an owner can: `seed --reset` does.
///
/// # Errors
/// Only the database's.
pub async fn empty(owner: &PgConnectOptions) -> Result<(), Error> {
    let tables = PRIVILEGES.map(|(table, _)| table).join(", ");
    let mut connection = owner.clone().connect().await?;
    sqlx::query(AssertSqlSafe(format!("TRUNCATE {tables}"))).execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}
