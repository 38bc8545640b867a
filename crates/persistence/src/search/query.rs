use doorbuster_domain::catalogue::Taxonomy;
use doorbuster_domain::search::{FacetSet, SearchedWord};

/// What the index is asked: a `tsquery` of quoted words, so nothing that was typed is ever read as syntax.
#[derive(Clone, Debug, Default)]
pub(super) struct Query(Vec<String>);

impl Query {
    /// Every one of these words, as a beginning of a word anywhere or as the name of what a product is filed under.
    pub(super) fn words(words: &[SearchedWord]) -> Self {
        let any = |word: &SearchedWord| {
            let terms = word.terms.iter().map(|term| beginning("", term));
            either(terms.chain(word.taxa.iter().map(facet)))
        };
        Self(words.iter().map(any).collect())
    }

    /// Every one of these words, as a beginning of a word of the name.
    pub(super) fn named(words: &[SearchedWord]) -> Self {
        let any = |word: &SearchedWord| either(word.terms.iter().map(|term| beginning("!", term)));
        Self(words.iter().map(any).collect())
    }

    /// And of every group at least one.
    pub(super) fn filed(mut self, groups: &[(Taxonomy, FacetSet)]) -> Self {
        self.0.extend(groups.iter().map(|(_, wanted)| either(wanted.iter().map(facet))));
        self
    }

    /// As PostgreSQL reads it; none when everything is asked for.
    pub(super) fn text(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.join(" & "))
    }
}

/// A single letter begins too much: it has to be the word.
fn beginning(mark: &str, term: &str) -> String {
    let star = if term.chars().nth(1).is_some() { ":*" } else { "" };
    format!("'{mark}{}'{star}", term.replace(['\'', '\\'], ""))
}

fn facet(facet: u32) -> String {
    format!("'#{facet}'")
}

/// Nothing is filed under no facet: what no product has stands for that.
fn either(texts: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = texts.collect();
    if all.is_empty() { "'#'".to_owned() } else { format!("({})", all.join(" | ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_index_is_asked() {
        let word = |terms: &[&str], taxa: &[u32]| SearchedWord {
            terms: terms.iter().map(|term| (*term).to_owned()).collect(),
            taxa: taxa.iter().copied().collect(),
        };
        assert_eq!(Query::default().text(), None);
        let words = [word(&["fromag", "a'b"], &[7, 2]), word(&["x"], &[])];
        let groups = [(Taxonomy::Tag, [3].into_iter().collect()), (Taxonomy::Brand, FacetSet::default())];
        let query = Query::words(&words).filed(&groups);
        let expected = "('fromag':* | 'ab':* | '#2' | '#7') & ('x') & ('#3') & '#'";
        assert_eq!(query.text().as_deref(), Some(expected));
        assert_eq!(Query::named(&words[1..]).text().as_deref(), Some("('!x')"));
    }
}
