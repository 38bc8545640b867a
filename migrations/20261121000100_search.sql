-- Finding products. What search reads is kept by triggers in the transaction that writes a product, so no search ever
-- misses what was committed. What a product is filed under is kept by number, not by name: a brand that is renamed is
-- found by its new name at once, and nothing is written for it.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- A text without accents, capitals and punctuation, its words apart by single spaces. With the dictionary named,
-- `unaccent` depends on nothing that changes by itself; both names are resolved here and now.
CREATE FUNCTION fold(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN btrim(regexp_replace(lower(unaccent('unaccent'::regdictionary, said)), '[^[:alnum:]]+', ' ', 'g'));

-- Its words, each once. The end of a word that is too long to be one does not count.
CREATE FUNCTION folded_words(said text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT DISTINCT left(w, 40) FROM regexp_split_to_table(fold(said), ' ') w WHERE w <> ''
$$;

-- A facet is the number of a taxon; modulo four it says of which kind.
ALTER TABLE taxa
    ADD COLUMN number integer GENERATED ALWAYS AS IDENTITY,
    ADD COLUMN folded text NOT NULL GENERATED ALWAYS AS (fold(name)) STORED;
ALTER TABLE taxa
    ADD COLUMN facet integer NOT NULL GENERATED ALWAYS AS (number * 4 +
        CASE kind WHEN 'brand' THEN 0 WHEN 'region' THEN 1 WHEN 'category' THEN 2 ELSE 3 END) STORED,
    ADD CONSTRAINT taxa_facet_unique UNIQUE (facet);

CREATE TABLE product_search (
    product_id uuid PRIMARY KEY CONSTRAINT product_search_product REFERENCES products (id),
    status text NOT NULL,
    -- What finding needs of a product in one piece, because a search reads up to all of them: id (16 bytes), price (8),
    -- weight (4), microseconds since 1970 when it was first shown (8), whether there is stock (1), how many facets (1),
    -- facets (4 each). `persistence::search::candidates` reads it.
    packed bytea NOT NULL,
    folded_name text NOT NULL,
    -- The words of name and description; those of the name once more behind a "!", facets behind a "#".
    words tsvector NOT NULL
);
-- Without a list of what is yet to be put into it: searches would have to read that, too.
CREATE INDEX product_search_words ON product_search USING gin (words) WITH (fastupdate = off);

-- All words that were ever used: what a mistyped word may have meant.
CREATE TABLE search_words (word text PRIMARY KEY);
CREATE INDEX search_words_alike ON search_words USING gin (word gin_trgm_ops);

CREATE FUNCTION index_products(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO product_search AS s (product_id, status, packed, folded_name, words)
    SELECT p.id, p.status,
        uuid_send(p.id) || int8send(p.price_minor) || int4send(p.weight_grams)
            || int8send((extract(epoch FROM coalesce(p.published_at, p.created_at)) * 1000000)::bigint)
            || CASE WHEN p.stock > 0 THEN '\x01'::bytea ELSE '\x00'::bytea END
            || substring(int4send(filed.many) FROM 4) || filed.facets,
        fold(p.name),
        array_to_tsvector(ARRAY(
            SELECT w FROM folded_words(p.name) w
            UNION SELECT '!' || w FROM folded_words(p.name) w
            UNION SELECT w FROM folded_words(p.description) w
            UNION SELECT w FROM unnest(filed.words) w))
    FROM products p, LATERAL (
        SELECT count(*)::integer AS many, coalesce(string_agg(int4send(t.facet), '' ORDER BY t.facet), '') AS facets,
            array_agg('#' || t.facet) AS words
        FROM product_taxa pt JOIN taxa t ON t.id = pt.taxon_id WHERE pt.product_id = p.id
    ) filed
    WHERE p.id = ANY (ids)
    ORDER BY p.id
    ON CONFLICT (product_id) DO UPDATE SET status = excluded.status, packed = excluded.packed,
        folded_name = excluded.folded_name, words = excluded.words
        WHERE (s.status, s.packed, s.folded_name, s.words)
            IS DISTINCT FROM (excluded.status, excluded.packed, excluded.folded_name, excluded.words);
    -- In one order everywhere: two writers of the same new words wait for each other instead of dying.
    INSERT INTO search_words (word)
    SELECT DISTINCT w FROM product_search s, unnest(tsvector_to_array(s.words)) w
    WHERE s.product_id = ANY (ids) AND left(w, 1) NOT IN ('!', '#') AND length(w) > 2
        AND NOT EXISTS (SELECT FROM search_words k WHERE k.word = w)
    ORDER BY w
    ON CONFLICT DO NOTHING;
END
$$;

CREATE FUNCTION index_new_products() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_products(ARRAY(SELECT id FROM written));
    RETURN NULL;
END
$$;
CREATE TRIGGER products_made AFTER INSERT ON products REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION index_new_products();

CREATE FUNCTION index_edited_product() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_products(ARRAY[NEW.id]);
    RETURN NULL;
END
$$;
CREATE TRIGGER products_edited AFTER UPDATE ON products FOR EACH ROW
    WHEN ((OLD.name, OLD.description, OLD.status, OLD.price_minor, OLD.weight_grams, OLD.published_at, OLD.created_at)
        IS DISTINCT FROM (NEW.name, NEW.description, NEW.status, NEW.price_minor, NEW.weight_grams, NEW.published_at, NEW.created_at))
    EXECUTE FUNCTION index_edited_product();

-- Stock moves with every order: only the first unit and the last one are written here, and one byte at that.
CREATE FUNCTION index_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE product_search SET packed = set_byte(packed, 36, (NEW.stock > 0)::integer) WHERE product_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER products_in_stock AFTER UPDATE OF stock ON products FOR EACH ROW
    WHEN ((OLD.stock > 0) <> (NEW.stock > 0)) EXECUTE FUNCTION index_stock();

CREATE FUNCTION index_filed_products() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_products(ARRAY(SELECT DISTINCT product_id FROM written));
    RETURN NULL;
END
$$;
CREATE TRIGGER product_taxa_filed AFTER INSERT ON product_taxa REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION index_filed_products();
CREATE TRIGGER product_taxa_taken_out AFTER DELETE ON product_taxa REFERENCING OLD TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION index_filed_products();

CREATE FUNCTION learn_words_of_taxon() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_words (word) SELECT w FROM folded_words(NEW.name) w WHERE length(w) > 2 ORDER BY w
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER taxa_named AFTER INSERT OR UPDATE OF name ON taxa FOR EACH ROW EXECUTE FUNCTION learn_words_of_taxon();

SELECT index_products(ARRAY(SELECT id FROM products));
INSERT INTO search_words (word) SELECT DISTINCT w FROM taxa t, folded_words(t.name) w WHERE length(w) > 2
ON CONFLICT DO NOTHING;
