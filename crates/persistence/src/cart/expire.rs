use crate::{Error, Work};

/// Ends the holds of unpaid orders of carts whose time is up, at most `limit`, and gives back their stock and their uses of
/// codes. An order that is being paid is left alone: when its capture fails later, that move ends its hold. Returns how
/// many.
///
/// # Errors
/// Only the database's.
pub async fn expire(work: &mut Work, limit: i64) -> Result<i64, Error> {
    let expired = sqlx::query_scalar!(
        r#"WITH due AS (
               SELECT o.id FROM checkouts k JOIN orders o ON o.id = k.order_id
               WHERE k.open AND k.pay_by <= clock_timestamp() AND o.status = 'pending_payment'
               ORDER BY k.pay_by LIMIT $1
           ), locked AS (
               SELECT o.id FROM orders o WHERE o.id IN (SELECT id FROM due) AND o.status = 'pending_payment'
               ORDER BY o.id FOR UPDATE
           ), ended AS (
               UPDATE orders o SET status = 'expired' FROM locked WHERE o.id = locked.id RETURNING o.id
           ), told AS (
               INSERT INTO order_events (order_id, status, actor) SELECT id, 'expired', 'system' FROM ended
           )
           SELECT id FROM ended"#,
        limit,
    )
    .fetch_all(&mut **work)
    .await?;
    if !expired.is_empty() {
        sqlx::query!("SELECT release_checkouts($1)", &expired).execute(&mut **work).await?;
    }
    Ok(i64::try_from(expired.len()).unwrap_or(i64::MAX))
}
