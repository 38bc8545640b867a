use chrono::{DateTime, Utc};
use doorbuster_domain::catalogue::{Discount, DiscountTarget};
use doorbuster_domain::platform::Page;
use doorbuster_domain::{DiscountId, ProductId, TaxonId};
use serde::Serialize;

/// A discount.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Discount)]
pub(super) struct DiscountView {
    /// Its id.
    id: DiscountId,
    /// What staff call it.
    #[schema(example = "Spring on kettles")]
    title: String,
    /// Percent off the list price.
    #[schema(example = 20)]
    percent: u8,
    /// In force from here (inclusive).
    starts_at: DateTime<Utc>,
    /// In force until here (exclusive).
    ends_at: DateTime<Utc>,
    /// The product it is on.
    product_id: Option<ProductId>,
    /// The brand, region, category (with all below it) or tag it is on. When both are null it is on everything.
    taxon_id: Option<TaxonId>,
    /// Called off.
    archived: bool,
    /// Counts the edits; in quotes it is the discount's `ETag`.
    #[schema(example = 1)]
    version: i64,
}

/// One page of discounts.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = DiscountPage)]
pub(super) struct DiscountsPage {
    /// The discounts, newest first.
    items: Vec<DiscountView>,
    /// Pass it as `cursor` for the next page; null on the last one.
    next_cursor: Option<String>,
}

impl From<Discount> for DiscountView {
    fn from(discount: Discount) -> Self {
        let Discount { id, title, percent, starts_at, ends_at, target, archived, version, created_at: _ } =
            discount;
        let (product_id, taxon_id) = match target {
            DiscountTarget::Everything => (None, None),
            DiscountTarget::Product(product) => (Some(product), None),
            DiscountTarget::Taxon(taxon) => (None, Some(taxon)),
        };
        Self { id, title, percent, starts_at, ends_at, product_id, taxon_id, archived, version }
    }
}

impl From<Page<Discount>> for DiscountsPage {
    fn from(page: Page<Discount>) -> Self {
        let Page { items, next } = page.map(DiscountView::from).into_text();
        Self { items, next_cursor: next }
    }
}
