use std::collections::HashMap;

use doorbuster_domain::catalogue::{Slug, Taxonomy};
use doorbuster_domain::search::{Tally, facet_kind};
use sqlx::PgConnection;

use crate::Error;

/// Of brands, regions and tags the most frequent so many are named.
const MOST_NAMED: usize = 50;
/// So many categories.
const MOST_CATEGORIES: usize = 500;

/// Something that products can be chosen by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFacet {
    /// Of which kind.
    pub kind: Taxonomy,
    /// Its address.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// The category above it.
    pub parent: Option<String>,
    /// How many products choosing it alone in its group would leave.
    pub count: u64,
    /// Whether it is chosen.
    pub selected: bool,
}

/// A taxon while its products are counted.
struct Counted {
    facet: FoundFacet,
    above: Option<u32>,
    archived: bool,
}

/// Names what was counted, the most frequent first; categories with those above them, by name, parents before children.
pub(super) async fn name_facets(
    connection: &mut PgConnection,
    tally: &Tally,
    filed: &[(Taxonomy, Vec<Slug>)],
) -> Result<Vec<FoundFacet>, Error> {
    let mut all = read(connection, tally, filed).await?;
    for facet in all.keys().copied().collect::<Vec<_>>() {
        // What is in a category is in all above it. Categories that are archived are passed, not shown.
        let (mut at, count) = (Some(facet), tally.count(facet));
        while let Some(one) = at.and_then(|at| all.get_mut(&at)) {
            one.facet.count += count;
            at = one.above;
        }
    }
    let hidden = |mut facet: u32| {
        loop {
            match all.get(&facet) {
                Some(one) if one.archived => return true,
                Some(Counted { above: Some(above), .. }) => facet = *above,
                Some(_) | None => return false,
            }
        }
    };
    let mut shown: Vec<FoundFacet> = all
        .iter()
        .filter(|(facet, one)| (one.facet.count > 0 || one.facet.selected) && !hidden(**facet))
        .map(|(_, one)| one.facet.clone())
        .collect();
    shown.sort_unstable_by(|a, b| {
        let order = |one: &FoundFacet| (one.kind, !one.selected, std::cmp::Reverse(one.count));
        order(a).cmp(&order(b)).then_with(|| (&a.name, &a.slug).cmp(&(&b.name, &b.slug)))
    });
    let mut named = Vec::new();
    for kind in Taxonomy::ALL {
        let of_kind = shown.iter().filter(|one| one.kind == kind).cloned();
        if kind == Taxonomy::Category {
            named.extend(as_tree(of_kind.take(MOST_CATEGORIES).collect()));
        } else {
            // Those that are chosen were first so that they are among them.
            let mut most: Vec<FoundFacet> = of_kind.take(MOST_NAMED).collect();
            most.sort_by_key(|one| std::cmp::Reverse(one.count));
            named.extend(most);
        }
    }
    Ok(named)
}

/// By name, each with those below it behind it.
fn as_tree(mut categories: Vec<FoundFacet>) -> Vec<FoundFacet> {
    categories.sort_unstable_by(|a, b| (&a.name, &a.slug).cmp(&(&b.name, &b.slug)));
    let mut below: HashMap<Option<String>, Vec<FoundFacet>> = HashMap::new();
    for one in categories.into_iter().rev() {
        below.entry(one.parent.clone()).or_default().push(one);
    }
    let mut tree = Vec::new();
    let mut next = below.remove(&None).unwrap_or_default();
    while let Some(one) = next.pop() {
        next.extend(below.remove(&Some(one.slug.clone())).unwrap_or_default());
        tree.push(one);
    }
    tree
}

/// The taxa that something is filed under or that are chosen, with all above them; nothing is counted yet.
async fn read(
    connection: &mut PgConnection,
    tally: &Tally,
    filed: &[(Taxonomy, Vec<Slug>)],
) -> Result<HashMap<u32, Counted>, Error> {
    let facets: Vec<i32> = tally.counts().filter_map(|(facet, _)| i32::try_from(facet).ok()).collect();
    let chosen =
        || filed.iter().flat_map(|(kind, slugs)| slugs.iter().map(move |slug| (*kind, slug.as_str())));
    let (kinds, slugs): (Vec<String>, Vec<String>) =
        chosen().map(|(kind, slug)| (kind.as_str().to_owned(), slug.to_owned())).unzip();
    let rows = sqlx::query!(
        r#"WITH RECURSIVE shown AS (
               SELECT t.id, t.facet, t.slug, t.name, t.parent_id, t.archived FROM taxa t WHERE t.facet = ANY ($1)
               UNION
               SELECT t.id, t.facet, t.slug, t.name, t.parent_id, t.archived FROM unnest($2::text[], $3::text[]) w (kind, slug)
               JOIN taxa t ON t.kind = w.kind AND t.slug = w.slug
               UNION
               SELECT t.id, t.facet, t.slug, t.name, t.parent_id, t.archived FROM shown s JOIN taxa t ON t.id = s.parent_id
           )
           SELECT s.facet AS "facet!", s.slug AS "slug!", s.name AS "name!", s.archived AS "archived!",
               above.facet AS "above?", above.slug AS "above_slug?"
           FROM shown s LEFT JOIN taxa above ON above.id = s.parent_id"#,
        &facets,
        &kinds,
        &slugs,
    )
    .fetch_all(connection)
    .await?;
    let mut all = HashMap::new();
    for row in rows {
        let facet = u32::try_from(row.facet).map_err(|_| Error::Corrupt("taxa.facet"))?;
        let kind = facet_kind(facet);
        let selected = chosen().any(|(of, slug)| of == kind && slug == row.slug);
        let found =
            FoundFacet { kind, slug: row.slug, name: row.name, parent: row.above_slug, count: 0, selected };
        let above = row.above.and_then(|above| u32::try_from(above).ok());
        all.insert(facet, Counted { facet: found, above, archived: row.archived });
    }
    Ok(all)
}
