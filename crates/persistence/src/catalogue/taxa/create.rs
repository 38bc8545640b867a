use doorbuster_domain::TaxonId;
use doorbuster_domain::catalogue::{NewTaxon, Taxon};
use sqlx::PgConnection;

use super::row::TaxonRow;
use crate::Error;

/// Why a taxon is not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Another of its kind has this slug.
    #[error("another one has this slug")]
    SlugTaken,
    /// The category that it was to be below does not exist.
    #[error("there is no such category")]
    UnknownParent,
    /// It was to be below itself.
    #[error("a category cannot be below itself")]
    Cycle,
    /// It was to be too deep.
    #[error("categories are at most {} levels deep", NewTaxon::DEEPEST)]
    TooDeep,
    /// The database.
    #[error(transparent)]
    Storage(Error),
}

impl<E: Into<Error>> From<E> for WriteError {
    fn from(error: E) -> Self {
        let error = error.into();
        match error.constraint() {
            Some("taxa_slug_unique") => Self::SlugTaken,
            Some("taxa_parent") => Self::UnknownParent,
            Some("taxa_acyclic") => Self::Cycle,
            Some("taxa_depth") => Self::TooDeep,
            _ => Self::Storage(error),
        }
    }
}

/// Makes a taxon under `id`.
///
/// # Errors
/// [`WriteError`], decided by the constraints.
pub async fn create(connection: &mut PgConnection, id: TaxonId, new: &NewTaxon) -> Result<Taxon, WriteError> {
    let row = sqlx::query_as!(
        TaxonRow,
        "INSERT INTO taxa (id, kind, slug, name, description, parent_id, archived)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         RETURNING id, kind, slug, name, description, parent_id, archived, version, created_at",
        id.0,
        new.kind.as_str(),
        new.slug,
        new.name.trim(),
        new.description,
        new.parent.map(|parent| parent.0),
        new.archived,
    )
    .fetch_one(connection)
    .await?;
    Ok(Taxon::try_from(row)?)
}
