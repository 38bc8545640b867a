SELECT format('review %s is of line %s of order %s, which its author never got', r.id, r.position, r.order_id)
FROM reviews r
LEFT JOIN orders o ON o.id = r.order_id AND o.user_id = r.user_id AND o.status IN ('delivered', 'returned')
LEFT JOIN order_lines l ON l.order_id = r.order_id AND l.position = r.position AND l.product_id = r.product_id
WHERE o.id IS NULL OR l.order_id IS NULL
