use chrono::{DateTime, Utc};
use doorbuster_domain::catalogue::{Product, ProductStatus};
use doorbuster_domain::{Money, ProductId};
use uuid::Uuid;

use crate::Error;

/// A row of `products`, unchecked.
pub(crate) struct ProductRow {
    pub(crate) id: Uuid,
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) image_url: Option<String>,
    pub(crate) price_minor: i64,
    pub(crate) currency: String,
    pub(crate) stock: i64,
    pub(crate) status: String,
    pub(crate) created_at: DateTime<Utc>,
}

impl TryFrom<ProductRow> for Product {
    type Error = Error;

    fn try_from(row: ProductRow) -> Result<Self, Error> {
        let ProductRow {
            id,
            slug,
            name,
            description,
            image_url,
            price_minor,
            currency,
            stock,
            status,
            created_at,
        } = row;
        let currency = currency.parse().map_err(|_| Error::Corrupt("products.currency"))?;
        let status = ProductStatus::ALL
            .into_iter()
            .find(|known| known.as_str() == status)
            .ok_or(Error::Corrupt("products.status"))?;
        Ok(Self {
            id: ProductId(id),
            slug,
            name,
            description,
            image_url,
            price: Money::new(price_minor, currency),
            stock,
            status,
            created_at,
        })
    }
}
