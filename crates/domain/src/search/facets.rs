use super::filter::Failed;
use super::{Candidate, Filter};
use crate::catalogue::Taxonomy;

/// Which taxonomy a facet is of: its number says so, four by four.
pub fn facet_kind(facet: u32) -> Taxonomy {
    match facet % 4 {
        0 => Taxonomy::Brand,
        1 => Taxonomy::Region,
        2 => Taxonomy::Category,
        _ => Taxonomy::Tag,
    }
}

/// Some facets. They are numbered from 0 on, so this is a row of yes and no.
#[derive(Clone, Debug, Default)]
pub struct FacetSet(Vec<bool>);

impl FacetSet {
    /// Whether it is one of them.
    pub fn contains(&self, facet: u32) -> bool {
        usize::try_from(facet).ok().and_then(|place| self.0.get(place)).copied().unwrap_or(false)
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        let numbered = (0u32..).zip(&self.0);
        numbered.filter(|(_, contained)| **contained).map(|(facet, _)| facet)
    }
}

impl FromIterator<u32> for FacetSet {
    fn from_iter<I: IntoIterator<Item = u32>>(facets: I) -> Self {
        let mut set = Self::default();
        for facet in facets {
            if let Ok(place) = usize::try_from(facet) {
                if set.0.len() <= place {
                    set.0.resize(place + 1, false);
                }
                set.0[place] = true;
            }
        }
        set
    }
}

/// How many products there are of each kind. Each group is counted with all filters but its own, so that it says what
/// choosing something else there would bring.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many pass all filters.
    pub total: u64,
    counts: Vec<u64>,
    /// The least and the greatest price, in minor units.
    pub price: Option<(i64, i64)>,
    /// The least and the greatest weight, in grams.
    pub weight: Option<(i64, i64)>,
    /// How many the shop has.
    pub in_stock: u64,
    /// How many have a discount.
    pub on_sale: u64,
}

impl Tally {
    /// How many are filed under this facet itself.
    pub fn count(&self, facet: u32) -> u64 {
        usize::try_from(facet).ok().and_then(|place| self.counts.get(place)).copied().unwrap_or(0)
    }

    /// The facets that something is filed under, with how much.
    pub fn counts(&self) -> impl Iterator<Item = (u32, u64)> {
        (0u32..).zip(self.counts.iter().copied()).filter(|(_, count)| *count > 0)
    }

    pub(super) fn add(&mut self, candidate: &Candidate<'_>, price: i64, failed: Failed) {
        if failed.is_none() {
            self.total += 1;
        }
        if failed.at_most(Filter::PRICE) {
            self.price = Some(widen(self.price, price));
        }
        if failed.at_most(Filter::WEIGHT) {
            self.weight = Some(widen(self.weight, candidate.weight_grams));
        }
        if candidate.in_stock && failed.at_most(Filter::IN_STOCK) {
            self.in_stock += 1;
        }
        if price < candidate.list_minor && failed.at_most(Filter::ON_SALE) {
            self.on_sale += 1;
        }
        if !failed.at_most_a_taxonomy() {
            return;
        }
        for facet in candidate.facets() {
            if failed.at_most(Filter::bit(facet_kind(facet)))
                && let Ok(place) = usize::try_from(facet)
            {
                if self.counts.len() <= place {
                    self.counts.resize(place + 1, 0);
                }
                self.counts[place] += 1;
            }
        }
    }
}

fn widen(range: Option<(i64, i64)>, value: i64) -> (i64, i64) {
    range.map_or((value, value), |(least, greatest)| (least.min(value), greatest.max(value)))
}
