SELECT format('order %s of sale %s should have expired at %s', id, sale_id, pay_by)
FROM orders WHERE status = 'pending_payment' AND pay_by < clock_timestamp() - interval '5 seconds'
