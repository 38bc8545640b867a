WITH held AS (
    SELECT code_id, count(*) AS uses FROM code_redemptions WHERE released_at IS NULL GROUP BY code_id
), by_customer AS (
    SELECT code_id, user_id::text AS customer, count(*) AS uses, max(limit_then) AS most,
        bool_and(limit_then IS NOT NULL) AS limited
    FROM code_redemptions WHERE released_at IS NULL GROUP BY code_id, user_id
    UNION ALL
    SELECT code_id, email, count(*), max(limit_then), bool_and(limit_then IS NOT NULL)
    FROM code_redemptions WHERE released_at IS NULL GROUP BY code_id, email
)
SELECT format('code %s says %s uses, orders hold %s, the limit is %s', c.code, c.redeemed, coalesce(h.uses, 0), c.total_limit)
FROM codes c LEFT JOIN held h ON h.code_id = c.id
WHERE c.redeemed <> coalesce(h.uses, 0) OR h.uses > c.total_limit
UNION ALL
SELECT format('one customer holds %s uses of code %s, the limit was %s', b.uses, c.code, b.most)
FROM by_customer b JOIN codes c ON c.id = b.code_id WHERE b.limited AND b.uses > b.most
UNION ALL
SELECT format('order %s is %s and %s its use of a code', r.order_id, coalesce(o.status::text, 'not there'),
    CASE WHEN r.released_at IS NULL THEN 'holds' ELSE 'gave back' END)
FROM code_redemptions r LEFT JOIN orders o ON o.id = r.order_id
WHERE o.id IS NULL OR (r.released_at IS NOT NULL) <> (o.status IN ('expired', 'cancelled'))
