use doorbuster_domain::catalogue::{Product, ProductStatus, Slug};
use doorbuster_domain::{Money, ProductId};
use sqlx::PgConnection;

use super::product::ProductRow;
use super::stock::{Reason, move_stock};
use crate::Error;

/// A product to be made.
#[derive(Clone, Debug)]
pub struct NewProduct {
    /// Its fresh id.
    pub id: ProductId,
    /// Its address.
    pub slug: Slug,
    /// What it is called, 1 to 200 characters.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Where its picture is.
    pub image_url: Option<String>,
    /// Gross price of one unit.
    pub price: Money,
    /// Units received.
    pub stock: u32,
    /// Where it starts.
    pub status: ProductStatus,
}

/// Why a product is not made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// Another product has this slug.
    #[error("another product has this slug")]
    SlugTaken,
    /// The database.
    #[error(transparent)]
    Storage(Error),
}

impl<E: Into<Error>> From<E> for CreateError {
    fn from(error: E) -> Self {
        let error = error.into();
        if error.constraint() == Some("products_slug_unique") {
            Self::SlugTaken
        } else {
            Self::Storage(error)
        }
    }
}

/// Makes a product and receives its stock, in the caller's transaction.
///
/// # Errors
/// [`CreateError::SlugTaken`], decided by the unique constraint.
pub async fn create(connection: &mut PgConnection, new: &NewProduct) -> Result<Product, CreateError> {
    let row = sqlx::query_as!(
        ProductRow,
        "INSERT INTO products (id, slug, name, description, image_url, price_minor, currency, status)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         RETURNING id, slug, name, description, image_url, price_minor, currency, stock, status, created_at",
        new.id.0,
        new.slug.as_str(),
        new.name,
        new.description,
        new.image_url,
        new.price.minor,
        new.price.currency.as_str(),
        new.status.as_str(),
    )
    .fetch_one(&mut *connection)
    .await?;
    let mut product = Product::try_from(row)?;
    product.stock = i64::from(new.stock);
    if new.stock > 0 {
        move_stock(connection, new.id, product.stock, Reason::Received, None, None).await?;
    }
    Ok(product)
}
