SELECT format('product %s: stock %s, movements %s', p.id, p.stock, coalesce(m.units, 0))
FROM products p
LEFT JOIN (SELECT product_id, sum(units) AS units FROM stock_movements GROUP BY product_id) m ON m.product_id = p.id
WHERE p.stock <> coalesce(m.units, 0) OR p.stock < 0
