WITH shares AS (
    SELECT l.order_id, count(*) AS lines, count(c.order_id) AS told, sum(c.discount_minor) AS discount,
        bool_and(c.discount_minor <= l.total_minor) AS covered
    FROM order_lines l JOIN checkouts k ON k.order_id = l.order_id
    LEFT JOIN checkout_lines c ON c.order_id = l.order_id AND c.position = l.position
    GROUP BY l.order_id
), moved AS (
    SELECT order_id, product_id, -sum(units) AS units FROM stock_movements
    WHERE reason IN ('ordered', 'order_released', 'order_refunded') GROUP BY order_id, product_id
), refunded AS (
    SELECT r.order_id, l.product_id, coalesce(sum(l.quantity) FILTER (WHERE l.restocked), 0) AS restocked,
        coalesce(sum(l.quantity) FILTER (WHERE NOT l.restocked), 0) AS gone
    FROM refunds r JOIN refund_lines l ON l.refund_id = r.id GROUP BY r.order_id, l.product_id
)
SELECT format('order %s is %s, its checkout says open: %s', o.id, o.status, k.open)
FROM checkouts k JOIN orders o ON o.id = k.order_id
WHERE k.open <> (o.status IN ('pending_payment', 'authorized')) OR k.pay_by <> o.pay_by
UNION ALL
SELECT format('order %s is of %s, its checkout of %s', o.id, o.user_id, k.user_id)
FROM checkouts k JOIN orders o ON o.id = k.order_id WHERE k.user_id <> o.user_id
UNION ALL
SELECT format('order %s has a discount of %s, the shares of its %s lines make %s', o.id, o.discount_minor, s.lines,
    s.discount)
FROM shares s JOIN orders o ON o.id = s.order_id
WHERE s.told <> s.lines OR s.discount <> o.discount_minor OR NOT s.covered
UNION ALL
-- What left the shelf for an order and did not come back is what it still stands for, or what a refund left gone.
SELECT format('order %s is %s: %s of product %s left the stock for it', o.id, o.status, coalesce(m.units, 0), l.product_id)
FROM checkouts k JOIN orders o ON o.id = k.order_id JOIN order_lines l ON l.order_id = k.order_id
LEFT JOIN moved m ON m.order_id = l.order_id AND m.product_id = l.product_id
LEFT JOIN refunded r ON r.order_id = l.order_id AND r.product_id = l.product_id
WHERE coalesce(m.units, 0) <> CASE WHEN o.status IN ('expired', 'cancelled') THEN coalesce(r.gone, 0)
    ELSE l.quantity - coalesce(r.restocked, 0) END
