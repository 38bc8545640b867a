use doorbuster_domain::UserId;

use crate::{Error, Work};

/// Revokes every session of an account and raises its epoch, which ends the access tokens that belong to no stored
/// session too. Returns the new epoch; none for an account that does not exist.
///
/// Two statements, the account first: a sign-in holds the account's row while it opens its session, so it has either
/// finished and its session is seen here, or it begins after this and is made in the new epoch.
///
/// # Errors
/// Only the database's.
pub async fn log_out_everywhere(work: &mut Work, user: UserId) -> Result<Option<i32>, Error> {
    let epoch =
        sqlx::query_scalar!("UPDATE users SET epoch = epoch + 1 WHERE id = $1 RETURNING epoch", user.0)
            .fetch_optional(&mut **work)
            .await?;
    sqlx::query!(
        "UPDATE sessions SET revoked_at = clock_timestamp() WHERE user_id = $1 AND revoked_at IS NULL",
        user.0
    )
    .execute(&mut **work)
    .await?;
    Ok(epoch)
}
