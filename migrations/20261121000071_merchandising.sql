-- What makes a shop window: discounts, banners, best sellers. A discount is never written into a price.

CREATE TABLE discounts (
    id uuid PRIMARY KEY,
    title text NOT NULL CONSTRAINT discounts_title_length CHECK (char_length(title) BETWEEN 1 AND 200),
    percent smallint NOT NULL CONSTRAINT discounts_percent CHECK (percent BETWEEN 1 AND 90),
    -- In force from the start (inclusive) to the end (exclusive).
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    -- On one product, on a taxon (a category with all below it), or on everything when both are null.
    product_id uuid CONSTRAINT discounts_product REFERENCES products (id),
    taxon_id uuid CONSTRAINT discounts_taxon REFERENCES taxa (id),
    archived boolean NOT NULL DEFAULT false,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT discounts_window CHECK (ends_at > starts_at),
    CONSTRAINT discounts_target CHECK (product_id IS NULL OR taxon_id IS NULL)
);
CREATE INDEX discounts_newest ON discounts (created_at DESC, id DESC);
-- Each leads to the few discounts that can matter for one product.
CREATE INDEX discounts_of_product ON discounts (product_id, ends_at) WHERE NOT archived AND product_id IS NOT NULL;
CREATE INDEX discounts_of_taxon ON discounts (taxon_id, ends_at) WHERE NOT archived AND taxon_id IS NOT NULL;
CREATE INDEX discounts_of_everything ON discounts (ends_at)
    WHERE NOT archived AND product_id IS NULL AND taxon_id IS NULL;

-- The price under a discount, rounded down to the minor unit. `domain::catalogue::Offer::price_of` is the same rule; a
-- test compares the two.
CREATE FUNCTION discounted_price(list_minor bigint, percent integer) RETURNS bigint LANGUAGE sql IMMUTABLE
RETURN list_minor / 100 * (100 - percent) + list_minor % 100 * (100 - percent) / 100;

-- The discounts on a product that are not over at `at`: its own, those of its taxa and what is above them, those on
-- everything. Which one counts is decided by whoever asked.
CREATE FUNCTION discounts_of(product uuid, at timestamptz)
    RETURNS TABLE (percent smallint, starts_at timestamptz, ends_at timestamptz) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE filed AS (
        SELECT t.id, t.parent_id FROM product_taxa pt JOIN taxa t ON t.id = pt.taxon_id WHERE pt.product_id = product
        UNION SELECT t.id, t.parent_id FROM filed f JOIN taxa t ON t.id = f.parent_id
    )
    SELECT d.percent, d.starts_at, d.ends_at FROM discounts d
    WHERE d.product_id = product AND NOT d.archived AND d.ends_at > at
    UNION ALL
    SELECT d.percent, d.starts_at, d.ends_at FROM filed f JOIN discounts d ON d.taxon_id = f.id
    WHERE NOT d.archived AND d.ends_at > at
    UNION ALL
    SELECT d.percent, d.starts_at, d.ends_at FROM discounts d
    WHERE d.product_id IS NULL AND d.taxon_id IS NULL AND NOT d.archived AND d.ends_at > at
$$;

-- Every product with a discount at `at`, and the best of them: the same answer for all products at once, for lists that
-- sort or filter by it. Costs what the discounts in force cover.
CREATE FUNCTION discounted_products(at timestamptz) RETURNS TABLE (product_id uuid, percent integer)
    LANGUAGE sql STABLE AS $$
    WITH RECURSIVE in_force AS (
        SELECT d.product_id, d.taxon_id, d.percent::integer AS percent FROM discounts d
        WHERE NOT d.archived AND d.starts_at <= at AND at < d.ends_at
    ), covered AS (
        SELECT f.taxon_id, f.percent FROM in_force f WHERE f.taxon_id IS NOT NULL
        UNION SELECT t.id, c.percent FROM covered c JOIN taxa t ON t.parent_id = c.taxon_id
    ), on_everything AS (
        SELECT max(f.percent) AS percent FROM in_force f WHERE f.product_id IS NULL AND f.taxon_id IS NULL
    ), offers AS (
        SELECT f.product_id, f.percent FROM in_force f WHERE f.product_id IS NOT NULL
        UNION ALL
        SELECT pt.product_id, c.percent FROM covered c JOIN product_taxa pt ON pt.taxon_id = c.taxon_id
        UNION ALL
        SELECT p.id, e.percent FROM on_everything e JOIN products p ON e.percent IS NOT NULL
    )
    SELECT o.product_id, max(o.percent) FROM offers o GROUP BY o.product_id
$$;

CREATE TABLE banners (
    id uuid PRIMARY KEY,
    title text NOT NULL CONSTRAINT banners_title_length CHECK (char_length(title) BETWEEN 1 AND 200),
    text text NOT NULL DEFAULT '' CONSTRAINT banners_text_length CHECK (char_length(text) <= 500),
    link text NOT NULL,
    image_url text,
    starts_at timestamptz NOT NULL,
    -- Null: until it is archived.
    ends_at timestamptz,
    -- The lowest comes first.
    position integer NOT NULL DEFAULT 0,
    archived boolean NOT NULL DEFAULT false,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT banners_window CHECK (ends_at > starts_at)
);
CREATE INDEX banners_in_order ON banners (position, id);

-- Units of paid orders of the last 90 days, counted anew every few minutes: counting for every visitor would read every
-- order of a quarter. It only orders lists; nothing is decided by it.
CREATE TABLE best_sellers (
    product_id uuid PRIMARY KEY CONSTRAINT best_sellers_product REFERENCES products (id),
    units bigint NOT NULL CONSTRAINT best_sellers_units CHECK (units > 0)
);
