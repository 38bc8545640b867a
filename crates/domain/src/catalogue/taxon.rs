use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Mistake;
use super::mistake::Mistakes;
use crate::TaxonId;

/// A way to file products.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Taxonomy {
    /// Who makes it.
    Brand,
    /// Where it comes from.
    Region,
    /// What kind of thing it is: a tree.
    Category,
    /// What else can be said in a word.
    Tag,
}

impl Taxonomy {
    /// Every taxonomy.
    pub const ALL: [Self; 4] = [Self::Brand, Self::Region, Self::Category, Self::Tag];

    /// As in the API and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Brand => "brand",
            Self::Region => "region",
            Self::Category => "category",
            Self::Tag => "tag",
        }
    }

    /// Its part of a path.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Brand => "brands",
            Self::Region => "regions",
            Self::Category => "categories",
            Self::Tag => "tags",
        }
    }
}

/// A brand, a region, a category or a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taxon {
    /// Its id.
    pub id: TaxonId,
    /// Which of the four it is.
    pub kind: Taxonomy,
    /// Its address, unique among its kind.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// What it is, in sentences.
    pub description: String,
    /// The category above it.
    pub parent: Option<TaxonId>,
    /// No longer offered; products that have it keep it.
    pub archived: bool,
    /// Counts what staff did to it: its ETag.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A taxon as a product shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxonRef {
    /// Its id.
    pub id: TaxonId,
    /// Which of the four it is.
    pub kind: Taxonomy,
    /// Its address.
    pub slug: String,
    /// What it is called.
    pub name: String,
}

/// A taxon that staff ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTaxon {
    /// Which of the four it is.
    pub kind: Taxonomy,
    /// Its address.
    pub slug: String,
    /// What it is called: 1 to 100 characters.
    pub name: String,
    /// What it is: at most 2,000 characters.
    pub description: String,
    /// The category above it.
    pub parent: Option<TaxonId>,
    /// No longer offered.
    pub archived: bool,
}

impl NewTaxon {
    /// The deepest that categories nest, in levels. `guard_category_tree` in the migrations decides.
    pub const DEEPEST: u32 = 5;

    /// Checks every field against the rules; all mistakes at once.
    ///
    /// # Errors
    /// Every mistake found, in the order of the fields.
    pub fn check(&self) -> Result<(), Vec<Mistake>> {
        let Self { kind, slug, name, description, parent, archived: _ } = self;
        let mut mistakes = Mistakes::default();
        mistakes.slug(slug);
        // `/categories/tree` is all of them.
        mistakes.require(*kind != Taxonomy::Category || slug != "tree", "/slug", "not this one");
        mistakes.line(name, "/name", 100);
        mistakes.prose(description, "/description", 2_000);
        mistakes.require(
            parent.is_none() || *kind == Taxonomy::Category,
            "/parent_id",
            "only categories nest",
        );
        mistakes.done()
    }
}

impl Taxon {
    /// What the taxon would be asked for as, to be as it is.
    pub fn as_made(&self) -> NewTaxon {
        let Self { id: _, kind, slug, name, description, parent, archived, version: _, created_at: _ } =
            self.clone();
        NewTaxon { kind, slug, name, description, parent, archived }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn all_mistakes_are_named_at_once() {
        let good = NewTaxon {
            kind: Taxonomy::Category,
            slug: "kitchen".into(),
            name: "Kitchen".into(),
            description: String::new(),
            parent: Some(TaxonId(Uuid::nil())),
            archived: false,
        };
        assert_eq!(good.check(), Ok(()));
        let pointers = |taxon: NewTaxon| -> Vec<String> {
            taxon.check().unwrap_err().into_iter().map(|mistake| mistake.pointer).collect()
        };
        assert_eq!(pointers(NewTaxon { kind: Taxonomy::Tag, ..good.clone() }), ["/parent_id"]);
        assert_eq!(pointers(NewTaxon { slug: "tree".into(), ..good.clone() }), ["/slug"]);
        let bad = NewTaxon { slug: "A".into(), name: " ".into(), description: "\0".into(), ..good };
        assert_eq!(pointers(bad), ["/slug", "/name", "/description"]);
    }
}
