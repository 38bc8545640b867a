use sqlx::PgConnection;

use crate::Error;

/// Deletes at most `limit` expired refresh tokens and as many expired tokens of mails, oldest first; returns how many.
/// Several processes may do so at once.
///
/// # Errors
/// Only the database's.
pub async fn forget(connection: &mut PgConnection, limit: i64) -> Result<u64, Error> {
    let deleted = sqlx::query!(
        "DELETE FROM refresh_tokens WHERE hash IN (
             SELECT hash FROM refresh_tokens WHERE expires_at < now()
             ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
         )",
        limit
    )
    .execute(&mut *connection)
    .await?;
    let mailed = sqlx::query!(
        "DELETE FROM mailed_tokens WHERE hash IN (
             SELECT hash FROM mailed_tokens WHERE expires_at < now()
             ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
         )",
        limit
    )
    .execute(connection)
    .await?;
    Ok(deleted.rows_affected() + mailed.rows_affected())
}
