use chrono::{DateTime, Utc};
use doorbuster_domain::platform::{Cursor, Limit, Page};
use doorbuster_domain::reviews::PublishedReview;
use doorbuster_domain::{ProductId, ReviewId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::row::said;
use crate::Error;

struct Row {
    id: Uuid,
    author: Option<String>,
    stars: i16,
    title: String,
    text: String,
    written_at: DateTime<Utc>,
}

/// What everybody reads about a product, newest first: all of it, or only what gives it so many stars.
///
/// # Errors
/// Only the database's.
pub async fn list_published(
    connection: &mut PgConnection,
    product: ProductId,
    stars: Option<u8>,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<PublishedReview>, Error> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT r.id, u.name AS author, r.stars, r.title, r.text, r.written_at
         FROM reviews r JOIN users u ON u.id = r.user_id
         WHERE r.product_id = $1 AND r.status = 'published' AND ($2::smallint IS NULL OR r.stars = $2)
             AND ($3::timestamptz IS NULL OR (r.written_at, r.id) < ($3, $4::uuid))
         ORDER BY r.written_at DESC, r.id DESC
         LIMIT $5",
        product.0,
        stars.map(i16::from),
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        limit.rows(),
    )
    .fetch_all(connection)
    .await?;
    let reviews = rows.into_iter().map(PublishedReview::try_from).collect::<Result<Vec<_>, Error>>()?;
    Ok(Page::from_rows(reviews, limit, |review: &PublishedReview| Cursor {
        at: review.written_at,
        id: review.id.0,
    }))
}

impl TryFrom<Row> for PublishedReview {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let Row { id, author, stars, title, text, written_at } = row;
        Ok(Self { id: ReviewId(id), author, said: said(stars, title, text)?, written_at })
    }
}
