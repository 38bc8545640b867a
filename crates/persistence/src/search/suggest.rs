use doorbuster_domain::catalogue::{Image, ProductStatus, Taxonomy};
use doorbuster_domain::platform::Limit;
use doorbuster_domain::search::{
    Discounts, Filter, Ranking, Relevance, SearchText, SearchedWord, Sort, select,
};
use sqlx::PgConnection;

use super::candidates::Candidates;
use super::correct::correct;
use super::query::Query;
use super::words::{pattern, read_words};
use crate::Error;

/// Of taxa at most so many.
const MOST_TAXA: i64 = 5;

/// What somebody who is typing may want to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub what: Suggested,
    /// Its address.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// A product's picture.
    pub image: Option<Image>,
}

/// What is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggested {
    /// A product.
    Product,
    /// All products of a brand, a region, a category or a tag.
    Taxon(Taxonomy),
}

/// Suggests up to `limit` taxa and published products with a name that has words beginning with these.
///
/// # Errors
/// Only the database's.
pub async fn suggest(
    connection: &mut PgConnection,
    text: &SearchText,
    limit: Limit,
) -> Result<Vec<Suggestion>, Error> {
    let mut words = read_words(connection, text).await?;
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let found = named(connection, &words, limit).await?;
    if !found.is_empty() || correct(connection, &mut words, ProductStatus::Published).await?.is_none() {
        return Ok(found);
    }
    named(connection, &words, limit).await
}

async fn named(
    connection: &mut PgConnection,
    words: &[SearchedWord],
    limit: Limit,
) -> Result<Vec<Suggestion>, Error> {
    let mut all = taxa(connection, words).await?;
    all.extend(products(connection, words, limit).await?);
    all.truncate(usize::try_from(limit.rows() - 1).unwrap_or_default());
    Ok(all)
}

async fn taxa(connection: &mut PgConnection, words: &[SearchedWord]) -> Result<Vec<Suggestion>, Error> {
    let (mut places, mut patterns) = (Vec::new(), Vec::new());
    for (place, word) in (0i32..).zip(words) {
        for term in &word.terms {
            places.push(place);
            patterns.push(pattern(term));
        }
    }
    let rows = sqlx::query!(
        "SELECT t.kind, t.slug, t.name FROM taxa t
         WHERE NOT t.archived AND (
             SELECT count(DISTINCT w.place) FROM unnest($1::integer[], $2::text[]) w (place, pattern)
             WHERE ' ' || t.folded || ' ' LIKE w.pattern
         ) = $3
         ORDER BY t.folded NOT LIKE $4, array_position(ARRAY['category', 'brand', 'region', 'tag'], t.kind), t.name, t.id
         LIMIT $5",
        &places,
        &patterns,
        i64::try_from(words.len()).unwrap_or_default(),
        words.first().and_then(|word| word.terms.first()).map(|term| format!("{term}%")),
        MOST_TAXA,
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| {
        let kind = Taxonomy::ALL.into_iter().find(|kind| kind.as_str() == row.kind);
        let kind = kind.ok_or(Error::Corrupt("taxa.kind"))?;
        Ok(Suggestion { what: Suggested::Taxon(kind), slug: row.slug, name: row.name, image: None })
    });
    read.collect()
}

async fn products(
    connection: &mut PgConnection,
    words: &[SearchedWord],
    limit: Limit,
) -> Result<Vec<Suggestion>, Error> {
    let found = Candidates::read(connection, &Query::named(words), ProductStatus::Published, true).await?;
    let ranking = Ranking::Relevance(Relevance { words: words.to_vec() });
    let order = (Sort::Relevance, true, &ranking);
    let everything = Filter::default();
    let best = select(found.iter(), &everything, &Discounts::default(), order, None, limit, false).page.items;
    let rows = sqlx::query!(
        r#"SELECT p.slug, p.name, i.url AS "url?", i.alt AS "alt?" FROM unnest($1::uuid[]) WITH ORDINALITY best (id, place)
           JOIN products p ON p.id = best.id AND p.status = 'published'
           LEFT JOIN product_images i ON i.product_id = p.id AND i.position = 0
           ORDER BY best.place"#,
        &best,
    )
    .fetch_all(connection)
    .await?;
    let suggestion = |image, slug, name| Suggestion { what: Suggested::Product, slug, name, image };
    Ok(rows
        .into_iter()
        .map(|row| {
            let image = row.url.zip(row.alt).map(|(url, alt)| Image { url, alt });
            suggestion(image, row.slug, row.name)
        })
        .collect())
}
