use doorbuster_domain::catalogue::Taxonomy;
use doorbuster_domain::platform::Page;
use doorbuster_domain::{Currency, Money};
use doorbuster_persistence::search::{Counted, Found, FoundFacet};
use serde::Serialize;

use super::view::ProductView;

/// One page of products.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ProductPage)]
pub(super) struct ProductsPage {
    /// The products, as they were to be sorted.
    items: Vec<ProductView>,
    /// Pass it as `cursor` for the next page, with all else the same; null on the last one.
    next_cursor: Option<String>,
    /// What was looked for instead of `q`, because nothing has all words of that; null when it was `q` itself.
    #[schema(example = "fromage")]
    corrected_q: Option<String>,
    /// How many there are on all pages; null unless `facets` were asked for.
    #[schema(example = 128)]
    total: Option<u64>,
    /// What else could be chosen; null unless asked for.
    facets: Option<FacetsView>,
}

/// What else could be chosen. Each group is counted with all filters but its own.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ProductFacets)]
struct FacetsView {
    /// Brands, the most frequent 50 first.
    brands: Vec<FacetView>,
    /// Regions, the most frequent 50 first.
    regions: Vec<FacetView>,
    /// Categories by name, each before those below it. Those are counted with it.
    categories: Vec<CategoryFacetView>,
    /// Tags, the most frequent 50 first.
    tags: Vec<FacetView>,
    /// From the cheapest to the dearest; null when nothing was found.
    price: Option<PriceRangeView>,
    /// From the lightest to the heaviest; null when nothing was found.
    weight: Option<WeightRangeView>,
    /// How many the shop has in stock.
    #[schema(example = 120)]
    in_stock: u64,
    /// How many have a discount now.
    #[schema(example = 14)]
    on_sale: u64,
}

/// A brand, a region or a tag that could be chosen.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Facet)]
struct FacetView {
    /// Its address, for the filter.
    #[schema(example = "kestrel")]
    slug: String,
    /// What it is called.
    #[schema(example = "Kestrel")]
    name: String,
    /// How many products choosing it alone in its group gives.
    #[schema(example = 12)]
    count: u64,
    /// Whether it is chosen.
    selected: bool,
}

/// A category that could be chosen.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CategoryFacet)]
struct CategoryFacetView {
    /// Its address, for the filter.
    #[schema(example = "kettles")]
    slug: String,
    /// What it is called.
    #[schema(example = "Kettles")]
    name: String,
    /// The one above it; null at the top.
    #[schema(example = "kitchen")]
    parent_slug: Option<String>,
    /// How many products choosing it alone in its group gives, those below it among them.
    #[schema(example = 12)]
    count: u64,
    /// Whether it is chosen.
    selected: bool,
}

/// From the cheapest to the dearest.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = PriceRange)]
struct PriceRangeView {
    /// The cheapest.
    min: Money,
    /// The dearest.
    max: Money,
}

/// From the lightest to the heaviest.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = WeightRange)]
struct WeightRangeView {
    /// The lightest.
    #[schema(example = 100)]
    min_grams: i64,
    /// The heaviest.
    #[schema(example = 5000)]
    max_grams: i64,
}

impl ProductsPage {
    pub(super) fn new(found: Found, currency: Currency) -> Self {
        let Found { page, corrected, counted } = found;
        let Page { items, next } = page.into_text().map(|(product, now)| ProductView::at(product, now));
        Self {
            items,
            next_cursor: next,
            corrected_q: corrected,
            total: counted.as_ref().map(|counted| counted.tally.total),
            facets: counted.map(|counted| FacetsView::new(counted, currency)),
        }
    }
}

impl FacetsView {
    fn new(counted: Counted, currency: Currency) -> Self {
        let Counted { tally, facets } = counted;
        let of = |kind| facets.iter().filter(move |facet| facet.kind == kind).cloned();
        let money = |minor| Money::new(minor, currency);
        Self {
            brands: of(Taxonomy::Brand).map(FacetView::from).collect(),
            regions: of(Taxonomy::Region).map(FacetView::from).collect(),
            categories: of(Taxonomy::Category).map(CategoryFacetView::from).collect(),
            tags: of(Taxonomy::Tag).map(FacetView::from).collect(),
            price: tally.price.map(|(min, max)| PriceRangeView { min: money(min), max: money(max) }),
            weight: tally.weight.map(|(min_grams, max_grams)| WeightRangeView { min_grams, max_grams }),
            in_stock: tally.in_stock,
            on_sale: tally.on_sale,
        }
    }
}

impl From<FoundFacet> for FacetView {
    fn from(facet: FoundFacet) -> Self {
        let FoundFacet { kind: _, slug, name, parent: _, count, selected } = facet;
        Self { slug, name, count, selected }
    }
}

impl From<FoundFacet> for CategoryFacetView {
    fn from(facet: FoundFacet) -> Self {
        let FoundFacet { kind: _, slug, name, parent, count, selected } = facet;
        Self { slug, name, parent_slug: parent, count, selected }
    }
}
