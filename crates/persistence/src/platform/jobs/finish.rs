use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;

/// A job is done.
///
/// # Errors
/// Only the database's; the job is done again then.
pub async fn finish(connection: &mut PgConnection, id: Uuid) -> Result<(), Error> {
    sqlx::query!("DELETE FROM jobs WHERE id = $1", id).execute(connection).await?;
    Ok(())
}
