SELECT format('order %s: total %s, lines %s (%s)', o.id, o.total_minor, coalesce(l.total, 0), coalesce(l.lines, 0))
FROM orders o
LEFT JOIN (
    SELECT order_id, sum(total_minor) AS total, count(*) AS lines,
        bool_and(total_minor = unit_minor * quantity) AS exact
    FROM order_lines GROUP BY order_id
) l ON l.order_id = o.id
WHERE l.lines IS NULL OR NOT l.exact OR o.total_minor < 0
    OR o.total_minor <> l.total - o.discount_minor + o.shipping_minor
