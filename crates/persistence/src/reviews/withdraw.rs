use doorbuster_domain::{ReviewId, UserId};
use sqlx::PgConnection;

use crate::Error;

/// Deletes a review that `author` wrote: its words are theirs. The line may be reviewed anew. Whether there was one.
///
/// # Errors
/// Only the database's.
pub async fn withdraw(connection: &mut PgConnection, id: ReviewId, author: UserId) -> Result<bool, Error> {
    let gone = sqlx::query!("DELETE FROM reviews WHERE id = $1 AND user_id = $2", id.0, author.0)
        .execute(connection)
        .await?;
    Ok(gone.rows_affected() == 1)
}
