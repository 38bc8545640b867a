SELECT format('order %s is of sale %s, which does not exist', o.id, o.sale_id)
FROM orders o LEFT JOIN sales s ON s.id = o.sale_id WHERE o.sale_id IS NOT NULL AND s.id IS NULL
UNION ALL
SELECT format('order %s is of customer %s, who does not exist', o.id, o.user_id)
FROM orders o LEFT JOIN users u ON u.id = o.user_id WHERE u.id IS NULL
UNION ALL
SELECT format('a line is of order %s, which does not exist', l.order_id)
FROM order_lines l LEFT JOIN orders o ON o.id = l.order_id WHERE o.id IS NULL
UNION ALL
SELECT format('an event is of order %s, which does not exist', e.order_id)
FROM order_events e LEFT JOIN orders o ON o.id = e.order_id WHERE o.id IS NULL
UNION ALL
SELECT format('ledger entry %s is of sale %s, which does not exist', l.seq, l.sale_id)
FROM sale_ledger l LEFT JOIN sales s ON s.id = l.sale_id WHERE s.id IS NULL
