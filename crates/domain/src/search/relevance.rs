use super::{Candidate, FacetSet, facet_kind};
use crate::catalogue::Taxonomy;

/// A word that is looked for.
#[derive(Clone, Debug, Default)]
pub struct SearchedWord {
    /// How it may read: as it was typed, or as it may have been meant. Folded.
    pub terms: Vec<String>,
    /// The facets whose names it begins a word of, and what is below them.
    pub taxa: FacetSet,
}

/// How well a product fits the words: its name says most, then what it is filed under, then its description, which must
/// have the word when nothing else does.
#[derive(Clone, Debug, Default)]
pub struct Relevance {
    /// The words. Every product here has all of them.
    pub words: Vec<SearchedWord>,
}

impl Relevance {
    pub(super) fn of(&self, candidate: &Candidate<'_>) -> i64 {
        self.words.iter().map(|word| word.fits(candidate)).sum()
    }
}

impl SearchedWord {
    fn fits(&self, candidate: &Candidate<'_>) -> i64 {
        let named = self.terms.iter().map(|term| in_name(term.as_bytes(), candidate.name)).max().unwrap_or(0);
        let filed = candidate.facets().filter(|facet| self.taxa.contains(*facet));
        let filed = filed.map(|facet| match facet_kind(facet) {
            Taxonomy::Category => 60,
            Taxonomy::Brand => 50,
            Taxonomy::Region => 30,
            Taxonomy::Tag => 20,
        });
        named + filed.max().unwrap_or(0) + 1
    }
}

/// A whole word of the name is better than the beginning of one, and better at the start.
fn in_name(term: &[u8], name: &[u8]) -> i64 {
    let words = name.split(|byte| *byte == b' ').enumerate();
    let fits = words.filter(|(_, word)| word.starts_with(term)).map(|(place, word)| {
        let whole = if word.len() == term.len() { 120 } else { 80 };
        whole + if place == 0 { 10 } else { 0 }
    });
    fits.max().unwrap_or(0)
}
