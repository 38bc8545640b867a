use chrono::{DateTime, Utc};
use doorbuster_domain::platform::Page;
use doorbuster_domain::sales::{Sale, SaleProduct, SaleStatus};
use doorbuster_domain::{Money, ProductId, SaleId};
use serde::Serialize;

/// A flash sale at one moment of server time.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Sale)]
pub struct SaleView {
    /// Its id.
    pub id: SaleId,
    /// What it is called.
    #[schema(example = "Kettle drop")]
    pub title: String,
    /// What it sells.
    pub product: SaleProductView,
    /// What it is at `server_time`.
    pub status: SaleStatus,
    /// Selling starts here.
    pub starts_at: DateTime<Utc>,
    /// Selling stops here.
    pub ends_at: DateTime<Utc>,
    /// Gross price of one unit.
    pub price: Money,
    /// What the product costs outside the sale.
    pub list_price: Money,
    /// Units given to the sale.
    #[schema(example = 100)]
    pub allocated: i64,
    /// Units that can still be bought.
    #[schema(example = 42)]
    pub remaining: i64,
    /// Most units of one order.
    #[schema(example = 2)]
    pub per_customer_limit: u32,
    /// How long units are held for payment, in seconds.
    #[schema(example = 600)]
    pub hold_seconds: u32,
    /// Counts what happened to the sale: of two answers the one with the higher revision is newer.
    #[schema(example = 17)]
    pub revision: i64,
    /// The shop's clock when this was said: count down against it, not against your own.
    pub server_time: DateTime<Utc>,
}

/// What a sale sells.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = SaleProduct)]
pub struct SaleProductView {
    /// Its id.
    pub id: ProductId,
    /// Its address in the catalogue.
    #[schema(example = "ember-kettle")]
    pub slug: String,
    /// What it is called.
    #[schema(example = "Ember gooseneck kettle")]
    pub name: String,
    /// What it is.
    pub description: String,
    /// Where its picture is.
    #[schema(example = "/demo/ember-kettle.svg")]
    pub image_url: Option<String>,
}

/// One page of sales.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = SalePage)]
pub struct SalesPage {
    /// The sales, latest start first.
    pub items: Vec<SaleView>,
    /// Pass it as `cursor` for the next page; null on the last one.
    pub next_cursor: Option<String>,
}

impl SaleView {
    /// The sale as it is at `now`.
    pub fn at(sale: Sale, now: DateTime<Utc>) -> Self {
        let (status, revision) = (sale.status(now), sale.revision());
        let Sale {
            id,
            title,
            product,
            price,
            starts_at,
            ends_at,
            allocated,
            remaining,
            per_customer_limit,
            hold_seconds,
            paused: _,
            cancelled: _,
            settled: _,
            seq: _,
            version: _,
        } = sale;
        let SaleProduct { id: product_id, slug, name, description, image_url, list_price } = product;
        Self {
            id,
            title,
            product: SaleProductView { id: product_id, slug, name, description, image_url },
            status,
            starts_at,
            ends_at,
            price,
            list_price,
            allocated,
            remaining,
            per_customer_limit,
            hold_seconds,
            revision,
            server_time: now,
        }
    }
}

impl From<Page<(Sale, DateTime<Utc>)>> for SalesPage {
    fn from(page: Page<(Sale, DateTime<Utc>)>) -> Self {
        let Page { items, next } = page.map(|(sale, now)| SaleView::at(sale, now));
        Self { items, next_cursor: next.map(|cursor| cursor.to_string()) }
    }
}
