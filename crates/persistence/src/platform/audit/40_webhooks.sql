SELECT format('delivery %s is to endpoint %s, which does not exist', d.id, d.webhook_id)
FROM webhook_deliveries d LEFT JOIN webhooks w ON w.id = d.webhook_id WHERE w.id IS NULL
UNION ALL
SELECT format('event %s (%s) is on its way to nobody', e.id, e.type)
FROM webhook_events e
WHERE e.created_at > now() - interval '7 days'
    AND NOT EXISTS (SELECT FROM webhook_deliveries d WHERE d.event_id = e.id)
UNION ALL
-- Nothing is claimed done that was not.
SELECT format('delivery %s is delivered, and its endpoint has not taken it', d.id)
FROM webhook_deliveries d
WHERE d.status = 'delivered' AND NOT EXISTS (
    SELECT FROM webhook_attempts a
    WHERE a.delivery_id = d.id AND a.number = d.attempts AND a.status_code BETWEEN 200 AND 299 AND a.error IS NULL)
UNION ALL
SELECT format('delivery %s was given up, and nobody knows why', d.id)
FROM webhook_deliveries d
WHERE d.status = 'given_up' AND d.note IS NULL AND NOT EXISTS (
    SELECT FROM webhook_attempts a WHERE a.delivery_id = d.id AND a.number = d.attempts AND a.error IS NOT NULL)
UNION ALL
SELECT format('delivery %s was sent %s times, and %s times are written down', d.id, d.attempts,
    (SELECT count(*) FROM webhook_attempts a WHERE a.delivery_id = d.id))
FROM webhook_deliveries d
WHERE d.attempts <> (SELECT count(*) FROM webhook_attempts a WHERE a.delivery_id = d.id)
UNION ALL
SELECT format('endpoint %s has no secret', w.id)
FROM webhooks w WHERE NOT EXISTS (SELECT FROM webhook_secrets s WHERE s.webhook_id = w.id AND s.expires_at IS NULL)
UNION ALL
-- Nothing is lost: who has wanted to know for a minute and more knows. (When they began is written a moment before it is
-- committed; what moves in that moment does not see it.)
SELECT format('order %s is %s, and endpoint %s was not told', e.order_id, e.status, w.id)
FROM webhooks w
JOIN order_events e ON e.at > greatest(w.subscribed_at + interval '1 minute', now() - interval '7 days')
    AND 'order.' || e.status = ANY (w.events)
WHERE w.enabled AND NOT EXISTS (
    SELECT FROM webhook_events t JOIN webhook_deliveries d ON d.event_id = t.id AND d.webhook_id = w.id
    WHERE t.order_id = e.order_id AND t.type = 'order.' || e.status AND t.created_at = e.at)
UNION ALL
SELECT format('order %s was placed, and endpoint %s was not told', o.id, w.id)
FROM webhooks w
JOIN orders o ON o.created_at > greatest(w.subscribed_at + interval '1 minute', now() - interval '7 days')
WHERE w.enabled AND 'order.placed' = ANY (w.events)
    AND NOT EXISTS (
        SELECT FROM webhook_events t JOIN webhook_deliveries d ON d.event_id = t.id AND d.webhook_id = w.id
        WHERE t.order_id = o.id AND t.type = 'order.placed')
    -- It still waits in the outbox, or among what was taken out of it.
    AND NOT EXISTS (
        SELECT FROM outbox x JOIN sale_ledger l ON l.sale_id = x.sale_id AND l.seq = (x.payload ->> 'seq')::bigint
        WHERE x.topic = 'sale.sold' AND l.sale_id = o.sale_id AND l.at = o.created_at)
    AND NOT EXISTS (
        SELECT FROM outbox x WHERE x.topic = 'order.placed' AND (x.payload ->> 'order_id')::uuid = o.id)
    AND NOT EXISTS (
        SELECT FROM webhook_placements p
        WHERE o.id BETWEEN p.first_order AND p.last_order AND p.sale_id IS NOT DISTINCT FROM o.sale_id
            AND p.placed_at = o.created_at)
UNION ALL
SELECT format('refund %s is settled, and endpoint %s was not told', r.id, w.id)
FROM webhooks w
JOIN refunds r ON r.status = 'settled'
    AND r.ended_at > greatest(w.subscribed_at + interval '1 minute', now() - interval '7 days')
WHERE w.enabled AND 'refund.settled' = ANY (w.events) AND NOT EXISTS (
    SELECT FROM webhook_events t JOIN webhook_deliveries d ON d.event_id = t.id AND d.webhook_id = w.id
    WHERE t.order_id = r.order_id AND t.type = 'refund.settled' AND t.data ->> 'refund_id' = r.id::text)
