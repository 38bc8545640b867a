use chrono::{DateTime, Utc};
use doorbuster_domain::catalogue::{
    Offer, Price, Product, ProductStatus, StockChange, StockMovement, StockReason, TaxonRef, Taxonomy,
};
use doorbuster_domain::{Money, ProductId, TaxonId};
use serde::Serialize;

use crate::catalogue::images::ImageView;
use crate::reviews::RatingView;

/// A product.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Product)]
pub(super) struct ProductView {
    /// Its id.
    id: ProductId,
    /// Its address.
    #[schema(example = "ember-kettle")]
    slug: String,
    /// What it is called.
    #[schema(example = "Ember gooseneck kettle")]
    name: String,
    /// What it is.
    description: String,
    /// Where it stands in its life.
    status: ProductStatus,
    /// What one unit costs now, outside of sales. Gross: VAT is contained.
    price: Money,
    /// What it costs without the discount, to be struck; null when there is none.
    list_price: Option<Money>,
    /// The one discount that counts now; null when there is none. Discounts never add up.
    discount: Option<ProductDiscountView>,
    /// VAT contained in the price, in hundredths of a percent: 2000 is 20 %.
    #[schema(example = 2000)]
    vat_basis_points: u32,
    /// Weight of one unit in grams; 0 when nobody said.
    #[schema(example = 850)]
    weight_grams: u32,
    /// Units in the shop's own stock, those allocated to sales not counted.
    #[schema(example = 250)]
    stock: i64,
    /// Its pictures, the main one first.
    images: Vec<ImageView>,
    /// Who makes it.
    brand: Option<TaxonRefView>,
    /// Where it comes from.
    region: Option<TaxonRefView>,
    /// What kind of thing it is.
    category: Option<TaxonRefView>,
    /// What else can be said, by name.
    tags: Vec<TaxonRefView>,
    /// What those say who got it: see `list_reviews`.
    rating: RatingView,
    /// When it was first shown to everybody; null for a draft that never was.
    published_at: Option<DateTime<Utc>>,
    /// Counts the edits of the staff; in quotes it is the product's `ETag`.
    #[schema(example = 3)]
    version: i64,
}

/// Percent off for a while.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ProductDiscount)]
pub(super) struct ProductDiscountView {
    /// Percent off the list price.
    #[schema(example = 20)]
    percent: u8,
    /// When it ends.
    ends_at: DateTime<Utc>,
}

/// A brand, a region, a category or a tag of a product.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = TaxonRef)]
pub(super) struct TaxonRefView {
    /// Its id.
    id: TaxonId,
    /// Its address.
    #[schema(example = "kestrel")]
    slug: String,
    /// What it is called.
    #[schema(example = "Kestrel")]
    name: String,
}

/// A change of a product's stock that staff made.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = StockMovement)]
pub(super) struct StockMovementView {
    /// Numbers the movements of the shop.
    #[schema(example = 4711)]
    id: i64,
    /// Whose stock.
    product_id: ProductId,
    /// How many units came, or went when negative.
    #[schema(example = 24)]
    units: i64,
    /// Why.
    reason: StockReason,
    /// What else there was to say.
    note: Option<String>,
    /// When.
    at: DateTime<Utc>,
    /// Units in the product's stock now.
    #[schema(example = 274)]
    stock: i64,
}

impl ProductView {
    /// The product as it is at `now`.
    pub(super) fn at(product: Product, now: DateTime<Utc>) -> Self {
        let Price { now: price, list, offer } = Price::at(product.list_price, &product.offers, now);
        let one = |kind| product.filed(kind).next().cloned().map(TaxonRefView::from);
        let (brand, region, category) =
            (one(Taxonomy::Brand), one(Taxonomy::Region), one(Taxonomy::Category));
        let tags = product.filed(Taxonomy::Tag).cloned().map(TaxonRefView::from).collect();
        let Product {
            id,
            slug,
            name,
            description,
            status,
            list_price: _,
            offers: _,
            vat_basis_points,
            weight_grams,
            stock,
            images,
            taxa: _,
            rating,
            published_at,
            version,
            created_at: _,
        } = product;
        Self {
            id,
            slug,
            name,
            description,
            status,
            price,
            list_price: offer.map(|_| list),
            discount: offer.map(ProductDiscountView::from),
            vat_basis_points,
            weight_grams,
            stock,
            images: images.into_iter().map(ImageView::from).collect(),
            brand,
            region,
            category,
            tags,
            rating: rating.into(),
            published_at,
            version,
        }
    }
}

impl From<Offer> for ProductDiscountView {
    fn from(offer: Offer) -> Self {
        let Offer { percent, starts_at: _, ends_at } = offer;
        Self { percent, ends_at }
    }
}

impl From<TaxonRef> for TaxonRefView {
    fn from(taxon: TaxonRef) -> Self {
        let TaxonRef { id, kind: _, slug, name } = taxon;
        Self { id, slug, name }
    }
}

impl From<StockMovement> for StockMovementView {
    fn from(movement: StockMovement) -> Self {
        let StockMovement { id, product, change: StockChange { units, reason, note }, at, stock } = movement;
        Self { id, product_id: product, units, reason, note, at, stock }
    }
}
