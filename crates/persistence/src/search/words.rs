use doorbuster_domain::search::{MOST_WORDS, SearchText, SearchedWord};
use sqlx::PgConnection;

use crate::Error;

/// The words of a text, folded as those of the products are.
pub(super) async fn read_words(
    connection: &mut PgConnection,
    text: &SearchText,
) -> Result<Vec<SearchedWord>, Error> {
    let read = sqlx::query_scalar!(
        r#"SELECT left(w, 40) AS "word!" FROM unnest(string_to_array(fold($1), ' ')) WITH ORDINALITY said (w, place)
           WHERE w <> '' ORDER BY place"#,
        text.as_str(),
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut words: Vec<SearchedWord> = Vec::new();
    for word in read {
        if words.len() < MOST_WORDS && words.iter().all(|known| known.terms.first() != Some(&word)) {
            words.push(SearchedWord { terms: vec![word], ..SearchedWord::default() });
        }
    }
    name_taxa(connection, &mut words).await?;
    Ok(words)
}

/// Finds what else the words may mean: the taxa with a name of which they begin a word, and what is below those.
pub(super) async fn name_taxa(
    connection: &mut PgConnection,
    words: &mut [SearchedWord],
) -> Result<(), Error> {
    let (mut places, mut patterns) = (Vec::new(), Vec::new());
    for (place, word) in (0i32..).zip(words.iter()) {
        for term in &word.terms {
            places.push(place);
            patterns.push(pattern(term));
        }
    }
    let found = sqlx::query!(
        r#"WITH RECURSIVE named AS (
               SELECT w.place, t.id, t.facet FROM unnest($1::integer[], $2::text[]) w (place, pattern)
               JOIN taxa t ON NOT t.archived AND ' ' || t.folded || ' ' LIKE w.pattern
               UNION SELECT n.place, t.id, t.facet FROM named n JOIN taxa t ON t.parent_id = n.id
           )
           SELECT place AS "place!", facet AS "facet!" FROM named"#,
        &places,
        &patterns,
    )
    .fetch_all(connection)
    .await?;
    for (place, word) in (0i32..).zip(words) {
        let facets = found.iter().filter(|one| one.place == place);
        word.taxa = facets.filter_map(|one| u32::try_from(one.facet).ok()).collect();
    }
    Ok(())
}

/// Matches a folded name between spaces of which a word begins so. Folded words have no letter that means something here.
pub(super) fn pattern(term: &str) -> String {
    if term.chars().nth(1).is_some() { format!("% {term}%") } else { format!("% {term} %") }
}
