use chrono::{DateTime, Utc};
use doorbuster_domain::catalogue::{Image, Offer, Product, ProductStatus, TaxonRef, Taxonomy};
use doorbuster_domain::reviews::Rating;
use doorbuster_domain::{Money, ProductId, TaxonId};
use serde::Deserialize;
use sqlx::types::Json;
use uuid::Uuid;

use crate::Error;

/// A row of `products` with its pictures, taxa and discounts, unchecked.
pub(super) struct ProductRow {
    pub(super) id: Uuid,
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) status: String,
    pub(super) price_minor: i64,
    pub(super) currency: String,
    pub(super) vat_basis_points: i32,
    pub(super) weight_grams: i32,
    pub(super) stock: i64,
    pub(super) published_at: Option<DateTime<Utc>>,
    pub(super) version: i64,
    pub(super) created_at: DateTime<Utc>,
    pub(super) images: Option<Json<Vec<ImageJson>>>,
    pub(super) taxa: Option<Json<Vec<TaxonJson>>>,
    pub(super) offers: Option<Json<Vec<OfferJson>>>,
    /// How many reviews give one star, two, … five.
    pub(super) stars: Vec<i64>,
    /// PostgreSQL's clock when the row was read.
    pub(super) now: DateTime<Utc>,
}

#[derive(Deserialize)]
pub(super) struct ImageJson {
    url: String,
    alt: String,
}

#[derive(Deserialize)]
pub(super) struct TaxonJson {
    id: Uuid,
    kind: Taxonomy,
    slug: String,
    name: String,
}

#[derive(Deserialize)]
pub(crate) struct OfferJson {
    percent: u8,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

/// Selects [`ProductRow`]s: `select_products!(["WHERE …" "…"], arguments…)` with `p` the product. The texts are joined.
macro_rules! select_products {
    ([$($tail:tt)+] $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            crate::catalogue::products::row::ProductRow,
            "SELECT p.id, p.slug, p.name, p.description, p.status, p.price_minor, p.currency, p.vat_basis_points,
                p.weight_grams, p.stock, p.published_at, p.version, p.created_at,
                (SELECT jsonb_agg(jsonb_build_object('url', i.url, 'alt', i.alt) ORDER BY i.position)
                 FROM product_images i WHERE i.product_id = p.id) AS \"images: _\",
                (SELECT jsonb_agg(jsonb_build_object('id', t.id, 'kind', t.kind, 'slug', t.slug, 'name', t.name)
                    ORDER BY t.name, t.id)
                 FROM product_taxa pt JOIN taxa t ON t.id = pt.taxon_id WHERE pt.product_id = p.id) AS \"taxa: _\",
                (SELECT jsonb_agg(d) FROM discounts_of(p.id, now()) d) AS \"offers: _\",
                (SELECT ARRAY[count(*) FILTER (WHERE r.stars = 1), count(*) FILTER (WHERE r.stars = 2),
                    count(*) FILTER (WHERE r.stars = 3), count(*) FILTER (WHERE r.stars = 4),
                    count(*) FILTER (WHERE r.stars = 5)]
                 FROM reviews r WHERE r.product_id = p.id AND r.status = 'published') AS \"stars!\",
                now() AS \"now!\"
             FROM products p " $(+ $tail)+
            $(, $argument)*
        )
    };
}
pub(super) use select_products;

impl TryFrom<ProductRow> for (Product, DateTime<Utc>) {
    type Error = Error;

    fn try_from(row: ProductRow) -> Result<Self, Error> {
        let ProductRow {
            id,
            slug,
            name,
            description,
            status,
            price_minor,
            currency,
            vat_basis_points,
            weight_grams,
            stock,
            published_at,
            version,
            created_at,
            images,
            taxa,
            offers,
            stars,
            now,
        } = row;
        let currency = currency.parse().map_err(|_| Error::Corrupt("products.currency"))?;
        let status = ProductStatus::ALL
            .into_iter()
            .find(|known| known.as_str() == status)
            .ok_or(Error::Corrupt("products.status"))?;
        let product = Product {
            id: ProductId(id),
            slug,
            name,
            description,
            status,
            list_price: Money::new(price_minor, currency),
            offers: offers.map_or_else(Vec::new, |Json(all)| all.into_iter().map(Offer::from).collect()),
            vat_basis_points: u32::try_from(vat_basis_points)
                .map_err(|_| Error::Corrupt("products.vat_basis_points"))?,
            weight_grams: u32::try_from(weight_grams).map_err(|_| Error::Corrupt("products.weight_grams"))?,
            stock,
            images: images.map_or_else(Vec::new, |Json(all)| all.into_iter().map(Image::from).collect()),
            taxa: taxa.map_or_else(Vec::new, |Json(all)| all.into_iter().map(TaxonRef::from).collect()),
            rating: rating(stars).ok_or(Error::Corrupt("the count of reviews"))?,
            published_at,
            version,
            created_at,
        };
        Ok((product, now))
    }
}

fn rating(stars: Vec<i64>) -> Option<Rating> {
    let stars: Vec<u32> = stars.into_iter().map(u32::try_from).collect::<Result<_, _>>().ok()?;
    Some(Rating { stars: stars.try_into().ok()? })
}

impl From<ImageJson> for Image {
    fn from(image: ImageJson) -> Self {
        let ImageJson { url, alt } = image;
        Self { url, alt }
    }
}

impl From<TaxonJson> for TaxonRef {
    fn from(taxon: TaxonJson) -> Self {
        let TaxonJson { id, kind, slug, name } = taxon;
        Self { id: TaxonId(id), kind, slug, name }
    }
}

impl From<OfferJson> for Offer {
    fn from(offer: OfferJson) -> Self {
        let OfferJson { percent, starts_at, ends_at } = offer;
        Self { percent, starts_at, ends_at }
    }
}
