use sqlx::PgConnection;

use crate::Error;

/// Whether PostgreSQL knows a time zone of this name, in whatever case it is written.
///
/// # Errors
/// Only the database's.
pub async fn knows_timezone(connection: &mut PgConnection, name: &str) -> Result<bool, Error> {
    let known = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM pg_timezone_names z WHERE lower(z.name) = lower($1)) AS "known!""#,
        name
    )
    .fetch_one(connection)
    .await?;
    Ok(known)
}
