WITH entries AS (
    SELECT sale_id, count(*) AS entries, min(seq) AS first, max(seq) AS last, sum(units) AS units,
        sum(allocated) AS allocated, sum(orders) FILTER (WHERE kind = 'sold') AS sold
    FROM sale_ledger GROUP BY sale_id
), placed AS (
    SELECT sale_id, count(*) AS orders FROM orders WHERE sale_id IS NOT NULL GROUP BY sale_id
)
SELECT format('sale %s: seq %s, remaining %s, allocated %s, orders %s; its ledger has %s entries %s to %s, units %s, '
    'allocated %s, orders %s', s.id, s.seq, s.remaining, s.allocated, coalesce(p.orders, 0), e.entries, e.first, e.last,
    e.units, e.allocated, coalesce(e.sold, 0))
FROM sales s LEFT JOIN entries e ON e.sale_id = s.id LEFT JOIN placed p ON p.sale_id = s.id
WHERE e.sale_id IS NULL OR e.first <> 1 OR e.last <> s.seq OR e.entries <> s.seq OR e.units <> s.remaining
    OR e.allocated <> s.allocated OR coalesce(e.sold, 0) <> coalesce(p.orders, 0)
