use doorbuster_domain::TaxonId;
use doorbuster_domain::catalogue::{IdOrSlug, NewTaxon, Taxon, Taxonomy};

use super::WriteError;
use super::find::find;
use super::row::TaxonRow;
use crate::{Error, Work};

/// Locks a taxon until the end of the work and reads it.
///
/// # Errors
/// Only the database's; none is returned for an unknown taxon.
pub async fn lock(work: &mut Work, kind: Taxonomy, taxon: &IdOrSlug) -> Result<Option<Taxon>, Error> {
    if kind == Taxonomy::Category {
        // The tree before any of its rows, as its trigger does: two moves in opposite directions wait for each other here
        // instead of each for the other's row.
        sqlx::query!("SELECT pg_advisory_xact_lock(hashtext('doorbuster category tree'))")
            .execute(&mut **work)
            .await?;
    }
    let id = sqlx::query_scalar!(
        "SELECT id FROM taxa WHERE kind = $1 AND (id = $2 OR slug = $3) FOR UPDATE",
        kind.as_str(),
        taxon.id(),
        taxon.slug(),
    )
    .fetch_optional(&mut **work)
    .await?;
    match id {
        Some(id) => find(work, kind, &IdOrSlug::Id(id)).await,
        None => Ok(None),
    }
}

/// Makes a locked taxon as `next` says.
///
/// # Errors
/// [`WriteError`], decided by the constraints.
pub async fn edit(work: &mut Work, id: TaxonId, next: &NewTaxon) -> Result<Taxon, WriteError> {
    let row = sqlx::query_as!(
        TaxonRow,
        "UPDATE taxa SET slug = $2, name = $3, description = $4, parent_id = $5, archived = $6, version = version + 1
         WHERE id = $1
         RETURNING id, kind, slug, name, description, parent_id, archived, version, created_at",
        id.0,
        next.slug,
        next.name.trim(),
        next.description,
        next.parent.map(|parent| parent.0),
        next.archived,
    )
    .fetch_one(&mut **work)
    .await?;
    Ok(Taxon::try_from(row)?)
}
