use sqlx::PgConnection;

use crate::Error;

/// Deletes what guests left in carts that nobody touched for 30 days, at most `limit` at a time. A guest who ever ordered
/// stays known, because the token is the key to those orders; only the cart is emptied. Returns how many carts.
///
/// # Errors
/// Only the database's.
pub async fn forget(connection: &mut PgConnection, limit: i64) -> Result<i64, Error> {
    let carts = sqlx::query_scalar!(
        r#"WITH old AS (
             SELECT c.id, EXISTS (SELECT FROM checkouts k WHERE k.user_id = c.id) AS ordered FROM carts c
             WHERE c.token_hash IS NOT NULL AND c.touched_at < clock_timestamp() - interval '30 days'
                 AND (NOT EXISTS (SELECT FROM checkouts k WHERE k.user_id = c.id)
                     OR EXISTS (SELECT FROM cart_items i WHERE i.cart_id = c.id))
             ORDER BY c.touched_at LIMIT $1 FOR UPDATE SKIP LOCKED
         ), emptied AS (
             DELETE FROM cart_items i USING old WHERE i.cart_id = old.id AND old.ordered RETURNING i.cart_id
         ), gone AS (
             DELETE FROM carts c USING old WHERE c.id = old.id AND NOT old.ordered RETURNING c.id
         )
         SELECT count(*) AS "carts!" FROM (SELECT id FROM gone UNION SELECT cart_id FROM emptied) carts"#,
        limit,
    )
    .fetch_one(connection)
    .await?;
    Ok(carts)
}
