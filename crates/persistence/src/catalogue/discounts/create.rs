use doorbuster_domain::catalogue::{Discount, DiscountTarget, NewDiscount};
use doorbuster_domain::{DiscountId, ProductId, TaxonId};
use sqlx::PgConnection;

use super::row::DiscountRow;
use crate::Error;

/// Why a discount is not made.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The product that it was to be on does not exist.
    #[error("there is no such product")]
    UnknownProduct,
    /// The taxon that it was to be on does not exist.
    #[error("there is no such brand, region, category or tag")]
    UnknownTaxon,
    /// The database.
    #[error(transparent)]
    Storage(Error),
}

impl<E: Into<Error>> From<E> for WriteError {
    fn from(error: E) -> Self {
        let error = error.into();
        match error.constraint() {
            Some("discounts_product") => Self::UnknownProduct,
            Some("discounts_taxon") => Self::UnknownTaxon,
            _ => Self::Storage(error),
        }
    }
}

/// Makes a discount under `id`.
///
/// # Errors
/// [`WriteError`], decided by the constraints.
pub async fn create(
    connection: &mut PgConnection,
    id: DiscountId,
    new: &NewDiscount,
) -> Result<Discount, WriteError> {
    let (product, taxon): (Option<ProductId>, Option<TaxonId>) = match new.target {
        DiscountTarget::Everything => (None, None),
        DiscountTarget::Product(product) => (Some(product), None),
        DiscountTarget::Taxon(taxon) => (None, Some(taxon)),
    };
    let row = sqlx::query_as!(
        DiscountRow,
        "INSERT INTO discounts (id, title, percent, starts_at, ends_at, product_id, taxon_id, archived)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         RETURNING id, title, percent, starts_at, ends_at, product_id, taxon_id, archived, version, created_at",
        id.0,
        new.title.trim(),
        i16::from(new.percent),
        new.starts_at,
        new.ends_at,
        product.map(|product| product.0),
        taxon.map(|taxon| taxon.0),
        new.archived,
    )
    .fetch_one(connection)
    .await?;
    Ok(Discount::try_from(row)?)
}
