SELECT format('order %s is of sale %s, which does not exist', o.id, o.sale_id)
FROM orders o LEFT JOIN sales s ON s.id = o.sale_id WHERE o.sale_id IS NOT NULL AND s.id IS NULL
UNION ALL
-- Whoever ordered from a cart may be a guest, who is the cart.
SELECT format('order %s is of customer %s, who does not exist', o.id, o.user_id)
FROM orders o LEFT JOIN users u ON u.id = o.user_id
LEFT JOIN carts g ON g.id = o.user_id AND g.token_hash IS NOT NULL AND o.sale_id IS NULL
WHERE u.id IS NULL AND g.id IS NULL
UNION ALL
SELECT format('order %s is neither of a sale nor of a cart, or of both', o.id)
FROM orders o LEFT JOIN checkouts k ON k.order_id = o.id WHERE (o.sale_id IS NULL) <> (k.order_id IS NOT NULL)
UNION ALL
SELECT format('a checkout is of order %s, which does not exist', k.order_id)
FROM checkouts k LEFT JOIN orders o ON o.id = k.order_id WHERE o.id IS NULL
UNION ALL
SELECT format('a cart holds product %s, which does not exist', i.product_id)
FROM cart_items i LEFT JOIN products p ON p.id = i.product_id WHERE p.id IS NULL
UNION ALL
SELECT format('a line is of order %s, which does not exist', l.order_id)
FROM order_lines l LEFT JOIN orders o ON o.id = l.order_id WHERE o.id IS NULL
UNION ALL
SELECT format('an event is of order %s, which does not exist', e.order_id)
FROM order_events e LEFT JOIN orders o ON o.id = e.order_id WHERE o.id IS NULL
UNION ALL
SELECT format('ledger entry %s is of sale %s, which does not exist', l.seq, l.sale_id)
FROM sale_ledger l LEFT JOIN sales s ON s.id = l.sale_id WHERE s.id IS NULL
UNION ALL
SELECT format('a picture is of product %s, which does not exist', i.product_id)
FROM product_images i LEFT JOIN products p ON p.id = i.product_id WHERE p.id IS NULL
UNION ALL
SELECT format('product %s shows %s, which is not kept', i.product_id, i.kept_url)
FROM product_images i LEFT JOIN images k ON k.url = i.kept_url WHERE i.kept_url IS NOT NULL AND k.url IS NULL
UNION ALL
SELECT format('banner %s shows %s, which is not kept', b.id, b.kept_url)
FROM banners b LEFT JOIN images k ON k.url = b.kept_url WHERE b.kept_url IS NOT NULL AND k.url IS NULL
UNION ALL
SELECT format('product %s, filed under %s: one of the two does not exist, or not as %s', f.product_id, f.taxon_id, f.kind)
FROM product_taxa f LEFT JOIN products p ON p.id = f.product_id
LEFT JOIN taxa t ON t.id = f.taxon_id AND t.kind = f.kind WHERE p.id IS NULL OR t.id IS NULL
UNION ALL
SELECT format('discount %s is on something that does not exist', d.id)
FROM discounts d LEFT JOIN products p ON p.id = d.product_id LEFT JOIN taxa t ON t.id = d.taxon_id
WHERE d.product_id IS NOT NULL AND p.id IS NULL OR d.taxon_id IS NOT NULL AND t.id IS NULL
