use doorbuster_domain::ProductId;
use doorbuster_domain::catalogue::IdOrSlug;
use sqlx::PgConnection;

use crate::Error;

/// The id of the product that this names, if everybody may know it: published or archived.
///
/// # Errors
/// Only the database's.
pub async fn locate(connection: &mut PgConnection, product: &IdOrSlug) -> Result<Option<ProductId>, Error> {
    let id = sqlx::query_scalar!(
        "SELECT id FROM products WHERE (id = $1 OR slug = $2) AND status <> 'draft'",
        product.id(),
        product.slug(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(id.map(ProductId))
}
