use chrono::{DateTime, Utc};
use doorbuster_domain::SaleId;
use doorbuster_domain::sales::journal::EntryKind;
use doorbuster_domain::sales::{NewSale, Sale};

use super::ledger::{Entry, enter};
use crate::catalogue::{Reason, move_stock};
use crate::{Error, Work};

/// Why a sale is not made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// There is no such product, or it is archived.
    #[error("there is no such product")]
    UnknownProduct,
    /// The product has fewer units than the sale was to get.
    #[error("the product's stock does not cover the allocation")]
    InsufficientStock,
    /// The database.
    #[error(transparent)]
    Storage(Error),
}

impl<E: Into<Error>> From<E> for CreateError {
    fn from(error: E) -> Self {
        let error = error.into();
        match error.constraint() {
            Some("products_stock_covers") => Self::InsufficientStock,
            Some("sales_product_id_fkey") => Self::UnknownProduct,
            _ => Self::Storage(error),
        }
    }
}

/// Makes a sale under `id` and moves its units out of the product's stock.
///
/// # Errors
/// [`CreateError`], decided by the constraints.
pub async fn create(
    work: &mut Work,
    id: SaleId,
    new: &NewSale,
) -> Result<(Sale, DateTime<Utc>), CreateError> {
    let units = i64::from(new.allocated);
    let made = sqlx::query!(
        "INSERT INTO sales (id, product_id, title, price_minor, currency, starts_at, ends_at, allocated, remaining,
             per_customer_limit, hold_seconds, seq)
         SELECT $1, p.id, $3, $4, $5, $6, $7, $8, $8, $9, $10, 1
         FROM products p WHERE p.id = $2 AND p.status <> 'archived'",
        id.0,
        new.product_id.0,
        new.title.trim(),
        new.price.minor,
        new.price.currency.as_str(),
        new.starts_at,
        new.ends_at,
        units,
        i32::try_from(new.per_customer_limit).unwrap_or(i32::MAX),
        i32::try_from(new.hold_seconds).unwrap_or(i32::MAX),
    )
    .execute(&mut **work)
    .await?;
    if made.rows_affected() == 0 {
        return Err(CreateError::UnknownProduct);
    }
    enter(work, id, 1, &Entry { units, allocated: units, ..Entry::of(EntryKind::Opened) }).await?;
    move_stock(work, new.product_id, -units, Reason::SaleOpened, Some(id), None).await?;
    super::find(work, id).await?.ok_or(CreateError::UnknownProduct)
}
