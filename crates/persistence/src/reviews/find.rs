use doorbuster_domain::ReviewId;
use doorbuster_domain::reviews::Review;
use sqlx::PgConnection;

use super::row::select_reviews;
use crate::{Error, Work};

/// A review, whatever its status.
///
/// # Errors
/// Only the database's.
pub async fn find(connection: &mut PgConnection, id: ReviewId) -> Result<Option<Review>, Error> {
    let row = select_reviews!("WHERE r.id = $1", id.0).fetch_optional(connection).await?;
    row.map(Review::try_from).transpose()
}

/// Locks a review until the end of the work and reads it.
///
/// # Errors
/// Only the database's.
pub async fn lock(work: &mut Work, id: ReviewId) -> Result<Option<Review>, Error> {
    let row =
        select_reviews!("WHERE r.id = $1 FOR NO KEY UPDATE OF r", id.0).fetch_optional(&mut **work).await?;
    row.map(Review::try_from).transpose()
}
