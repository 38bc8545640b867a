WITH edits AS MATERIALIZED (
    SELECT sale_id, seq, at, limit_before FROM sale_ledger WHERE kind = 'edited'
), lowest AS (
    SELECT sale_id, min(limit_before) AS before FROM edits GROUP BY sale_id
)
SELECT format('customer %s has %s active orders in sale %s', user_id, count(*), sale_id)
FROM orders WHERE active AND sale_id IS NOT NULL GROUP BY sale_id, user_id HAVING count(*) > 1
UNION ALL
SELECT format('order %s holds %s units, the limit was %s', id, units_held, limit_then)
FROM (
    -- What counts is the limit under which the order was placed: the one before the first edit that followed.
    SELECT o.id, o.units_held, coalesce((
        SELECT e.limit_before FROM edits e WHERE e.sale_id = o.sale_id AND e.at > o.created_at ORDER BY e.seq LIMIT 1
    ), s.per_customer_limit) AS limit_then
    FROM orders o JOIN sales s ON s.id = o.sale_id LEFT JOIN lowest l ON l.sale_id = o.sale_id
    WHERE o.units_held > least(s.per_customer_limit, l.before)
) suspect
WHERE units_held > limit_then
