use doorbuster_domain::SessionId;
use sqlx::PgConnection;

use crate::Error;

/// Revokes the session that the refresh token with this hash belongs to, whatever the token's age. Doing it again
/// changes nothing.
///
/// # Errors
/// Only the database's.
pub async fn close_session(
    connection: &mut PgConnection,
    shown: &[u8; 32],
) -> Result<Option<SessionId>, Error> {
    let row = sqlx::query!(
        "UPDATE sessions s SET revoked_at = coalesce(s.revoked_at, clock_timestamp())
         FROM refresh_tokens t WHERE t.hash = $1 AND s.id = t.session_id
         RETURNING s.id",
        &shown[..]
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| SessionId(row.id)))
}
