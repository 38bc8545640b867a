use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::Error;

/// Turns pictures that nobody uses, and that nobody wanted since `before`, into garbage; at most `most`. Returns how many.
///
/// # Errors
/// Only the database's: a foreign key's, when somebody began to use one of them at this moment.
pub async fn discard_unused(
    connection: &mut PgConnection,
    before: DateTime<Utc>,
    most: i64,
) -> Result<u64, Error> {
    let discarded = sqlx::query!(
        "WITH unused AS (
             SELECT i.url FROM images i
             WHERE i.wanted_at < $1
                 AND NOT EXISTS (SELECT FROM product_images p WHERE p.kept_url = i.url)
                 AND NOT EXISTS (SELECT FROM banners b WHERE b.kept_url = i.url)
             ORDER BY i.wanted_at LIMIT $2 FOR UPDATE SKIP LOCKED
         ), gone AS (
             DELETE FROM images i USING unused u WHERE i.url = u.url RETURNING i.url
         )
         INSERT INTO image_garbage (url, noted_at) SELECT g.url, '-infinity' FROM gone g
         ON CONFLICT (url) DO UPDATE SET noted_at = excluded.noted_at, claimed_at = NULL",
        before,
        most,
    )
    .execute(connection)
    .await?;
    Ok(discarded.rows_affected())
}

/// Claims the deletion of files that nobody needs and that were noted before `before`; at most `most` pictures. Whoever
/// claimed some before `stuck` and did not come back has lost them. Returns their addresses.
///
/// # Errors
/// Only the database's.
pub async fn claim_garbage(
    connection: &mut PgConnection,
    before: DateTime<Utc>,
    stuck: DateTime<Utc>,
    most: i64,
) -> Result<Vec<String>, Error> {
    let claimed = sqlx::query_scalar!(
        "UPDATE image_garbage g SET claimed_at = clock_timestamp()
         FROM (
             SELECT c.url FROM image_garbage c
             WHERE c.noted_at < $1 AND (c.claimed_at IS NULL OR c.claimed_at < $2)
                 AND NOT EXISTS (SELECT FROM images i WHERE i.url = c.url)
             ORDER BY c.noted_at LIMIT $3 FOR UPDATE SKIP LOCKED
         ) c
         WHERE g.url = c.url RETURNING g.url",
        before,
        stuck,
        most,
    )
    .fetch_all(connection)
    .await?;
    Ok(claimed)
}

/// Forgets claimed garbage whose files are deleted.
///
/// # Errors
/// Only the database's.
pub async fn forget_garbage(connection: &mut PgConnection, url: &str) -> Result<(), Error> {
    sqlx::query!("DELETE FROM image_garbage WHERE url = $1 AND claimed_at IS NOT NULL", url)
        .execute(connection)
        .await?;
    Ok(())
}
