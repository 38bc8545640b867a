use doorbuster_domain::TaxonId;
use doorbuster_domain::catalogue::Taxon;
use doorbuster_domain::platform::Page;
use serde::Serialize;

/// A brand, a region, a category or a tag.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Taxon)]
pub(super) struct TaxonView {
    /// Its id.
    id: TaxonId,
    /// Its address.
    #[schema(example = "kestrel")]
    slug: String,
    /// What it is called.
    #[schema(example = "Kestrel")]
    name: String,
    /// What it is.
    description: String,
    /// The category above it; null at the top, and for whatever is no category.
    parent_id: Option<TaxonId>,
    /// Whether it is left out of lists.
    archived: bool,
    /// Counts the edits of the staff; in quotes it is its `ETag`.
    #[schema(example = 1)]
    version: i64,
}

/// One page of a taxonomy.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = TaxonPage)]
pub(super) struct TaxaPage {
    /// By name.
    items: Vec<TaxonView>,
    /// Pass it as `cursor` for the next page; null on the last one.
    next_cursor: Option<String>,
}

impl From<Taxon> for TaxonView {
    fn from(taxon: Taxon) -> Self {
        let Taxon { id, kind: _, slug, name, description, parent, archived, version, created_at: _ } = taxon;
        Self { id, slug, name, description, parent_id: parent, archived, version }
    }
}

impl From<Page<Taxon, String>> for TaxaPage {
    fn from(page: Page<Taxon, String>) -> Self {
        let Page { items, next } = page.map(TaxonView::from);
        Self { items, next_cursor: next }
    }
}
