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
    // The files of pictures are no rows: they become garbage, which is swept unless somebody keeps them again.
    for statement in [
        "CREATE TEMP TABLE files AS SELECT url FROM images UNION SELECT url FROM image_garbage".to_owned(),
        format!("TRUNCATE {tables}"),
        "INSERT INTO image_garbage (url) SELECT url FROM files".to_owned(),
    ] {
        sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await?;
    }
    connection.close().await?;
    Ok(())
}
