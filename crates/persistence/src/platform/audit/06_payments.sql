WITH kept AS (
    SELECT order_id, sum(amount_minor) FILTER (WHERE status = 'captured') AS captured,
        count(*) FILTER (WHERE status = 'authorized') AS authorized
    FROM payments GROUP BY order_id
)
SELECT format('order %s is %s, its total is %s, captured and kept is %s', o.id, o.status, o.total_minor,
    coalesce(k.captured, 0))
FROM orders o LEFT JOIN kept k ON k.order_id = o.id
WHERE coalesce(k.captured, 0) <>
    CASE WHEN o.status IN ('paid', 'packed', 'shipped', 'delivered') THEN o.total_minor ELSE 0 END
    OR (o.status = 'authorized') <> (coalesce(k.authorized, 0) = 1)
UNION ALL
SELECT format('payment %s is for order %s, which does not exist', p.id, p.order_id)
FROM payments p LEFT JOIN orders o ON o.id = p.order_id WHERE o.id IS NULL
UNION ALL
SELECT format('payment %s is over %s %s, its order over %s %s', p.id, p.amount_minor, p.currency, o.total_minor,
    o.currency)
FROM payments p JOIN orders o ON o.id = p.order_id
WHERE p.amount_minor <> o.total_minor OR p.currency <> o.currency
