use doorbuster_domain::catalogue::Product;
use sqlx::PgConnection;

use super::product::ProductRow;
use crate::Error;

/// The product with this slug, whatever its status.
///
/// # Errors
/// Only the database's.
pub async fn find(connection: &mut PgConnection, slug: &str) -> Result<Option<Product>, Error> {
    let row = sqlx::query_as!(
        ProductRow,
        "SELECT id, slug, name, description, image_url, price_minor, currency, stock, status, created_at
         FROM products WHERE slug = $1",
        slug
    )
    .fetch_optional(connection)
    .await?;
    row.map(Product::try_from).transpose()
}
