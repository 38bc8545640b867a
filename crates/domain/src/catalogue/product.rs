use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::mistake::Mistakes;
use super::{Mistake, Offer, TaxonRef, Taxonomy};
use crate::reviews::Rating;
use crate::{Money, ProductId, TaxonId};

/// Where a product stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProductStatus {
    /// Only staff see it.
    Draft,
    /// Everybody sees it.
    Published,
    /// No longer listed nor put on sale; its page and old orders still show it.
    Archived,
}

impl ProductStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Published, Self::Archived];

    /// As in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Archived => "archived",
        }
    }
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Where it is: a path of this site or an https address.
    pub url: String,
    /// What it shows, for who does not see it.
    pub alt: String,
}

/// A product of the catalogue, with all that can be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// Its address, unique.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// What it is, in sentences.
    pub description: String,
    /// Where it stands in its life.
    pub status: ProductStatus,
    /// Gross price of one unit outside sales and without discounts.
    pub list_price: Money,
    /// The discounts that may count for it, now or later: see [`super::Price::at`].
    pub offers: Vec<Offer>,
    /// VAT that its price contains, in hundredths of a percent.
    pub vat_basis_points: u32,
    /// Weight of one unit in grams; 0 when nobody said.
    pub weight_grams: u32,
    /// Units in the shop's own stock, those allocated to sales not counted.
    pub stock: i64,
    /// Its pictures, the first one first.
    pub images: Vec<Image>,
    /// What it is filed under.
    pub taxa: Vec<TaxonRef>,
    /// What those say who got it.
    pub rating: Rating,
    /// When it was first shown to everybody.
    pub published_at: Option<DateTime<Utc>>,
    /// Counts what staff did to it: its ETag.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// What a product is to be filed under.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductTaxa {
    /// Who makes it.
    pub brand: Option<TaxonId>,
    /// Where it comes from.
    pub region: Option<TaxonId>,
    /// What kind of thing it is.
    pub category: Option<TaxonId>,
    /// What else can be said; at most [`NewProduct::MOST_TAGS`].
    pub tags: Vec<TaxonId>,
}

/// A product that staff ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProduct {
    /// Its address.
    pub slug: String,
    /// What it is called: 1 to 200 characters.
    pub name: String,
    /// What it is: at most 10,000 characters.
    pub description: String,
    /// Where it stands.
    pub status: ProductStatus,
    /// Gross price of one unit.
    pub list_price: Money,
    /// VAT contained in it, in hundredths of a percent.
    pub vat_basis_points: u32,
    /// Weight of one unit in grams.
    pub weight_grams: u32,
    /// Its pictures in order; at most [`NewProduct::MOST_IMAGES`].
    pub images: Vec<Image>,
    /// What it is filed under.
    pub taxa: ProductTaxa,
}

impl ProductTaxa {
    /// The tags in a fixed order, each once: they have none of their own.
    pub fn normalise(&mut self) {
        self.tags.sort_unstable();
        self.tags.dedup();
    }

    /// Every taxon with what it is to be.
    pub fn pairs(&self) -> Vec<(Taxonomy, TaxonId)> {
        let Self { brand, region, category, tags } = self;
        let single = [(Taxonomy::Brand, brand), (Taxonomy::Region, region), (Taxonomy::Category, category)];
        let single = single.into_iter().filter_map(|(kind, id)| id.map(|id| (kind, id)));
        single.chain(tags.iter().map(|tag| (Taxonomy::Tag, *tag))).collect()
    }
}

impl NewProduct {
    /// The most pictures of one product.
    pub const MOST_IMAGES: usize = 20;
    /// The most tags of one product.
    pub const MOST_TAGS: usize = 30;

