use doorbuster_domain::catalogue::{Taxon, Taxonomy};
use doorbuster_domain::platform::{Cursor, Limit, Page};
use sqlx::PgConnection;

use super::row::TaxonRow;
use crate::Error;

/// The taxa of one kind by name, those that are archived or those that are not.
///
/// # Errors
/// Only the database's.
pub async fn list(
    connection: &mut PgConnection,
    kind: Taxonomy,
    archived: bool,
    after: Option<Cursor<String>>,
    limit: Limit,
) -> Result<Page<Taxon, Cursor<String>>, Error> {
    let (at, id) = after.map(|Cursor { at, id }| (at, id)).unzip();
    let rows = sqlx::query_as!(
        TaxonRow,
        "SELECT id, kind, slug, name, description, parent_id, archived, version, created_at
         FROM taxa
         WHERE kind = $1 AND archived = $2 AND ($3::text IS NULL OR (name, id) > ($3, $4::uuid))
         ORDER BY name, id
         LIMIT $5",
        kind.as_str(),
        archived,
        at,
        id,
        limit.rows(),
    )
    .fetch_all(connection)
    .await?;
    let taxa = rows.into_iter().map(Taxon::try_from).collect::<Result<_, _>>()?;
    Ok(Page::from_rows(taxa, limit, |taxon: &Taxon| Cursor { at: taxon.name.clone(), id: taxon.id.0 }))
}
