//! Finding products: what is looked for, which of the candidates pass, in which order, and how many there are of each kind.
//!
//! PostgreSQL finds the candidates by their words; what is left to decide is decided here, in one pass over them.

mod candidate;
mod correction;
mod facets;
mod filter;
mod order;
mod relevance;
mod select;
mod text;

pub use candidate::{Candidate, Discounts};
pub use correction::closest;
pub use facets::{FacetSet, Tally, facet_kind};
pub use filter::{Between, Filter};
pub use order::{Place, Ranking, Sort};
pub use relevance::{Relevance, SearchedWord};
pub use select::{Selected, select};
pub use text::{MOST_WORDS, SearchText, SearchTextError};

use crate::catalogue::{ProductStatus, Slug, Taxonomy};

/// Which products are looked for.
#[derive(Clone, Debug)]
pub struct ProductSearch {
    /// The words that somebody typed.
    pub text: Option<SearchText>,
    /// Where the products stand.
    pub status: ProductStatus,
    /// Of each of these groups, at least one.
    pub filed: Vec<(Taxonomy, Vec<Slug>)>,
    /// What one costs now, in minor units.
    pub price: Between,
    /// What one weighs, in grams.
    pub weight: Between,
    /// Only what the shop has.
    pub in_stock: bool,
    /// Only what has a discount.
    pub on_sale: bool,
    /// How they are sorted.
    pub sort: Sort,
    /// From the greatest to the least.
    pub descending: bool,
    /// Whether all of them are counted, too.
    pub facets: bool,
}
