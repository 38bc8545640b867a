SELECT format('outbox %s speaks of entry %s of sale %s, which does not exist', o.id, o.payload ->> 'seq', o.sale_id)
FROM outbox o LEFT JOIN sale_ledger l ON l.sale_id = o.sale_id AND l.seq = (o.payload ->> 'seq')::bigint
WHERE o.sale_id IS NOT NULL AND l.sale_id IS NULL
UNION ALL
SELECT format('outbox speaks %s times of entry %s of sale %s', count(*), payload ->> 'seq', sale_id)
FROM outbox WHERE sale_id IS NOT NULL GROUP BY sale_id, payload ->> 'seq' HAVING count(*) > 1
