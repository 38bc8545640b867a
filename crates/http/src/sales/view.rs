use chrono::{DateTime, Utc};
use doorbuster_domain::platform::Page;
use doorbuster_domain::sales::journal::{Entry, EntryKind, JournalCursor};
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

/// One entry of a sale's journal. `docs/journal.md` says how its hash is made.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = JournalEntry)]
pub struct JournalEntryView {
    /// The sale.
    pub sale_id: SaleId,
    /// Its number in the sale, from 1, without gaps.
    #[schema(example = 2)]
    pub seq: i64,
    /// What happened.
    pub kind: EntryKind,
    /// How the units that can be bought changed.
    #[schema(example = -3)]
    pub units: i64,
    /// How the units given to the sale changed.
    #[schema(example = 0)]
    pub allocated: i64,
    /// How many orders it is about.
    #[schema(example = 2)]
    pub orders: u32,
    /// Stands for those orders: the root of a Merkle tree (RFC 9162) over them.
    #[schema(example = "9c6b1d58b0a1d1f2cf1b8f6e0a4f0a52b3b7f1f4d1b6a57e3b8e0b8a8f3d9e17")]
    pub digest: String,
    /// An edit: the limit per customer that was in force until then.
    pub limit_before: Option<u32>,
    /// When, by PostgreSQL's clock: always six digits, because it is hashed as this text.
    #[schema(format = DateTime, example = "2026-11-21T18:00:00.120000Z")]
    pub at: String,
    /// The hash of the entry before; zeros for the first.
    #[schema(example = "0000000000000000000000000000000000000000000000000000000000000000")]
    pub previous: String,
    /// The hash of all this.
    #[schema(example = "4f1c0b1f5d7e9a3d0c8b6f2a1e4d7c9b8a6f5e3d2c1b0a9f8e7d6c5b4a392817")]
    pub hash: String,
}

/// One page of a sale's journal.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct JournalPage {
    /// The entries, first to last.
    pub items: Vec<JournalEntryView>,
    /// Pass it as `cursor` for the next page; null on the last one.
    #[schema(example = "20")]
    pub next_cursor: Option<String>,
    /// The number of the journal's last entry when this was said.
    #[schema(example = 345)]
    pub last_seq: i64,
}

impl From<Entry> for JournalEntryView {
    fn from(entry: Entry) -> Self {
        let at = entry.moment();
        let Entry { sale, seq, kind, units, allocated, orders, digest, limit_before, at: _, previous, hash } =
            entry;
        Self {
            sale_id: sale,
            seq,
            kind,
            units,
            allocated,
            orders,
            digest: digest.to_string(),
            limit_before,
            at,
            previous: previous.to_string(),
            hash: hash.to_string(),
        }
    }
}

impl JournalPage {
    /// A page of the journal of `sale`.
    pub fn of(page: Page<Entry, JournalCursor>, sale: &Sale) -> Self {
        let Page { items, next } = page.map(JournalEntryView::from);
        Self { items, next_cursor: next.map(|cursor| cursor.to_string()), last_seq: sale.seq }
    }
}
