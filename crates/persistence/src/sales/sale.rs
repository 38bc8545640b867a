use chrono::{DateTime, Utc};
use doorbuster_domain::sales::{Sale, SaleProduct};
use doorbuster_domain::{Money, ProductId, SaleId};
use uuid::Uuid;

use crate::Error;

/// A row of `sales` with its product, unchecked.
pub(super) struct SaleRow {
    pub(super) id: Uuid,
    pub(super) title: String,
    pub(super) price_minor: i64,
    pub(super) currency: String,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) ends_at: DateTime<Utc>,
    pub(super) allocated: i64,
    pub(super) remaining: i64,
    pub(super) per_customer_limit: i32,
    pub(super) hold_seconds: i32,
    pub(super) paused: bool,
    pub(super) cancelled: bool,
    pub(super) settled: bool,
    pub(super) seq: i64,
    pub(super) version: i64,
    pub(super) product_id: Uuid,
    pub(super) product_slug: String,
    pub(super) product_name: String,
    pub(super) product_description: String,
    pub(super) product_image_url: Option<String>,
    pub(super) product_price_minor: i64,
    pub(super) product_currency: String,
    /// PostgreSQL's clock when the row was read.
    pub(super) now: DateTime<Utc>,
}

/// Selects [`SaleRow`]s: `select_sales!("WHERE …", arguments…)` with `s` the sale and `p` its product.
macro_rules! select_sales {
    ($tail:tt $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            crate::sales::sale::SaleRow,
            "SELECT s.id, s.title, s.price_minor, s.currency, s.starts_at, s.ends_at, s.allocated, s.remaining,
                s.per_customer_limit, s.hold_seconds, s.paused, s.cancelled, s.settled, s.seq, s.version,
                p.id AS product_id, p.slug AS product_slug, p.name AS product_name,
                p.description AS product_description,
                (SELECT i.url FROM product_images i WHERE i.product_id = p.id ORDER BY i.position LIMIT 1)
                    AS product_image_url,
                p.price_minor AS product_price_minor, p.currency AS product_currency, clock_timestamp() AS \"now!\"
             FROM sales s JOIN products p ON p.id = s.product_id " + $tail
            $(, $argument)*
        )
    };
}
pub(super) use select_sales;

impl TryFrom<SaleRow> for (Sale, DateTime<Utc>) {
    type Error = Error;

    fn try_from(row: SaleRow) -> Result<Self, Error> {
        let product_currency =
            row.product_currency.parse().map_err(|_| Error::Corrupt("products.currency"))?;
        let product = SaleProduct {
            id: ProductId(row.product_id),
            slug: row.product_slug,
            name: row.product_name,
            description: row.product_description,
            image_url: row.product_image_url,
            list_price: Money::new(row.product_price_minor, product_currency),
        };
        let currency = row.currency.parse().map_err(|_| Error::Corrupt("sales.currency"))?;
        let sale = Sale {
            id: SaleId(row.id),
            title: row.title,
            product,
            price: Money::new(row.price_minor, currency),
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            allocated: row.allocated,
            remaining: row.remaining,
            per_customer_limit: u32::try_from(row.per_customer_limit)
                .map_err(|_| Error::Corrupt("sales.per_customer_limit"))?,
            hold_seconds: u32::try_from(row.hold_seconds)
                .map_err(|_| Error::Corrupt("sales.hold_seconds"))?,
            paused: row.paused,
            cancelled: row.cancelled,
            settled: row.settled,
            seq: row.seq,
            version: row.version,
        };
        Ok((sale, row.now))
    }
}
