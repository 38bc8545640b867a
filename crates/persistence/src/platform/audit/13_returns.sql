WITH units AS (
    SELECT r.order_id, l.product_id, sum(l.quantity) FILTER (WHERE r.status IN ('requested', 'approved')) AS asked
    FROM returns r JOIN return_lines l ON l.return_id = r.id GROUP BY r.order_id, l.product_id
), refunded AS (
    SELECT r.order_id, l.product_id, sum(l.quantity) AS units,
        sum(l.quantity - l.unsent) FILTER (WHERE l.restocked OR r.return_id IS NOT NULL) AS back
    FROM refunds r JOIN refund_lines l ON l.refund_id = r.id GROUP BY r.order_id, l.product_id
), sent AS (
    SELECT s.order_id, sum(l.quantity) AS units
    FROM shipments s JOIN shipment_lines l ON l.shipment_id = s.id GROUP BY s.order_id
), back AS (
    SELECT order_id, sum(back) AS units FROM refunded GROUP BY order_id
)
-- A refund meanwhile may have taken what a return still speaks of, but the return itself speaks of what was ordered.
SELECT format('order %s: %s units of product %s are to come back, %s were ordered', u.order_id, u.asked, u.product_id,
    coalesce(l.quantity, 0))
FROM units u LEFT JOIN order_lines l ON l.order_id = u.order_id AND l.product_id = u.product_id
WHERE u.asked > coalesce(l.quantity, 0)
UNION ALL
SELECT format('return %s of order %s is %s, a refund %s for it', r.id, r.order_id, r.status,
    CASE WHEN f.id IS NULL THEN 'is missing' ELSE 'was made' END)
FROM returns r LEFT JOIN refunds f ON f.return_id = r.id WHERE (r.status = 'received') <> (f.id IS NOT NULL)
UNION ALL
SELECT format('refund %s of order %s pays for a return of order %s', f.id, f.order_id, r.order_id)
FROM refunds f JOIN returns r ON r.id = f.return_id WHERE r.order_id <> f.order_id
UNION ALL
SELECT format('refund %s pays for %s units of product %s, its return is of %s', f.id, p.quantity, p.product_id,
    coalesce(l.quantity, 0))
FROM refunds f JOIN refund_lines p ON p.refund_id = f.id
LEFT JOIN return_lines l ON l.return_id = f.return_id AND l.product_id = p.product_id
WHERE f.return_id IS NOT NULL AND p.quantity > coalesce(l.quantity, 0)
UNION ALL
SELECT format('order %s is %s: %s units were sent, %s came back', o.id, o.status, s.units, coalesce(b.units, 0))
FROM sent s JOIN orders o ON o.id = s.order_id LEFT JOIN back b ON b.order_id = s.order_id
WHERE o.status = 'returned' AND coalesce(b.units, 0) <> s.units
    OR o.status = 'delivered' AND coalesce(b.units, 0) >= s.units
