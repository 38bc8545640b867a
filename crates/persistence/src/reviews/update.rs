use doorbuster_domain::ReviewId;
use doorbuster_domain::reviews::{NewReview, Review};

use super::find::find;
use crate::{Error, Work};

/// Changes what a locked review says. It waits for the staff again.
///
/// # Errors
/// Only the database's.
pub async fn update(work: &mut Work, id: ReviewId, next: &NewReview) -> Result<Review, Error> {
    sqlx::query!(
        "UPDATE reviews SET stars = $2, title = $3, text = $4, status = 'pending', reason = NULL,
             moderated_by = NULL, moderated_at = NULL, written_at = clock_timestamp(), version = version + 1
         WHERE id = $1",
        id.0,
        i16::from(next.stars),
        next.title,
        next.text,
    )
    .execute(&mut **work)
    .await?;
    find(work, id).await?.ok_or(Error::Corrupt("reviews lost a row under its lock"))
}
