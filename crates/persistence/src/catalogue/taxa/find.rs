use doorbuster_domain::catalogue::{IdOrSlug, Taxon, Taxonomy};
use sqlx::PgConnection;

use super::row::TaxonRow;
use crate::Error;

/// The taxon of this kind that this names, archived or not.
///
/// # Errors
/// Only the database's.
pub async fn find(
    connection: &mut PgConnection,
    kind: Taxonomy,
    taxon: &IdOrSlug,
) -> Result<Option<Taxon>, Error> {
    let row = sqlx::query_as!(
        TaxonRow,
        "SELECT id, kind, slug, name, description, parent_id, archived, version, created_at
         FROM taxa WHERE kind = $1 AND (id = $2 OR slug = $3)",
        kind.as_str(),
        taxon.id(),
        taxon.slug(),
    )
    .fetch_optional(connection)
    .await?;
    row.map(Taxon::try_from).transpose()
}
