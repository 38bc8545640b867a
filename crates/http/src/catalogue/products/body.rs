use doorbuster_domain::catalogue::{Image, NewProduct, ProductStatus, ProductTaxa};
use doorbuster_domain::{Money, TaxonId};
use serde::Deserialize;

use crate::catalogue::images::NewImageBody;
use crate::extract::said;

/// A product to be made.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewProduct)]
pub(super) struct NewProductBody {
    /// Its address: lower-case letters, digits and single hyphens, unique.
    #[schema(example = "ember-kettle", min_length = 1, max_length = 80)]
    slug: String,
    /// What it is called.
    #[schema(example = "Ember gooseneck kettle", min_length = 1, max_length = 200)]
    name: String,
    /// What it is; empty when not said.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    description: String,
    /// Gross price of one unit without discounts, in the shop's currency. VAT is contained.
    pub(super) price: Money,
    /// VAT contained in the price, in hundredths of a percent: 2000 is 20 %. None when not said.
    #[serde(default)]
    #[schema(example = 2000, maximum = 10_000)]
    vat_basis_points: u32,
    /// Weight of one unit in grams.
    #[serde(default)]
    #[schema(example = 850, maximum = 1_000_000)]
    weight_grams: u32,
    /// Units received; none when not said.
    #[serde(default)]
    #[schema(example = 250, maximum = 1_000_000_000)]
    pub(super) stock: u32,
    /// Where it starts; `published` when not said.
    status: Option<ProductStatus>,
    /// Its pictures, the main one first.
    #[serde(default)]
    #[schema(max_items = 20)]
    images: Vec<NewImageBody>,
    /// Who makes it.
    brand_id: Option<TaxonId>,
    /// Where it comes from.
    region_id: Option<TaxonId>,
    /// What kind of thing it is.
    category_id: Option<TaxonId>,
    /// What else can be said.
    #[serde(default)]
    #[schema(max_items = 30)]
    tag_ids: Vec<TaxonId>,
}

/// What to change. What is not said stays; null empties.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProductUpdate)]
pub(super) struct ProductUpdate {
    /// Its address. The old one leads nowhere then.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = "ember-kettle", min_length = 1, max_length = 80, nullable = false)]
    slug: Option<String>,
    /// What it is called.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = "Ember gooseneck kettle", min_length = 1, max_length = 200, nullable = false)]
    name: Option<String>,
    /// What it is.
    #[serde(default, deserialize_with = "said")]
    #[schema(max_length = 10_000, nullable = false)]
    description: Option<String>,
    /// Gross price of one unit without discounts, in the shop's currency.
    #[serde(default, deserialize_with = "said")]
    #[schema(nullable = false)]
    pub(super) price: Option<Money>,
    /// VAT contained in the price, in hundredths of a percent.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = 2000, maximum = 10_000, nullable = false)]
    vat_basis_points: Option<u32>,
    /// Weight of one unit in grams.
    #[serde(default, deserialize_with = "said")]
    #[schema(example = 850, maximum = 1_000_000, nullable = false)]
    weight_grams: Option<u32>,
    /// Publish it, archive it, or take it back.
    #[serde(default, deserialize_with = "said")]
    #[schema(nullable = false)]
    status: Option<ProductStatus>,
    /// All its pictures, the main one first.
    #[serde(default, deserialize_with = "said")]
    #[schema(max_items = 20, nullable = false)]
    images: Option<Vec<NewImageBody>>,
    /// Who makes it.
    #[serde(default, deserialize_with = "said")]
    brand_id: Option<Option<TaxonId>>,
    /// Where it comes from.
    #[serde(default, deserialize_with = "said")]
    region_id: Option<Option<TaxonId>>,
    /// What kind of thing it is.
    #[serde(default, deserialize_with = "said")]
    category_id: Option<Option<TaxonId>>,
    /// All its tags.
    #[serde(default, deserialize_with = "said")]
    #[schema(max_items = 30, nullable = false)]
    tag_ids: Option<Vec<TaxonId>>,
}

impl From<NewProductBody> for NewProduct {
    fn from(body: NewProductBody) -> Self {
        let NewProductBody {
            slug,
            name,
            description,
            price,
            vat_basis_points,
            weight_grams,
            stock: _,
            status,
            images,
            brand_id,
            region_id,
            category_id,
            tag_ids,
        } = body;
        let mut taxa =
            ProductTaxa { brand: brand_id, region: region_id, category: category_id, tags: tag_ids };
        taxa.normalise();
        Self {
            slug,
            name: name.trim().to_owned(),
            description,
            status: status.unwrap_or(ProductStatus::Published),
            list_price: price,
            vat_basis_points,
            weight_grams,
            images: images.into_iter().map(Image::from).collect(),
            taxa,
        }
    }
}

impl ProductUpdate {
    /// The product as it shall be, described as if it were made so: the same rules decide about both.
    pub(super) fn on(self, current: NewProduct) -> NewProduct {
        let Self {
            slug,
            name,
            description,
            price,
            vat_basis_points,
            weight_grams,
            status,
            images,
            brand_id,
            region_id,
            category_id,
            tag_ids,
        } = self;
        let mut taxa = ProductTaxa {
            brand: brand_id.unwrap_or(current.taxa.brand),
            region: region_id.unwrap_or(current.taxa.region),
            category: category_id.unwrap_or(current.taxa.category),
            tags: tag_ids.unwrap_or(current.taxa.tags),
        };
        taxa.normalise();
        NewProduct {
            slug: slug.unwrap_or(current.slug),
            name: name.map_or(current.name, |name| name.trim().to_owned()),
            description: description.unwrap_or(current.description),
            status: status.unwrap_or(current.status),
            list_price: price.unwrap_or(current.list_price),
            vat_basis_points: vat_basis_points.unwrap_or(current.vat_basis_points),
            weight_grams: weight_grams.unwrap_or(current.weight_grams),
            images: images.map_or(current.images, |images| images.into_iter().map(Image::from).collect()),
            taxa,
        }
    }
}
