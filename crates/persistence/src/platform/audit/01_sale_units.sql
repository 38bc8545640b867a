SELECT format('sale %s: allocated %s, remaining %s, held %s', s.id, s.allocated, s.remaining, coalesce(o.held, 0))
FROM sales s
LEFT JOIN (SELECT sale_id, sum(units_held) AS held FROM orders WHERE sale_id IS NOT NULL GROUP BY sale_id) o
    ON o.sale_id = s.id
WHERE s.allocated <> s.remaining + coalesce(o.held, 0) OR s.remaining < 0
