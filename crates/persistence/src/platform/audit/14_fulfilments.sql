WITH sent AS (
    SELECT s.order_id, l.product_id, sum(l.quantity) AS units
    FROM shipments s JOIN shipment_lines l ON l.shipment_id = s.id GROUP BY s.order_id, l.product_id
), given_up AS (
    SELECT r.order_id, l.product_id, sum(l.unsent) AS units
    FROM refunds r JOIN refund_lines l ON l.refund_id = r.id GROUP BY r.order_id, l.product_id
), lines AS (
    SELECT coalesce(o.order_id, sent.order_id) AS order_id, coalesce(o.product_id, sent.product_id) AS product_id,
        coalesce(o.quantity, 0) AS ordered, coalesce(sent.units, 0) AS sent
    FROM (
        -- What was refunded before it left the house is not to be sent.
        SELECT f.order_id, l.product_id, sum(l.quantity) - coalesce(sum(g.units), 0) AS quantity
        FROM fulfilments f JOIN order_lines l ON l.order_id = f.order_id
        LEFT JOIN given_up g ON g.order_id = l.order_id AND g.product_id = l.product_id
        GROUP BY f.order_id, l.product_id
    ) o FULL JOIN sent ON sent.order_id = o.order_id AND sent.product_id = o.product_id
)
SELECT format('order %s: %s units of product %s were to be sent, %s were', order_id, ordered, product_id, sent)
FROM lines WHERE sent > ordered
UNION ALL
SELECT format('order %s is %s, %s of %s units of product %s were sent', f.order_id, f.status, l.sent, l.ordered, l.product_id)
FROM fulfilments f JOIN lines l ON l.order_id = f.order_id
WHERE f.status IN ('shipped', 'delivered', 'returned') AND l.sent <> l.ordered
    OR f.status IN ('paid', 'cancelled') AND l.sent > 0
UNION ALL
SELECT format('order %s was delivered, a parcel of it was not', s.order_id)
FROM fulfilments f JOIN shipments s ON s.order_id = f.order_id
WHERE f.status IN ('delivered', 'returned') AND s.delivered_at IS NULL
UNION ALL
SELECT format('order %s is %s, the lists of the staff say %s', o.id, o.status, f.status)
FROM fulfilments f JOIN orders o ON o.id = f.order_id WHERE o.status <> f.status
UNION ALL
SELECT format('order %s was paid, the lists of the staff do not know it', e.order_id)
FROM order_events e LEFT JOIN fulfilments f ON f.order_id = e.order_id WHERE e.status = 'paid' AND f.order_id IS NULL
