use doorbuster_domain::catalogue::ProductStatus;
use doorbuster_domain::search::{SearchedWord, closest};
use sqlx::PgConnection;

use super::query::Query;
use super::words::name_taxa;
use crate::Error;

/// A mistyped word is looked for as at most so many others.
const MOST_MEANT: usize = 5;

/// Replaces the words that nothing has by those that somebody may have meant. Returns the words as they read then; none when
/// there is nothing to replace, or nothing to replace it with.
///
/// Only words that whoever asks could find are ever named: what a draft is called stays with the staff.
pub(super) async fn correct(
    connection: &mut PgConnection,
    words: &mut [SearchedWord],
    status: ProductStatus,
) -> Result<Option<String>, Error> {
    let mut corrected = false;
    for word in words.iter_mut() {
        if is_known(connection, word, status).await? {
            continue;
        }
        let Some(typed) = word.terms.first().cloned() else { continue };
        let alike = alike(connection, &typed, status).await?;
        let meant: Vec<String> = closest(&typed, alike.iter().map(String::as_str))
            .into_iter()
            .take(MOST_MEANT)
            .map(str::to_owned)
            .collect();
        if !meant.is_empty() {
            word.terms = meant;
            corrected = true;
        }
    }
    if !corrected {
        return Ok(None);
    }
    name_taxa(connection, words).await?;
    let read: Vec<&str> = words.iter().filter_map(|word| word.terms.first()).map(String::as_str).collect();
    Ok(Some(read.join(" ")))
}

async fn is_known(
    connection: &mut PgConnection,
    word: &SearchedWord,
    status: ProductStatus,
) -> Result<bool, Error> {
    let known = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM product_search WHERE status = $1 AND words @@ $2::text::tsquery) AS "known!""#,
        status.as_str(),
        Query::words(std::slice::from_ref(word)).text(),
    )
    .fetch_one(connection)
    .await?;
    Ok(known)
}

/// Words with much in common with this one, the most alike first, that a product of this status has, or a taxon that is
/// not archived.
async fn alike(
    connection: &mut PgConnection,
    typed: &str,
    status: ProductStatus,
) -> Result<Vec<String>, Error> {
    let words = sqlx::query_scalar!(
        "SELECT a.word FROM (
             SELECT word, similarity(word, $1) AS alike FROM search_words WHERE word % $1
             ORDER BY alike DESC, word LIMIT 30
         ) a
         WHERE EXISTS (SELECT FROM product_search s
                 WHERE s.status = $2 AND s.words @@ ('''' || a.word || '''')::tsquery)
             OR EXISTS (SELECT FROM taxa t WHERE NOT t.archived AND ' ' || t.folded || ' ' LIKE '% ' || a.word || ' %')
         ORDER BY a.alike DESC, a.word",
        typed,
        status.as_str(),
    )
    .fetch_all(connection)
    .await?;
    Ok(words)
}
