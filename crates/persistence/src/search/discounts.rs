use doorbuster_domain::search::Discounts;
use sqlx::PgConnection;

use crate::Error;

/// The discounts in force, spread to all facets that they are on. `discounts_of` says the same of one product; a test
/// compares the two.
pub(super) async fn read_discounts(connection: &mut PgConnection) -> Result<Discounts, Error> {
    let rows = sqlx::query!(
        r#"WITH RECURSIVE in_force AS (
               SELECT d.product_id, d.taxon_id, d.percent FROM discounts d
               WHERE NOT d.archived AND d.starts_at <= now() AND now() < d.ends_at
           ), covered AS (
               SELECT t.id, t.facet, f.percent FROM in_force f JOIN taxa t ON t.id = f.taxon_id
               UNION SELECT t.id, t.facet, c.percent FROM covered c JOIN taxa t ON t.parent_id = c.id
           )
           SELECT f.product_id, NULL::integer AS facet, max(f.percent) AS "percent!" FROM in_force f
           WHERE f.taxon_id IS NULL GROUP BY f.product_id
           UNION ALL
           SELECT NULL, c.facet, max(c.percent) FROM covered c GROUP BY c.facet"#
    )
    .fetch_all(connection)
    .await?;
    let mut discounts = Discounts::default();
    for row in rows {
        let percent = u8::try_from(row.percent).map_err(|_| Error::Corrupt("discounts.percent"))?;
        match (row.product_id, row.facet) {
            (Some(product), _) => {
                discounts.products.insert(product, percent);
            }
            (None, Some(facet)) => {
                let facet = u32::try_from(facet).map_err(|_| Error::Corrupt("taxa.facet"))?;
                discounts.facets.insert(facet, percent);
            }
            (None, None) => discounts.everything = percent,
        }
    }
    discounts.covered = discounts.facets.keys().copied().collect();
    Ok(discounts)
}
