//! A catalogue of any size, made in SQL: brands, regions, a tree of categories, tags, products with prices, stock and
//! descriptions, discounts. The same one each time.

use sqlx::PgConnection;

/// Words of names, common ones first: the first is in a third of all, the last in one of a hundred.
pub(super) const NOUNS: [&str; 24] = [
    "fromage", "kettle", "knife", "lantern", "blanket", "honey", "basket", "teapot", "candle", "soap",
    "cider", "apron", "whistle", "barrel", "pillow", "mustard", "saddle", "violin", "anvil", "compass",
    "thimble", "quilt", "raclette", "zither",
];

const TAXA: &str = "
    WITH kinds (kind, many, word) AS (
        VALUES ('brand', 200, 'Maison'), ('region', 12, 'Region'), ('tag', 40, 'Tag'), ('category', 80, 'Category')
    )
    INSERT INTO taxa (id, kind, slug, name, parent_id)
    SELECT md5('bench ' || k.kind || i)::uuid, k.kind, k.kind || '-' || i, k.word || ' ' || initcap(substr(md5(k.kind || i), 1, 6)),
        -- Eight at the top, each with nine below.
        CASE WHEN k.kind = 'category' AND i > 8 THEN md5('bench category' || i % 8 + 1)::uuid END
    FROM kinds k, generate_series(1, k.many) i
    ORDER BY k.kind, i";

/// Squares of an even number are small more often than large: as sales go, the first words and brands come most.
const PRODUCTS: &str = "
    WITH words AS (
        SELECT n, (SELECT string_agg(substr('bacedifoguhaleminopuratesivo', 1 + 2 * (('x' || substr(md5(n || 'w' || s), 1, 4))::bit(16)::int % 14), 2), '')
            FROM generate_series(1, 3 + n % 2) s) AS word
        FROM generate_series(0, 2499) n
    ), texts AS (
        SELECT g.i, string_agg(w.word, ' ' ORDER BY g.j) AS text
        FROM (
            SELECT i, j, (2500 * power((hashint4(i * 61 + j)::bigint + 2147483648) / 4294967296.0, 2))::int % 2500 AS n
            FROM generate_series(1, $1) i, generate_series(1, 40) j
        ) g JOIN words w ON w.n = g.n
        GROUP BY g.i
    )
    INSERT INTO products (id, slug, name, description, status, price_minor, currency, weight_grams, published_at, stock)
    SELECT md5('bench product' || t.i)::uuid, 'bench-' || t.i,
        initcap($2[1 + (24 * power((hashint4(t.i * 7)::bigint + 2147483648) / 4294967296.0, 2))::int % 24]) || ' ' || split_part(t.text, ' ', 1)
            || ' ' || t.i,
        t.text, 'published', 100 + abs(hashint4(t.i * 3)::bigint) % 50000, 'EUR', 50 + abs(hashint4(t.i * 5)::bigint) % 5000,
        clock_timestamp() - t.i * interval '1 minute', CASE WHEN t.i % 10 = 0 THEN 0 ELSE 100 END
    FROM texts t";

const FILED: &str = "
    INSERT INTO product_taxa (product_id, taxon_id, kind)
    SELECT DISTINCT md5('bench product' || i)::uuid, md5('bench ' || f.kind || f.n)::uuid, f.kind
    FROM generate_series(1, $1) i, LATERAL (VALUES
        ('brand', 1 + (200 * power((hashint4(i * 11)::bigint + 2147483648) / 4294967296.0, 2))::int % 200),
        ('region', 1 + abs(hashint4(i * 13)::bigint) % 12),
        ('category', 9 + abs(hashint4(i * 17)::bigint) % 72),
        ('tag', 1 + abs(hashint4(i * 19)::bigint) % 40), ('tag', 1 + abs(hashint4(i * 23)::bigint) % 40),
        ('tag', 1 + abs(hashint4(i * 29)::bigint) % 40)) f (kind, n)";

/// On ten of the categories and ten of the brands.
const DISCOUNTS: &str = "
    INSERT INTO discounts (id, title, percent, starts_at, ends_at, taxon_id)
    SELECT gen_random_uuid(), 'Bench', 5 + i, clock_timestamp() - interval '1 hour', clock_timestamp() + interval '1 day',
        md5('bench ' || kind || 10 + i)::uuid
    FROM unnest(ARRAY['category', 'brand']) kind, generate_series(1, 10) i";

/// Makes it, with `products` of them. Indexes are filled at the end: row by row, as a shop fills them, takes longer.
pub(super) async fn make(owner: &mut PgConnection, products: i32) -> anyhow::Result<()> {
    let nouns: Vec<String> = NOUNS.iter().map(|noun| (*noun).to_owned()).collect();
    let mut run = async |statement: &'static str| sqlx::query(statement).execute(&mut *owner).await;
    run("SET statement_timeout = 0").await?;
    run("SET work_mem = '256MB'").await?;
    run(TAXA).await?;
    run("SET session_replication_role = replica").await?;
    sqlx::query(PRODUCTS).bind(products).bind(&nouns).execute(&mut *owner).await?;
    sqlx::query(FILED).bind(products).execute(&mut *owner).await?;
    let mut run = async |statement: &'static str| sqlx::query(statement).execute(&mut *owner).await;
    run("INSERT INTO product_images (product_id, position, url, alt)
         SELECT id, 0, '/demo/' || slug || '.svg', name FROM products WHERE slug LIKE 'bench-%'")
    .await?;
    run("INSERT INTO stock_movements (product_id, units, reason)
         SELECT id, stock, 'received' FROM products WHERE slug LIKE 'bench-%' AND stock > 0")
    .await?;
    run(DISCOUNTS).await?;
    run("SET session_replication_role = origin").await?;
    run("SELECT index_products(ARRAY(SELECT id FROM products))").await?;
    run("VACUUM (ANALYZE)").await?;
    run("RESET work_mem").await?;
    Ok(())
}
