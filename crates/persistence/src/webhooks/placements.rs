use crate::{Error, Work};

/// Tells of the orders of one batch that was placed: at most as many as one purchase serves. Returns whether there was a
/// batch.
///
/// # Errors
/// Only the database's.
pub async fn tell_placements(work: &mut Work) -> Result<bool, Error> {
    let batch = sqlx::query!(
        "DELETE FROM webhook_placements WHERE id = (
             SELECT id FROM webhook_placements ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
         )
         RETURNING sale_id, first_order, last_order, placed_at"
    )
    .fetch_optional(&mut **work)
    .await?;
    let Some(batch) = batch else {
        return Ok(false);
    };
    sqlx::query!(
        "SELECT tell_webhooks(array_agg('order.placed'::text), array_agg(o.id ORDER BY o.id),
             array_agg(webhook_order(o, 'pending_payment') ORDER BY o.id), array_agg(o.created_at ORDER BY o.id))
         FROM orders o
         WHERE o.id BETWEEN $1 AND $2 AND o.sale_id IS NOT DISTINCT FROM $3 AND o.created_at = $4
         HAVING count(*) > 0",
        batch.first_order,
        batch.last_order,
        batch.sale_id,
        batch.placed_at,
    )
    .fetch_optional(&mut **work)
    .await?;
    Ok(true)
}
