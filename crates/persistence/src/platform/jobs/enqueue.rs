use doorbuster_domain::platform::Task;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::Error;

/// Adds a job, in the caller's transaction: what is rolled back is never done.
///
/// # Errors
/// Only the database's.
pub async fn enqueue(connection: &mut PgConnection, id: Uuid, task: &Task) -> Result<(), Error> {
    sqlx::query!("INSERT INTO jobs (id, payload) VALUES ($1, $2)", id, Json(task) as _)
        .execute(connection)
        .await?;
    Ok(())
}

/// Adds a job whose id nobody needs to know, in the caller's transaction.
///
/// # Errors
/// Only the database's.
pub(crate) async fn enqueue_task(connection: &mut PgConnection, task: &Task) -> Result<(), Error> {
    sqlx::query!("INSERT INTO jobs (id, payload) VALUES (gen_random_uuid(), $1)", Json(task) as _)
        .execute(connection)
        .await?;
    Ok(())
}