    /// Checks every field against the rules; all mistakes at once.
    ///
    /// # Errors
    /// Every mistake found, in the order of the fields.
    pub fn check(&self) -> Result<(), Vec<Mistake>> {
        let Self {
            slug,
            name,
            description,
            status: _,
            list_price,
            vat_basis_points,
            weight_grams,
            images,
            taxa,
        } = self;
        let mut mistakes = Mistakes::default();
        mistakes.slug(slug);
        // `/products/suggestions` is none of them.
        mistakes.require(slug != "suggestions", "/slug", "not this one");
        mistakes.line(name, "/name", 200);
        mistakes.prose(description, "/description", 10_000);
        let affordable = (0..=1_000_000_000).contains(&list_price.minor);
        mistakes.require(affordable, "/price/amount", "0 to 1,000,000,000 minor units");
        mistakes.require(
            *vat_basis_points <= 10_000,
            "/vat_basis_points",
            "0 to 10,000 hundredths of a percent",
        );
        mistakes.require(*weight_grams <= 1_000_000, "/weight_grams", "0 to 1,000,000 grams");
        mistakes.require(
            images.len() <= Self::MOST_IMAGES,
            "/images",
            format!("at most {}", Self::MOST_IMAGES),
        );
        for (place, Image { url, alt }) in images.iter().enumerate() {
            mistakes.location(url, format!("/images/{place}/url"));
            mistakes.prose(alt, &format!("/images/{place}/alt"), 200);
        }
        mistakes.require(
            taxa.tags.len() <= Self::MOST_TAGS,
            "/tag_ids",
            format!("at most {}", Self::MOST_TAGS),
        );
        mistakes.done()
    }
}

impl Product {
    /// What the product would be asked for as, to be as it is.
    pub fn as_made(&self) -> NewProduct {
        let Self {
            id: _,
            slug,
            name,
            description,
            status,
            list_price,
            offers: _,
            vat_basis_points,
            weight_grams,
            stock: _,
            images,
            taxa: _,
            rating: _,
            published_at: _,
            version: _,
            created_at: _,
        } = self.clone();
        let mut taxa = ProductTaxa {
            brand: self.filed(Taxonomy::Brand).next().map(|taxon| taxon.id),
            region: self.filed(Taxonomy::Region).next().map(|taxon| taxon.id),
            category: self.filed(Taxonomy::Category).next().map(|taxon| taxon.id),
            tags: self.filed(Taxonomy::Tag).map(|taxon| taxon.id).collect(),
        };
        taxa.normalise();
        NewProduct {
            slug,
            name,
            description,
            status,
            list_price,
            vat_basis_points,
            weight_grams,
            images,
            taxa,
        }
    }

    /// What it is filed under in one taxonomy.
    pub fn filed(&self, kind: Taxonomy) -> impl Iterator<Item = &TaxonRef> {
        self.taxa.iter().filter(move |taxon| taxon.kind == kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    #[test]
    fn all_mistakes_of_a_product_are_named_at_once() {
        let good = NewProduct {
            slug: "ember-kettle".into(),
            name: "Ember".into(),
            description: "Pours.\nSlowly.".into(),
            status: ProductStatus::Draft,
            list_price: Money::new(0, Currency::EUR),
            vat_basis_points: 10_000,
            weight_grams: 1_000_000,
            images: vec![Image { url: "/a.svg".into(), alt: String::new() }],
            taxa: ProductTaxa::default(),
        };
        assert_eq!(good.check(), Ok(()));
        let bad = NewProduct {
            slug: "Ember".into(),
            name: String::new(),
            description: "\u{7}".into(),
            list_price: Money::new(-1, Currency::EUR),
            vat_basis_points: 10_001,
            weight_grams: 1_000_001,
            images: vec![good.images[0].clone(), Image { url: "a".into(), alt: "a".repeat(201) }],
            taxa: ProductTaxa { tags: vec![TaxonId(uuid::Uuid::nil()); 31], ..ProductTaxa::default() },
            ..good
        };
        let pointers: Vec<_> = bad.check().unwrap_err().into_iter().map(|mistake| mistake.pointer).collect();
        let expected = [
            "/slug",
            "/name",
            "/description",
            "/price/amount",
            "/vat_basis_points",
            "/weight_grams",
            "/images/1/url",
            "/images/1/alt",
            "/tag_ids",
        ];
        assert_eq!(pointers, expected);
    }
}
