WITH numbers AS (
    SELECT kind, year, count(*) AS documents, count(DISTINCT number) AS different, min(number) AS first, max(number) AS last
    FROM invoices GROUP BY kind, year
), latest AS (
    SELECT DISTINCT ON (kind) kind, year, last FROM numbers ORDER BY kind, year DESC
)
SELECT format('%s: %s documents of %s have %s numbers from %s to %s', kind, documents, year, different, first, last)
FROM numbers WHERE first <> 1 OR last <> documents OR different <> documents
UNION ALL
SELECT format('%s: the last number is %s of %s, its series says %s of %s', kind, l.last, l.year, s.last, s.year)
FROM latest l FULL JOIN invoice_series s USING (kind)
WHERE (coalesce(l.last, 0), coalesce(l.year, s.year)) IS DISTINCT FROM (s.last, s.year)
UNION ALL
SELECT format('the invoice of order %s is of %s %s, the order of %s %s', i.order_id, i.total_minor, i.currency, o.total_minor,
    o.currency)
FROM invoices i LEFT JOIN orders o ON o.id = i.order_id
WHERE i.kind = 'invoice' AND (i.total_minor, i.currency) IS DISTINCT FROM (o.total_minor, o.currency)
UNION ALL
SELECT format('%s %s-%s is of %s, it says %s, and its VAT rates add up to %s', i.kind, i.year, i.number, i.total_minor,
    i.contents -> 'total' ->> 'amount', r.gross)
FROM invoices i CROSS JOIN LATERAL (
    SELECT coalesce(sum((r -> 'gross' ->> 'amount')::bigint), 0) AS gross,
        coalesce(sum((r -> 'net' ->> 'amount')::bigint + (r -> 'vat' ->> 'amount')::bigint), 0) AS parts
    FROM jsonb_array_elements(i.contents -> 'rates') r
) r
WHERE (i.contents -> 'total' ->> 'amount')::bigint <> i.total_minor OR r.gross <> i.total_minor OR r.parts <> i.total_minor
UNION ALL
SELECT format('order %s has an invoice and was never paid', i.order_id)
FROM invoices i
WHERE i.kind = 'invoice' AND NOT EXISTS (SELECT FROM order_events e WHERE e.order_id = i.order_id AND e.status = 'paid')
UNION ALL
SELECT format('order %s was paid, invoices: %s, waiting for one: %s', f.order_id, count(i.id), count(q.about))
FROM fulfilments f
LEFT JOIN invoices i ON i.order_id = f.order_id AND i.kind = 'invoice'
LEFT JOIN invoice_queue q ON q.about = f.order_id AND q.kind = 'invoice'
GROUP BY f.order_id HAVING count(i.id) + count(q.about) <> 1
UNION ALL
SELECT format('credit note %s of %s gives back %s %s of order %s, its refund %s %s of order %s and is %s', i.number, i.year,
    i.total_minor, i.currency, i.order_id, r.amount_minor, r.currency, r.order_id, r.status)
FROM invoices i LEFT JOIN refunds r ON r.id = i.refund_id
WHERE i.kind = 'credit_note' AND ((i.total_minor, i.currency, i.order_id) IS DISTINCT FROM (r.amount_minor, r.currency,
    r.order_id) OR r.status = 'pending')
UNION ALL
SELECT format('the credit notes of order %s give back %s, its invoice is of %s', n.order_id, n.total, i.total_minor)
FROM (
    SELECT c.order_id, sum(c.total_minor) AS total FROM invoices c JOIN refunds r ON r.id = c.refund_id
    WHERE c.kind = 'credit_note' AND r.status <> 'failed' GROUP BY c.order_id
) n LEFT JOIN invoices i ON i.order_id = n.order_id AND i.kind = 'invoice'
WHERE n.total > coalesce(i.total_minor, 0)
UNION ALL
SELECT format('refund %s was settled, credit notes: %s, waiting for one: %s', r.id, count(i.id), count(q.about))
FROM refunds r
LEFT JOIN invoices i ON i.refund_id = r.id AND i.kind = 'credit_note'
LEFT JOIN invoice_queue q ON q.about = r.id AND q.kind = 'credit_note'
WHERE r.status = 'settled' AND r.amount_minor > 0
GROUP BY r.id HAVING count(i.id) + count(q.about) <> 1
UNION ALL
SELECT format('the %s of %s waits for its number since %s', kind, about, queued_at)
FROM invoice_queue WHERE queued_at < clock_timestamp() - interval '1 minute'
