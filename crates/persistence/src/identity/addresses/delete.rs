use doorbuster_domain::{AddressId, UserId};

use super::row::hold_book;
use crate::{Error, Work};

/// Removes an entry from somebody's book. When it was the default, the newest of the others becomes it. Whether there was
/// one.
///
/// # Errors
/// Only the database's.
pub async fn delete_address(work: &mut Work, user: UserId, id: AddressId) -> Result<bool, Error> {
    hold_book(work, user).await?;
    let was_default = sqlx::query_scalar!(
        "DELETE FROM addresses WHERE id = $1 AND user_id = $2 RETURNING is_default",
        id.0,
        user.0
    )
    .fetch_optional(&mut **work)
    .await?;
    if was_default == Some(true) {
        sqlx::query!(
            "UPDATE addresses SET is_default = true WHERE id = (
                 SELECT id FROM addresses WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1
             )",
            user.0
        )
        .execute(&mut **work)
        .await?;
    }
    Ok(was_default.is_some())
}
