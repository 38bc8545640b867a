use doorbuster_domain::reviews::{OwnReviews, Review, Reviewable};
use doorbuster_domain::{OrderId, ProductId, UserId};
use sqlx::PgConnection;

use super::row::select_reviews;
use crate::Error;

/// What `user` has said about a product and what they may say yet: at most 20 of each, newest first.
///
/// Orders carry no index that starts with the customer: those of sales are found through the sales of this product, the
/// others by the index on (sale, customer) where there is no sale.
///
/// # Errors
/// Only the database's.
pub async fn list_own(
    connection: &mut PgConnection,
    user: UserId,
    product: ProductId,
) -> Result<OwnReviews, Error> {
    let rows = select_reviews!(
        "WHERE r.user_id = $1 AND r.product_id = $2 ORDER BY r.written_at DESC, r.id DESC LIMIT 20",
        user.0,
        product.0,
    )
    .fetch_all(&mut *connection)
    .await?;
    let bought = sqlx::query!(
        r#"SELECT o.id AS "id!", o.created_at AS "created_at!" FROM (
               SELECT a.id, a.created_at FROM sales s JOIN orders a ON a.sale_id = s.id
               WHERE s.product_id = $2 AND a.user_id = $1 AND a.active AND a.status = 'delivered'
               UNION ALL
               SELECT a.id, a.created_at FROM orders a
               WHERE a.sale_id IS NULL AND a.user_id = $1 AND a.active AND a.status = 'delivered'
           ) o
           WHERE EXISTS (SELECT FROM order_lines l WHERE l.order_id = o.id AND l.product_id = $2)
               AND NOT EXISTS (SELECT FROM reviews r WHERE r.order_id = o.id AND r.product_id = $2)
           ORDER BY o.created_at DESC, o.id DESC LIMIT 20"#,
        user.0,
        product.0,
    )
    .fetch_all(&mut *connection)
    .await?;
    Ok(OwnReviews {
        reviews: rows.into_iter().map(Review::try_from).collect::<Result<_, Error>>()?,
        reviewable: bought
            .into_iter()
            .map(|row| Reviewable { order_id: OrderId(row.id), ordered_at: row.created_at })
            .collect(),
    })
}
