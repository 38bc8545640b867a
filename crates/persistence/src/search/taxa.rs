use doorbuster_domain::catalogue::{Slug, Taxonomy};
use doorbuster_domain::search::{FacetSet, facet_kind};
use sqlx::PgConnection;

use crate::Error;

/// The facets of these slugs and of what is below them. What is unknown or archived has none.
pub(super) async fn read_groups(
    connection: &mut PgConnection,
    filed: &[(Taxonomy, Vec<Slug>)],
) -> Result<Vec<(Taxonomy, FacetSet)>, Error> {
    if filed.is_empty() {
        return Ok(Vec::new());
    }
    let (kinds, slugs): (Vec<String>, Vec<String>) = filed
        .iter()
        .flat_map(|(kind, slugs)| {
            slugs.iter().map(|slug| (kind.as_str().to_owned(), slug.as_str().to_owned()))
        })
        .unzip();
    let facets = sqlx::query_scalar!(
        r#"WITH RECURSIVE wanted AS (
               SELECT t.id, t.facet FROM unnest($1::text[], $2::text[]) w (kind, slug)
               JOIN taxa t ON t.kind = w.kind AND t.slug = w.slug AND NOT t.archived
               UNION SELECT t.id, t.facet FROM wanted w JOIN taxa t ON t.parent_id = w.id
           )
           SELECT facet AS "facet!" FROM wanted"#,
        &kinds,
        &slugs,
    )
    .fetch_all(connection)
    .await?;
    let facets: Vec<u32> = facets.into_iter().filter_map(|facet| u32::try_from(facet).ok()).collect();
    let of = |kind| facets.iter().copied().filter(|facet| facet_kind(*facet) == kind).collect();
    Ok(filed.iter().map(|(kind, _)| (*kind, of(*kind))).collect())
}
