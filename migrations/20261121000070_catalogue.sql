-- The whole catalogue: what a product says about itself, its pictures, and the four taxonomies it is filed under.

ALTER TABLE products
    ADD COLUMN weight_grams integer NOT NULL DEFAULT 0
        CONSTRAINT products_weight CHECK (weight_grams BETWEEN 0 AND 1000000),
    -- Hundredths of a percent; prices are gross and contain it.
    ADD COLUMN vat_basis_points integer NOT NULL DEFAULT 0
        CONSTRAINT products_vat CHECK (vat_basis_points BETWEEN 0 AND 10000),
    -- When it was first shown to everybody: what "new" means. A draft has none.
    ADD COLUMN published_at timestamptz DEFAULT clock_timestamp(),
    -- Counts what staff did to it, as its ETag. Stock that moves leaves it alone.
    ADD COLUMN version bigint NOT NULL DEFAULT 1;
UPDATE products SET published_at = CASE WHEN status <> 'draft' THEN created_at END;
ALTER TABLE products ADD CONSTRAINT products_published CHECK (status <> 'published' OR published_at IS NOT NULL);
DROP INDEX products_newest;
-- Drafts among them, which nobody was shown: those come by when they were made.
CREATE INDEX products_newest ON products (status, coalesce(published_at, created_at) DESC, id DESC);
CREATE INDEX products_by_name ON products (status, name, id);

-- The first picture is the one that lists and sales show.
CREATE TABLE product_images (
    product_id uuid NOT NULL REFERENCES products (id),
    position smallint NOT NULL,
    url text NOT NULL CONSTRAINT product_images_url CHECK (char_length(url) BETWEEN 1 AND 500),
    alt text NOT NULL CONSTRAINT product_images_alt CHECK (char_length(alt) <= 200),
    PRIMARY KEY (product_id, position)
);
INSERT INTO product_images (product_id, position, url, alt)
SELECT id, 0, image_url, name FROM products WHERE image_url IS NOT NULL;
ALTER TABLE products DROP COLUMN image_url;

-- Brands, regions, categories and tags are alike; only categories nest.
CREATE TABLE taxa (
    id uuid PRIMARY KEY,
    kind text NOT NULL CONSTRAINT taxa_kind CHECK (kind IN ('brand', 'region', 'category', 'tag')),
    slug text NOT NULL,
    name text NOT NULL CONSTRAINT taxa_name_length CHECK (char_length(name) BETWEEN 1 AND 100),
    description text NOT NULL DEFAULT '',
    parent_id uuid,
    archived boolean NOT NULL DEFAULT false,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT taxa_slug_unique UNIQUE (kind, slug),
    -- What the foreign keys point at: a parent is of the same kind, a product's brand is a brand.
    CONSTRAINT taxa_id_kind UNIQUE (id, kind),
    CONSTRAINT taxa_parent FOREIGN KEY (parent_id, kind) REFERENCES taxa (id, kind),
    CONSTRAINT taxa_nesting CHECK (parent_id IS NULL OR kind = 'category')
);
CREATE INDEX taxa_by_name ON taxa (kind, name, id) WHERE NOT archived;
CREATE INDEX taxa_children ON taxa (parent_id) WHERE parent_id IS NOT NULL;

-- Categories are a tree of at most five levels. Whoever moves one holds the lock of the tree until the commit: two moves
-- that are fine alone may make a cycle together.
CREATE FUNCTION guard_category_tree() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above integer;
    below integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('doorbuster category tree'));
    -- UNION drops what was seen, so the walks end even if somebody made a cycle by hand.
    IF EXISTS (
        WITH RECURSIVE up AS (
            SELECT t.id, t.parent_id FROM taxa t WHERE t.id = NEW.parent_id
            UNION SELECT t.id, t.parent_id FROM up JOIN taxa t ON t.id = up.parent_id
        ) SELECT FROM up WHERE up.id = NEW.id) THEN
        RAISE EXCEPTION 'a category cannot be below itself' USING ERRCODE = 'check_violation', CONSTRAINT = 'taxa_acyclic';
    END IF;
    WITH RECURSIVE up AS (
        SELECT t.id, t.parent_id FROM taxa t WHERE t.id = NEW.parent_id
        UNION SELECT t.id, t.parent_id FROM up JOIN taxa t ON t.id = up.parent_id
    ) SELECT count(*) INTO above FROM up;
    WITH RECURSIVE down AS (
        SELECT NEW.id AS id, 1 AS level
        UNION SELECT t.id, down.level + 1 FROM down JOIN taxa t ON t.parent_id = down.id WHERE down.level < 9
    ) SELECT max(level) INTO below FROM down;
    IF above + below > 5 THEN
        RAISE EXCEPTION 'categories are at most five levels deep' USING ERRCODE = 'check_violation', CONSTRAINT = 'taxa_depth';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER taxa_tree BEFORE INSERT OR UPDATE OF parent_id ON taxa FOR EACH ROW
    WHEN (NEW.parent_id IS NOT NULL)
    EXECUTE FUNCTION guard_category_tree();

CREATE TABLE product_taxa (
    product_id uuid NOT NULL CONSTRAINT product_taxa_product REFERENCES products (id),
    taxon_id uuid NOT NULL,
    kind text NOT NULL,
    PRIMARY KEY (product_id, taxon_id),
    CONSTRAINT product_taxa_taxon FOREIGN KEY (taxon_id, kind) REFERENCES taxa (id, kind)
);
-- One brand, one region and one category; as many tags as there are.
CREATE UNIQUE INDEX product_taxa_one ON product_taxa (product_id, kind) WHERE kind <> 'tag';
CREATE INDEX product_taxa_products ON product_taxa (taxon_id, product_id);

-- What staff do to stock: received, written off, counted anew. Retries carry a key, unique per person.
ALTER TABLE stock_movements DROP CONSTRAINT stock_movements_reason;
ALTER TABLE stock_movements ADD CONSTRAINT stock_movements_reason CHECK (reason IN
    ('received', 'written_off', 'counted', 'sale_opened', 'sale_edited', 'sale_settled', 'hold_lapsed'));
ALTER TABLE stock_movements
    ADD COLUMN user_id uuid,
    ADD COLUMN note text CONSTRAINT stock_movements_note CHECK (char_length(note) <= 500),
    ADD COLUMN idempotency_key bytea,
    ADD COLUMN idempotency_body bytea;
CREATE UNIQUE INDEX stock_movements_once ON stock_movements (user_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
