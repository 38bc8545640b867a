use chrono::{DateTime, Utc};
use doorbuster_domain::TaxonId;
use doorbuster_domain::catalogue::{Taxon, Taxonomy};
use uuid::Uuid;

use crate::Error;

/// A row of `taxa`, unchecked.
pub(super) struct TaxonRow {
    pub(super) id: Uuid,
    pub(super) kind: String,
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) parent_id: Option<Uuid>,
    pub(super) archived: bool,
    pub(super) version: i64,
    pub(super) created_at: DateTime<Utc>,
}

impl TryFrom<TaxonRow> for Taxon {
    type Error = Error;

    fn try_from(row: TaxonRow) -> Result<Self, Error> {
        let TaxonRow { id, kind, slug, name, description, parent_id, archived, version, created_at } = row;
        let kind = Taxonomy::ALL
            .into_iter()
            .find(|known| known.as_str() == kind)
            .ok_or(Error::Corrupt("taxa.kind"))?;
        let parent = parent_id.map(TaxonId);
        Ok(Self { id: TaxonId(id), kind, slug, name, description, parent, archived, version, created_at })
    }
}
