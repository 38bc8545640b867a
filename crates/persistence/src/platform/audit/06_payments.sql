WITH kept AS (
    SELECT order_id, sum(amount_minor) FILTER (WHERE status = 'captured') AS captured,
        sum(amount_minor - refunded_minor) FILTER (WHERE status = 'captured') AS kept,
        count(*) FILTER (WHERE status = 'authorized') AS authorized
    FROM payments GROUP BY order_id
), refunded AS (
    SELECT payment_id, sum(amount_minor) FILTER (WHERE status <> 'failed') AS amount,
        sum(amount_minor) FILTER (WHERE status = 'failed') AS failed
    FROM refunds GROUP BY payment_id
), failed AS (
    SELECT order_id, sum(amount_minor) AS amount FROM refunds WHERE status = 'failed' GROUP BY order_id
)
-- A part of what was paid for an order may go back. Of an order that ended everything does, but for what the provider
-- declined to pay back.
SELECT format('order %s is %s, its total is %s, captured is %s, kept is %s', o.id, o.status, o.total_minor,
    coalesce(k.captured, 0), coalesce(k.kept, 0))
FROM orders o LEFT JOIN kept k ON k.order_id = o.id LEFT JOIN failed f ON f.order_id = o.id
WHERE CASE WHEN o.status IN ('paid', 'packed', 'shipped', 'delivered', 'returned')
        THEN coalesce(k.captured, -1) <> o.total_minor OR k.kept < 0
        ELSE coalesce(k.kept, 0) NOT BETWEEN 0 AND coalesce(f.amount, 0)
    END
    OR (o.status = 'authorized') <> (coalesce(k.authorized, 0) = 1)
UNION ALL
SELECT format('payment %s is %s over %s, says that %s goes back, its refunds say %s', p.id, p.status, p.amount_minor,
    p.refunded_minor, coalesce(r.amount, 0))
FROM payments p LEFT JOIN refunded r ON r.payment_id = p.id
WHERE p.refunded_minor <> coalesce(r.amount, 0) OR p.refunded_minor > p.amount_minor
UNION ALL
SELECT format('payment %s is for order %s, which does not exist', p.id, p.order_id)
FROM payments p LEFT JOIN orders o ON o.id = p.order_id WHERE o.id IS NULL
UNION ALL
SELECT format('payment %s is over %s %s, its order over %s %s', p.id, p.amount_minor, p.currency, o.total_minor,
    o.currency)
FROM payments p JOIN orders o ON o.id = p.order_id
WHERE p.amount_minor <> o.total_minor OR p.currency <> o.currency
