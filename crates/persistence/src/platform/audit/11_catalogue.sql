SELECT format('product %s has %s of the kind %s', f.product_id, count(*), f.kind)
FROM product_taxa f WHERE f.kind <> 'tag' GROUP BY f.product_id, f.kind HAVING count(*) > 1
UNION ALL
SELECT format('category %s is at level %s, or below itself', w.id, max(w.level))
FROM (
    WITH RECURSIVE up AS (
        SELECT t.id, t.parent_id, 1 AS level FROM taxa t WHERE t.kind = 'category'
        UNION ALL SELECT up.id, t.parent_id, up.level + 1 FROM up JOIN taxa t ON t.id = up.parent_id WHERE up.level < 7
    )
    SELECT id, level FROM up
) w GROUP BY w.id HAVING max(w.level) > 5
UNION ALL
SELECT format('taxon %s is a %s below a %s', t.id, t.kind, above.kind)
FROM taxa t JOIN taxa above ON above.id = t.parent_id WHERE t.kind <> 'category' OR above.kind <> 'category'
UNION ALL
SELECT format('product %s is published, but since when?', p.id)
FROM products p WHERE p.status = 'published' AND p.published_at IS NULL
