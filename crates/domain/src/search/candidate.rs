use std::collections::HashMap;

use uuid::Uuid;

use super::FacetSet;
use crate::catalogue::discounted_minor;

/// A product as far as finding it needs.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// Its id.
    pub id: Uuid,
    /// Its price without discounts, in minor units.
    pub list_minor: i64,
    /// What it weighs.
    pub weight_grams: i64,
    /// When it was first shown, or made when it never was: microseconds since 1970.
    pub shown_at: i64,
    /// Whether the shop has any.
    pub in_stock: bool,
    /// The facets of what it is filed under, each in network order.
    pub facets: &'a [[u8; 4]],
    /// Its name, folded, where the order depends on it.
    pub name: &'a [u8],
}

impl Candidate<'_> {
    /// The facets of what it is filed under.
    pub fn facets(&self) -> impl Iterator<Item = u32> {
        self.facets.iter().map(|facet| u32::from_be_bytes(*facet))
    }
}

/// The discounts in force, in percent.
#[derive(Clone, Debug, Default)]
pub struct Discounts {
    /// On everything.
    pub everything: u8,
    /// On what is filed under each facet: those below a category have its discount, too.
    pub facets: HashMap<u32, u8>,
    /// All of those facets.
    pub covered: FacetSet,
    /// On single products.
    pub products: HashMap<Uuid, u8>,
}

impl Discounts {
    /// What one unit costs now, in minor units.
    pub fn price_of(&self, candidate: &Candidate<'_>) -> i64 {
        let mut best = self.everything;
        if !self.products.is_empty() {
            best = best.max(self.products.get(&candidate.id).copied().unwrap_or(0));
        }
        if !self.facets.is_empty() {
            for facet in candidate.facets().filter(|facet| self.covered.contains(*facet)) {
                best = best.max(self.facets.get(&facet).copied().unwrap_or(0));
            }
        }
        discounted_minor(candidate.list_minor, best)
    }
}
