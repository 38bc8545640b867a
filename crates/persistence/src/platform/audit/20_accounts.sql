SELECT format('the address book of %s has %s defaults', user_id, count(*) FILTER (WHERE is_default))
FROM addresses GROUP BY user_id HAVING count(*) FILTER (WHERE is_default) <> 1
UNION ALL
SELECT format('the address book of %s has %s entries', user_id, count(*))
FROM addresses GROUP BY user_id HAVING count(*) > 20
UNION ALL
SELECT format('job %s was tried %s times and is neither done nor given up', id, attempts)
FROM jobs WHERE failed_at IS NULL AND attempts > 10 AND run_at < clock_timestamp() - interval '5 minutes'
UNION ALL
SELECT format('job %s was given up, and nobody knows why', id)
FROM jobs WHERE failed_at IS NOT NULL AND last_error IS NULL
