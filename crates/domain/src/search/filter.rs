use super::{Candidate, FacetSet, facet_kind};
use crate::catalogue::Taxonomy;

/// An inclusive range, open where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Between {
    /// Not less than this.
    pub least: Option<i64>,
    /// Not more than this.
    pub greatest: Option<i64>,
}

impl Between {
    /// Whether the value lies in it.
    pub fn contains(self, value: i64) -> bool {
        self.least.is_none_or(|least| least <= value)
            && self.greatest.is_none_or(|greatest| value <= greatest)
    }

    /// Whether nothing can lie in it.
    pub fn is_empty(self) -> bool {
        matches!((self.least, self.greatest), (Some(least), Some(greatest)) if least > greatest)
    }
}

/// What a product has to be, its words aside.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of each of these groups it has to have one.
    pub groups: Vec<(Taxonomy, FacetSet)>,
    /// What it costs now, in minor units.
    pub price: Between,
    /// What it weighs, in grams.
    pub weight: Between,
    /// The shop has some.
    pub in_stock: bool,
    /// It has a discount.
    pub on_sale: bool,
}

/// The filters that a product does not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Failed(u8);

impl Filter {
    pub(super) const PRICE: u8 = 1 << 4;
    pub(super) const WEIGHT: u8 = 1 << 5;
    pub(super) const IN_STOCK: u8 = 1 << 6;
    pub(super) const ON_SALE: u8 = 1 << 7;

    pub(super) fn bit(kind: Taxonomy) -> u8 {
        match kind {
            Taxonomy::Brand => 1,
            Taxonomy::Region => 1 << 1,
            Taxonomy::Category => 1 << 2,
            Taxonomy::Tag => 1 << 3,
        }
    }

    /// Which filters the candidate does not pass at this price.
    pub(super) fn judge(&self, candidate: &Candidate<'_>, price: i64) -> Failed {
        let mut failed = 0;
        for (kind, wanted) in &self.groups {
            let has = candidate.facets().any(|facet| facet_kind(facet) == *kind && wanted.contains(facet));
            failed |= if has { 0 } else { Self::bit(*kind) };
        }
        let passes = [
            (Self::PRICE, self.price.contains(price)),
            (Self::WEIGHT, self.weight.contains(candidate.weight_grams)),
            (Self::IN_STOCK, !self.in_stock || candidate.in_stock),
            (Self::ON_SALE, !self.on_sale || price < candidate.list_minor),
        ];
        for (bit, passes) in passes {
            failed |= if passes { 0 } else { bit };
        }
        Failed(failed)
    }
}

impl Failed {
    const TAXONOMIES: u8 = 0b1111;

    pub(super) fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether it passes all filters, this one aside.
    pub(super) fn at_most(self, bit: u8) -> bool {
        self.0 & !bit == 0
    }

    /// Whether it passes all filters, perhaps one of the taxonomies aside.
    pub(super) fn at_most_a_taxonomy(self) -> bool {
        self.0 & !Self::TAXONOMIES == 0 && self.0.count_ones() <= 1
    }
}
