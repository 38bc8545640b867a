WITH moves AS (
    SELECT order_id, status, lag(status, 1, 'pending_payment') OVER walk AS before, lead(status) OVER walk AS after
    FROM order_events WINDOW walk AS (PARTITION BY order_id ORDER BY id)
), legal (before, status) AS (
    VALUES ('pending_payment', 'authorized'), ('pending_payment', 'expired'), ('pending_payment', 'cancelled'),
        ('authorized', 'paid'), ('authorized', 'pending_payment'), ('authorized', 'expired'),
        ('paid', 'packed'), ('paid', 'cancelled'), ('packed', 'shipped'), ('packed', 'cancelled'),
        ('shipped', 'delivered'), ('delivered', 'returned')
)
SELECT format('order %s moved from %s to %s', m.order_id, m.before, m.status)
FROM moves m
WHERE NOT EXISTS (SELECT FROM legal l WHERE l.before = m.before::text AND l.status = m.status::text)
UNION ALL
SELECT format('order %s is %s, its timeline ends in %s', o.id, o.status, coalesce(m.status, 'pending_payment'))
FROM orders o LEFT JOIN moves m ON m.order_id = o.id AND m.after IS NULL
WHERE o.status <> coalesce(m.status, 'pending_payment')
