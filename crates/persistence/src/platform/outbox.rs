use super::bus::SALES;
use crate::{Error, Work};

/// Takes up to `limit` events out of the outbox and tells every process which sales changed, once per sale. Runs after
/// the purchases' commits: a `NOTIFY` inside them would serialise them. When some endpoint of a webhook wants to know of
/// orders that were placed, it is noted which they are; a batch is one row, however many orders it has.
///
/// The events go with the caller's commit: a crash before it repeats the message, never loses it. Returns how many
/// events were taken.
///
/// # Errors
/// Only the database's.
pub async fn relay(work: &mut Work, limit: i64) -> Result<usize, Error> {
    // LATERAL with a LIMIT: one look into the ledger per message, whatever the planner thinks of its size. When nobody
    // wants to know, neither part of the UNION is run.
    let sales = sqlx::query_scalar!(
        "WITH taken AS (
             SELECT id FROM outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
         ), gone AS (
             DELETE FROM outbox o USING taken WHERE o.id = taken.id RETURNING o.id, o.topic, o.sale_id, o.payload
         ), noted AS (
             INSERT INTO webhook_placements (sale_id, first_order, last_order, placed_at)
             SELECT p.sale_id, p.first_order, p.last_order, p.placed_at FROM (
                 SELECT g.id, g.sale_id, l.first_order, l.last_order, l.at AS placed_at FROM gone g CROSS JOIN LATERAL (
                     SELECT first_order, last_order, at FROM sale_ledger
                     WHERE sale_id = g.sale_id AND seq = (g.payload ->> 'seq')::bigint LIMIT 1
                 ) l
                 WHERE g.topic = 'sale.sold'
                     AND EXISTS (SELECT FROM webhooks WHERE enabled AND 'order.placed' = ANY (events))
                 UNION ALL
                 SELECT g.id, NULL, o.id, o.id, o.created_at FROM gone g CROSS JOIN LATERAL (
                     SELECT id, created_at FROM orders WHERE id = (g.payload ->> 'order_id')::uuid LIMIT 1
                 ) o
                 WHERE g.topic = 'order.placed'
                     AND EXISTS (SELECT FROM webhooks WHERE enabled AND 'order.placed' = ANY (events))
             ) p
             ORDER BY p.id
         )
         SELECT sale_id FROM gone",
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
