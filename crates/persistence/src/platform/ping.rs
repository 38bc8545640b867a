use sqlx::PgConnection;

use crate::Error;

/// Whether the database answers.
///
/// # Errors
/// When it does not.
pub async fn ping(connection: &mut PgConnection) -> Result<(), Error> {
    sqlx::query!(r#"SELECT 1 AS "one!""#).fetch_one(connection).await?;
    Ok(())
}
