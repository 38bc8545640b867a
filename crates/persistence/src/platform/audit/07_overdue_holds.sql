SELECT format('order %s of sale %s should have expired at %s', id, sale_id, pay_by)
FROM orders WHERE status = 'pending_payment' AND pay_by < clock_timestamp() - interval '5 seconds'
UNION ALL
SELECT format('order %s is unpaid, its sale %s was cancelled and settled', o.id, s.id)
FROM sales s JOIN orders o ON o.sale_id = s.id
WHERE s.cancelled AND s.settled AND o.status = 'pending_payment'
