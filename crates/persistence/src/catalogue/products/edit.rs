use chrono::{DateTime, Utc};
use doorbuster_domain::TaxonId;
use doorbuster_domain::catalogue::{IdOrSlug, NewProduct, Product, Taxonomy};
use uuid::Uuid;

use super::WriteError;
use super::find::find;
use super::write::{add_images, file_under};
use crate::{Error, Work};

/// Locks a product until the end of the work and reads it, with PostgreSQL's time.
///
/// # Errors
/// Only the database's; none is returned for an unknown product.
pub async fn lock(work: &mut Work, product: &IdOrSlug) -> Result<Option<(Product, DateTime<Utc>)>, Error> {
    // In a statement of its own: the next one sees what was committed while this one waited.
    let id = sqlx::query_scalar!(
        "SELECT id FROM products WHERE id = $1 OR slug = $2 FOR UPDATE",
        product.id(),
        product.slug(),
    )
    .fetch_optional(&mut **work)
    .await?;
    match id {
        Some(id) => find(work, &IdOrSlug::Id(id)).await,
        None => Ok(None),
    }
}

/// Makes a locked product, which is `before`, as `next` says. Returns it with PostgreSQL's time.
///
/// # Errors
/// [`WriteError`], decided by the constraints.
pub async fn edit(
    work: &mut Work,
    before: &Product,
    next: &NewProduct,
) -> Result<(Product, DateTime<Utc>), WriteError> {
    sqlx::query!(
        "UPDATE products SET slug = $2, name = $3, description = $4, status = $5, price_minor = $6, currency = $7,
             vat_basis_points = $8, weight_grams = $9, version = version + 1,
             published_at = CASE WHEN $5 = 'published' THEN coalesce(published_at, clock_timestamp())
                 ELSE published_at END
         WHERE id = $1",
        before.id.0,
        next.slug,
        next.name,
        next.description,
        next.status.as_str(),
        next.list_price.minor,
        next.list_price.currency.as_str(),
        i32::try_from(next.vat_basis_points).unwrap_or(i32::MAX),
        i32::try_from(next.weight_grams).unwrap_or(i32::MAX),
    )
    .execute(&mut **work)
    .await?;
    if next.images != before.images {
        sqlx::query!("DELETE FROM product_images WHERE product_id = $1", before.id.0)
            .execute(&mut **work)
            .await?;
        add_images(work, before.id, &next.images).await?;
    }
    file_anew(work, before, next).await?;
    find(work, &IdOrSlug::Id(before.id.0))
        .await?
        .ok_or(WriteError::Storage(Error::Sql(sqlx::Error::RowNotFound)))
}

/// Takes the product out of what it is no longer to be filed under, and files it under what is new. What it keeps may
/// have been archived meanwhile.
async fn file_anew(work: &mut Work, before: &Product, next: &NewProduct) -> Result<(), WriteError> {
    let had: Vec<(Taxonomy, TaxonId)> = before.taxa.iter().map(|taxon| (taxon.kind, taxon.id)).collect();
    let wanted = next.taxa.pairs();
    let gone: Vec<Uuid> = had.iter().filter(|taxon| !wanted.contains(taxon)).map(|(_, id)| id.0).collect();
    let added: Vec<(Taxonomy, TaxonId)> = wanted.into_iter().filter(|taxon| !had.contains(taxon)).collect();
    if !gone.is_empty() {
        sqlx::query!(
            "DELETE FROM product_taxa WHERE product_id = $1 AND taxon_id = ANY ($2)",
            before.id.0,
            &gone
        )
        .execute(&mut **work)
        .await?;
    }
    if !added.is_empty() {
        file_under(work, before.id, &added).await?;
    }
    Ok(())
}
