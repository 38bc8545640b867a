use doorbuster_domain::platform::{Cursor, Limit, Page};
use doorbuster_domain::reviews::{Review, ReviewStatus};
use sqlx::PgConnection;

use super::row::select_reviews;
use crate::Error;

/// Reviews of one status, for the staff: who waits longest comes first, of those decided the newest.
///
/// # Errors
/// Only the database's.
pub async fn list(
    connection: &mut PgConnection,
    status: ReviewStatus,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Review>, Error> {
    let (at, id) = after.map(|Cursor { at, id }| (at, id)).unzip();
    let rows = if status == ReviewStatus::Pending {
        select_reviews!(
            "WHERE r.status = $1 AND ($2::timestamptz IS NULL OR (r.written_at, r.id) > ($2, $3::uuid))
             ORDER BY r.written_at, r.id LIMIT $4",
            status.as_str(),
            at,
            id,
            limit.rows(),
        )
        .fetch_all(connection)
        .await?
    } else {
        select_reviews!(
            "WHERE r.status = $1 AND ($2::timestamptz IS NULL OR (r.written_at, r.id) < ($2, $3::uuid))
             ORDER BY r.written_at DESC, r.id DESC LIMIT $4",
            status.as_str(),
            at,
            id,
            limit.rows(),
        )
        .fetch_all(connection)
        .await?
    };
    let reviews = rows.into_iter().map(Review::try_from).collect::<Result<Vec<_>, Error>>()?;
    Ok(Page::from_rows(reviews, limit, |review: &Review| Cursor { at: review.written_at, id: review.id.0 }))
}
