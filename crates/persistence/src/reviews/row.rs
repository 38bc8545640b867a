use chrono::{DateTime, Utc};
use doorbuster_domain::reviews::{NewReview, Review};
use doorbuster_domain::{OrderId, ProductId, ReviewId, UserId};
use uuid::Uuid;

use crate::Error;

/// A row of `reviews` with its product and its author, unchecked.
pub(super) struct ReviewRow {
    pub(super) id: Uuid,
    pub(super) order_id: Uuid,
    pub(super) product_id: Uuid,
    pub(super) product_slug: String,
    pub(super) product_name: String,
    pub(super) user_id: Uuid,
    pub(super) author: Option<String>,
    pub(super) stars: i16,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) status: String,
    pub(super) reason: Option<String>,
    pub(super) written_at: DateTime<Utc>,
    pub(super) moderated_at: Option<DateTime<Utc>>,
    pub(super) version: i64,
}

/// Selects [`ReviewRow`]s: `select_reviews!("WHERE …", arguments…)` with `r` the review.
macro_rules! select_reviews {
    ($tail:tt $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            crate::reviews::row::ReviewRow,
            "SELECT r.id, r.order_id, r.product_id, p.slug AS product_slug, p.name AS product_name, r.user_id,
                u.name AS author, r.stars, r.title, r.text, r.status, r.reason, r.written_at, r.moderated_at, r.version
             FROM reviews r JOIN products p ON p.id = r.product_id JOIN users u ON u.id = r.user_id " + $tail
            $(, $argument)*
        )
    };
}
pub(super) use select_reviews;

impl TryFrom<ReviewRow> for Review {
    type Error = Error;

    fn try_from(row: ReviewRow) -> Result<Self, Error> {
        let ReviewRow {
            id,
            order_id,
            product_id,
            product_slug,
            product_name,
            user_id,
            author,
            stars,
            title,
            text,
            status,
            reason,
            written_at,
            moderated_at,
            version,
        } = row;
        Ok(Self {
            id: ReviewId(id),
            order_id: OrderId(order_id),
            product_id: ProductId(product_id),
            product_slug,
            product_name,
            user_id: UserId(user_id),
            author,
            said: said(stars, title, text)?,
            status: status.parse().map_err(|_| Error::Corrupt("reviews.status"))?,
            reason,
            written_at,
            moderated_at,
            version,
        })
    }
}

pub(super) fn said(stars: i16, title: String, text: String) -> Result<NewReview, Error> {
    let stars = u8::try_from(stars).map_err(|_| Error::Corrupt("reviews.stars"))?;
    Ok(NewReview { stars, title, text })
}
