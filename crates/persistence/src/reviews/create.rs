use doorbuster_domain::reviews::{NewReview, Review};
use doorbuster_domain::{OrderId, ProductId, ReviewId, UserId};

use super::find::find;
use super::row::select_reviews;
use crate::{Error, Work};

/// Why a review is not taken.
#[derive(Debug, thiserror::Error)]
pub enum CreateReviewError {
    /// The author has no such order, or not with this product.
    #[error("there is no such order of this customer with this product")]
    NotBought,
    /// The order has not arrived, or went back.
    #[error("the order is not delivered")]
    NotDelivered,
    /// The line has a review that says something else.
    #[error("the line is reviewed already")]
    AlreadyReviewed(ReviewId),
    /// The database.
    #[error(transparent)]
    Storage(Error),
}

impl<E: Into<Error>> From<E> for CreateReviewError {
    fn from(error: E) -> Self {
        Self::Storage(error.into())
    }
}

/// A review that its author withdraws while it is asked for may leave neither of the two: then it is asked again.
const ATTEMPTS: u32 = 3;

/// Takes a review of a product that `user` bought with `order`. A constraint decides that a line has one; the same words
/// again are answered with the review that they made. Returns it, and whether it was there already.
///
/// # Errors
/// [`CreateReviewError`]
pub async fn create(
    work: &mut Work,
    id: ReviewId,
    user: UserId,
    order: OrderId,
    product: ProductId,
    new: &NewReview,
) -> Result<(Review, bool), CreateReviewError> {
    for _ in 0..ATTEMPTS {
        let made = sqlx::query_scalar!(
            "INSERT INTO reviews (id, order_id, position, product_id, user_id, stars, title, text)
             SELECT $1, o.id, l.position, l.product_id, o.user_id, $5, $6, $7
             FROM orders o JOIN order_lines l ON l.order_id = o.id
             WHERE o.id = $2 AND o.user_id = $3 AND o.status = 'delivered' AND l.product_id = $4
             ORDER BY l.position LIMIT 1
             ON CONFLICT ON CONSTRAINT reviews_once DO NOTHING
             RETURNING id",
            id.0,
            order.0,
            user.0,
            product.0,
            i16::from(new.stars),
            new.title,
            new.text,
        )
        .fetch_optional(&mut **work)
        .await?;
        if let Some(made) = made {
            let review = find(work, ReviewId(made)).await?;
            return Ok((review.ok_or(Error::Corrupt("reviews lost a row"))?, false));
        }
        let row = select_reviews!(
            "WHERE r.order_id = $1 AND r.user_id = $2 AND r.product_id = $3",
            order.0,
            user.0,
            product.0
        );
        if let Some(row) = row.fetch_optional(&mut **work).await? {
            let found = Review::try_from(row)?;
            let same = found.said == *new;
            return if same { Ok((found, true)) } else { Err(CreateReviewError::AlreadyReviewed(found.id)) };
        }
        let delivered = sqlx::query_scalar!(
            r#"SELECT o.status = 'delivered' AS "delivered!" FROM orders o JOIN order_lines l ON l.order_id = o.id
               WHERE o.id = $1 AND o.user_id = $2 AND l.product_id = $3 LIMIT 1"#,
            order.0,
            user.0,
            product.0,
        )
        .fetch_optional(&mut **work)
        .await?;
        match delivered {
            None => return Err(CreateReviewError::NotBought),
            Some(false) => return Err(CreateReviewError::NotDelivered),
            Some(true) => {}
        }
    }
    Err(CreateReviewError::Storage(Error::Corrupt("reviews of a line come and go")))
}
