use super::bus::SALES;
use crate::{Error, Work};

/// Takes up to `limit` events out of the outbox and tells every process which sales changed, once per sale. Runs after
/// the purchases' commits: a `NOTIFY` inside them would serialise them.
///
/// The events go with the caller's commit: a crash before it repeats the message, never loses it. Returns how many
/// events were taken.
///
/// # Errors
/// Only the database's.
pub async fn relay(work: &mut Work, limit: i64) -> Result<usize, Error> {
    let sales = sqlx::query_scalar!(
        "WITH taken AS (
             SELECT id FROM outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
         )
         DELETE FROM outbox o USING taken WHERE o.id = taken.id RETURNING o.sale_id",
        limit
    )
    .fetch_all(&mut **work)
    .await?;
    let taken = sales.len();
    let mut changed: Vec<String> = sales.into_iter().flatten().map(|sale| sale.to_string()).collect();
    changed.sort_unstable();
    changed.dedup();
    if !changed.is_empty() {
        sqlx::query!("SELECT pg_notify($1, sale) FROM unnest($2::text[]) sale", SALES, &changed)
            .execute(&mut **work)
            .await?;
    }
    Ok(taken)
}
