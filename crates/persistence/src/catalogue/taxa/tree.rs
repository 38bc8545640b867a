use doorbuster_domain::catalogue::Taxon;
use sqlx::PgConnection;

use super::row::TaxonRow;
use crate::Error;

/// A tree has no more categories than this: what is deeper or later by name is left out.
pub const MOST_CATEGORIES: i64 = 2_000;

/// The categories that are neither archived nor below one that is, those above before those below, by name.
///
/// # Errors
/// Only the database's.
pub async fn tree(connection: &mut PgConnection) -> Result<Vec<Taxon>, Error> {
    let rows = sqlx::query_as!(
        TaxonRow,
        r#"WITH RECURSIVE shown AS (
               SELECT t.*, 1 AS level FROM taxa t
               WHERE t.kind = 'category' AND t.parent_id IS NULL AND NOT t.archived
               UNION ALL
               SELECT t.*, s.level + 1 FROM shown s JOIN taxa t ON t.parent_id = s.id WHERE NOT t.archived
           )
           SELECT id AS "id!", kind AS "kind!", slug AS "slug!", name AS "name!", description AS "description!",
               parent_id, archived AS "archived!", version AS "version!", created_at AS "created_at!"
           FROM shown ORDER BY level, name, id LIMIT $1"#,
        MOST_CATEGORIES,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Taxon::try_from).collect()
}
