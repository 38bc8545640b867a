use doorbuster_domain::reviews::Review;
use doorbuster_domain::{ReviewId, UserId};

use super::find::find;
use crate::{Error, Work};

/// Shows a locked review to everybody.
///
/// # Errors
/// Only the database's.
pub async fn publish(work: &mut Work, id: ReviewId, moderator: UserId) -> Result<Review, Error> {
    decide(work, id, moderator, None).await
}

/// Hides a locked review and tells its author why.
///
/// # Errors
/// Only the database's.
pub async fn reject(work: &mut Work, id: ReviewId, moderator: UserId, reason: &str) -> Result<Review, Error> {
    decide(work, id, moderator, Some(reason)).await
}

async fn decide(
    work: &mut Work,
    id: ReviewId,
    moderator: UserId,
    reason: Option<&str>,
) -> Result<Review, Error> {
    sqlx::query!(
        "UPDATE reviews SET status = CASE WHEN $3::text IS NULL THEN 'published' ELSE 'rejected' END, reason = $3,
             moderated_by = $2, moderated_at = clock_timestamp(), version = version + 1
         WHERE id = $1",
        id.0,
        moderator.0,
        reason,
    )
    .execute(&mut **work)
    .await?;
    find(work, id).await?.ok_or(Error::Corrupt("reviews lost a row under its lock"))
}
