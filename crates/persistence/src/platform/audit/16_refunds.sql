WITH parts AS (
    SELECT r.id, r.order_id, r.status, r.ends_order, l.product_id, l.quantity, l.amount_minor, l.restocked
    FROM refunds r JOIN refund_lines l ON l.refund_id = r.id
), by_line AS (
    SELECT order_id, product_id, sum(quantity) AS units, sum(amount_minor) FILTER (WHERE status <> 'failed') AS amount
    FROM parts GROUP BY order_id, product_id
), by_order AS (
    SELECT order_id, coalesce(sum(quantity) FILTER (WHERE restocked), 0) AS restocked,
        coalesce(sum(quantity) FILTER (WHERE NOT restocked), 0) AS gone
    FROM parts GROUP BY order_id
)
SELECT format('refund %s is over %s, its lines and its shipping make %s', r.id, r.amount_minor,
    r.shipping_minor + coalesce(p.amount, 0))
FROM refunds r LEFT JOIN (SELECT id, sum(amount_minor) AS amount FROM parts GROUP BY id) p ON p.id = r.id
WHERE r.amount_minor <> r.shipping_minor + coalesce(p.amount, 0)
UNION ALL
SELECT format('refund %s is of order %s in %s, its payment of order %s in %s', r.id, r.order_id, r.currency, p.order_id,
    p.currency)
FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE r.order_id <> p.order_id OR r.currency <> p.currency
UNION ALL
SELECT format('order %s: %s units of product %s for %s were refunded, of %s for %s', b.order_id, b.units, b.product_id,
    coalesce(b.amount, 0), coalesce(l.quantity, 0), coalesce(l.total_minor - coalesce(c.discount_minor, 0), 0))
FROM by_line b
LEFT JOIN order_lines l ON l.order_id = b.order_id AND l.product_id = b.product_id
LEFT JOIN checkout_lines c ON c.order_id = l.order_id AND c.position = l.position
WHERE l.order_id IS NULL OR b.units > l.quantity OR b.amount > l.total_minor - coalesce(c.discount_minor, 0)
UNION ALL
SELECT format('order %s: %s of shipping was refunded, it was %s', o.id, r.shipping, o.shipping_minor)
FROM (SELECT order_id, sum(shipping_minor) AS shipping FROM refunds WHERE status <> 'failed' GROUP BY order_id) r
JOIN orders o ON o.id = r.order_id WHERE r.shipping > o.shipping_minor
UNION ALL
-- What can be sold again is not held any more, what is gone stays held.
SELECT format('order %s is %s and holds %s units: %s were bought, refunds restocked %s, %s are gone', o.id, o.status,
    o.units_held, l.units, b.restocked, b.gone)
FROM by_order b JOIN orders o ON o.id = b.order_id
JOIN (SELECT order_id, sum(quantity) AS units FROM order_lines GROUP BY order_id) l ON l.order_id = o.id
WHERE o.sale_id IS NOT NULL
    AND o.units_held <> CASE WHEN o.status = 'cancelled' THEN b.gone ELSE l.units - b.restocked END
