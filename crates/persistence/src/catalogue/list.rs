use doorbuster_domain::catalogue::Product;
use doorbuster_domain::platform::{Cursor, Limit, Page};
use sqlx::PgConnection;

use super::product::ProductRow;
use crate::Error;

/// The published products, newest first.
///
/// # Errors
/// Only the database's.
pub async fn list(
    connection: &mut PgConnection,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Product>, Error> {
    let rows = sqlx::query_as!(
        ProductRow,
        "SELECT id, slug, name, description, image_url, price_minor, currency, stock, status, created_at
         FROM products
         WHERE status = 'published' AND ($1::timestamptz IS NULL OR (created_at, id) < ($1, $2::uuid))
         ORDER BY created_at DESC, id DESC
         LIMIT $3",
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        limit.rows(),
    )
    .fetch_all(connection)
    .await?;
    let products = rows.into_iter().map(Product::try_from).collect::<Result<_, _>>()?;
    Ok(Page::from_rows(products, limit, |product: &Product| Cursor {
        at: product.created_at,
        id: product.id.0,
    }))
}
