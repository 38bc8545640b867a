use doorbuster_domain::{SessionId, UserId};
use sqlx::PgConnection;

use crate::Error;

/// Revokes one session of this account. Returns whether the account has such a session; doing it again changes nothing.
///
/// # Errors
/// Only the database's.
pub async fn revoke_session(
    connection: &mut PgConnection,
    user: UserId,
    session: SessionId,
) -> Result<bool, Error> {
    let revoked = sqlx::query!(
        "UPDATE sessions SET revoked_at = coalesce(revoked_at, clock_timestamp()) WHERE id = $1 AND user_id = $2",
        session.0,
        user.0,
    )
    .execute(connection)
    .await?;
    Ok(revoked.rows_affected() == 1)
}
