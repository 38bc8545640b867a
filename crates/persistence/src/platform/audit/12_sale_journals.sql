WITH bought AS (
    SELECT order_id, sum(quantity)::integer AS units FROM order_lines GROUP BY order_id
), taken AS (
    -- Units that refunds took out of an order while it went on, or left gone: it cannot give them up any more.
    SELECT r.order_id, sum(l.quantity)::integer AS units FROM refunds r JOIN refund_lines l ON l.refund_id = r.id
    WHERE NOT (r.ends_order AND l.restocked) GROUP BY r.order_id
), shares AS (
    -- What each entry is about, by what the orders say: an order carries the moment of the entry that placed it, and a
    -- move by which it gave its units up the number of the entry that took them. A refund that restocked some of them
    -- carries that too.
    SELECT o.sale_id, l.seq, 'sold' AS kind, o.id, o.user_id, b.units
    FROM orders o
    LEFT JOIN bought b ON b.order_id = o.id
    LEFT JOIN sale_ledger l ON l.sale_id = o.sale_id AND l.at = o.created_at AND l.kind = 'sold'
    WHERE o.sale_id IS NOT NULL
    UNION ALL
    SELECT o.sale_id, e.ledger_seq, 'released', o.id, o.user_id, b.units - coalesce(t.units, 0)
    FROM order_events e
    JOIN orders o ON o.id = e.order_id
    LEFT JOIN bought b ON b.order_id = o.id
    LEFT JOIN taken t ON t.order_id = o.id
    WHERE o.sale_id IS NOT NULL AND e.status IN ('expired', 'cancelled')
        AND b.units - coalesce(t.units, 0) IS DISTINCT FROM 0
    UNION ALL
    SELECT o.sale_id, r.ledger_seq, 'released', o.id, o.user_id, sum(l.quantity)::integer
    FROM refunds r JOIN refund_lines l ON l.refund_id = r.id JOIN orders o ON o.id = r.order_id
    WHERE o.sale_id IS NOT NULL AND NOT r.ends_order AND l.restocked AND l.quantity > 0
    GROUP BY r.id, o.id
), told AS (
    SELECT sale_id, seq, kind, count(*) AS orders, sum(units) AS units,
        journal_digest(array_agg(id), array_agg(user_id), array_agg(units)) AS digest
    FROM shares GROUP BY sale_id, seq, kind
), entries AS (
    SELECT *, lag(hash) OVER journal AS hash_before, row_number() OVER journal AS place,
        lead(seq) OVER journal IS NULL AS is_last
    FROM sale_ledger WINDOW journal AS (PARTITION BY sale_id ORDER BY seq)
)
SELECT format('entry %s of sale %s is not what its hash says', seq, sale_id)
FROM entries
WHERE hash <> journal_hash(sale_id, seq, kind, units, allocated, orders, digest, limit_before, at, previous)
UNION ALL
SELECT format('entry %s of sale %s does not follow from the one before', seq, sale_id)
FROM entries WHERE seq <> place OR previous <> coalesce(hash_before, decode(repeat('00', 32), 'hex'))
UNION ALL
SELECT format('the journal of sale %s ends with another hash than the sale has', s.id)
FROM sales s LEFT JOIN entries e ON e.sale_id = s.id AND e.is_last
WHERE e.hash IS DISTINCT FROM s.journal_head
UNION ALL
SELECT format('entry %s of sale %s %s %s orders and %s units, the orders say %s and %s%s', e.seq, e.sale_id, e.kind,
    e.orders, CASE e.kind WHEN 'sold' THEN -e.units ELSE e.units - e.allocated END, coalesce(t.orders, 0),
    coalesce(t.units, 0), CASE WHEN e.digest <> coalesce(t.digest, sha256('')) THEN ', and the digests differ' END)
FROM entries e LEFT JOIN told t ON t.sale_id = e.sale_id AND t.seq = e.seq AND t.kind = e.kind
WHERE e.digest <> coalesce(t.digest, sha256('')) OR e.orders <> coalesce(t.orders, 0)
    OR e.kind = 'sold' AND (-e.units <> coalesce(t.units, 0) OR e.allocated <> 0)
    OR e.kind = 'released' AND e.units - e.allocated <> coalesce(t.units, 0)
UNION ALL
SELECT format('%s orders of sale %s were %s by no entry', t.orders, t.sale_id, t.kind)
FROM told t LEFT JOIN sale_ledger l ON l.sale_id = t.sale_id AND l.seq = t.seq AND l.kind = t.kind
WHERE l.sale_id IS NULL
