use chrono::{DateTime, Utc};
use doorbuster_domain::ProductId;
use doorbuster_domain::catalogue::{IdOrSlug, NewProduct, Product};

use super::WriteError;
use super::find::find;
use super::write::{add_images, file_under};
use crate::catalogue::{Reason, move_stock};
use crate::{Error, Work};

/// Makes a product under `id` and receives `stock` units of it. Returns it with PostgreSQL's time.
///
/// # Errors
/// [`WriteError`], decided by the constraints.
pub async fn create(
    work: &mut Work,
    id: ProductId,
    new: &NewProduct,
    stock: u32,
) -> Result<(Product, DateTime<Utc>), WriteError> {
    sqlx::query!(
        "INSERT INTO products (id, slug, name, description, status, price_minor, currency, vat_basis_points,
             weight_grams, published_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, CASE WHEN $5 = 'published' THEN clock_timestamp() END)",
        id.0,
        new.slug,
        new.name.trim(),
        new.description,
        new.status.as_str(),
        new.list_price.minor,
        new.list_price.currency.as_str(),
        i32::try_from(new.vat_basis_points).unwrap_or(i32::MAX),
        i32::try_from(new.weight_grams).unwrap_or(i32::MAX),
    )
    .execute(&mut **work)
    .await?;
    add_images(work, id, &new.images).await?;
    file_under(work, id, &new.taxa.pairs()).await?;
    if stock > 0 {
        move_stock(work, id, i64::from(stock), Reason::Received, None, None).await?;
    }
    find(work, &IdOrSlug::Id(id.0)).await?.ok_or(WriteError::Storage(Error::Sql(sqlx::Error::RowNotFound)))
}
