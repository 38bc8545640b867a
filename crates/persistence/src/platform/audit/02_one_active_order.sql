SELECT format('customer %s has %s active orders in sale %s', user_id, count(*), sale_id)
FROM orders WHERE active AND sale_id IS NOT NULL GROUP BY sale_id, user_id HAVING count(*) > 1
UNION ALL
SELECT format('order %s holds %s units, the limit is %s', o.id, o.units_held, s.per_customer_limit)
FROM orders o JOIN sales s ON s.id = o.sale_id WHERE o.units_held > s.per_customer_limit
