use chrono::{DateTime, Utc};
use doorbuster_domain::catalogue::{IdOrSlug, Product};
use sqlx::PgConnection;

use super::row::select_products;
use crate::Error;

/// The product that this names, whatever its status, and PostgreSQL's time at which it was so.
///
/// # Errors
/// Only the database's.
pub async fn find(
    connection: &mut PgConnection,
    product: &IdOrSlug,
) -> Result<Option<(Product, DateTime<Utc>)>, Error> {
    let row = select_products!(["WHERE p.id = $1 OR p.slug = $2"], product.id(), product.slug())
        .fetch_optional(connection)
        .await?;
    row.map(TryInto::try_into).transpose()
}
