use sqlx::{ConnectOptions, Connection};

use super::grant;
use crate::{Error, MIGRATOR, PgConnectOptions};

/// Brings the schema up to date as `owner` and gives `application` (a role's name) exactly what it needs.
///
/// Several processes may do this at once: sqlx serialises them with an advisory lock.
///
/// # Errors
/// A migration that fails leaves the schema as it was before it.
pub async fn migrate(owner: &PgConnectOptions, application: &str) -> Result<(), Error> {
    let mut connection = owner.clone().application_name("doorbuster migrate").connect().await?;
    MIGRATOR.run(&mut connection).await?;
    if owner.get_username() != application {
        grant(&mut connection, application).await?;
    }
    connection.close().await?;
    Ok(())
}
