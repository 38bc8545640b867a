-- Pictures that the shop keeps in object storage. A store and a database have no transaction in common: a picture's files
-- are garbage until its row is here, and garbage again when the row is gone. `image_garbage` is written first in both
-- directions, so a crash in between leaves only what the sweep finds.

CREATE TABLE images (
    -- Where it is served, and what products and banners say: it names the content.
    url text PRIMARY KEY CONSTRAINT images_url CHECK (url ~ '^/images/[0-9a-f]{32}-[0-9]+x[0-9]+\.(jpg|svg)$'),
    -- When somebody last uploaded it or let go of it. A day later it is swept, if nobody uses it.
    wanted_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX images_wanted ON images (wanted_at);

CREATE TABLE image_garbage (
    url text PRIMARY KEY,
    -- An upload that goes on keeps its files for an hour from here.
    noted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Somebody is deleting the files: nobody may store them anew before that has ended.
    claimed_at timestamptz
);
CREATE INDEX image_garbage_noted ON image_garbage (noted_at);

-- What refers to a picture of ours refers to its row: it cannot be swept meanwhile.
ALTER TABLE product_images
    ADD COLUMN kept_url text GENERATED ALWAYS AS (CASE WHEN url LIKE '/images/%' THEN url END) STORED
        CONSTRAINT product_images_kept REFERENCES images (url);
CREATE INDEX product_images_kept ON product_images (kept_url) WHERE kept_url IS NOT NULL;
ALTER TABLE banners
    ADD COLUMN kept_url text GENERATED ALWAYS AS (CASE WHEN image_url LIKE '/images/%' THEN image_url END) STORED
        CONSTRAINT banners_kept REFERENCES images (url);
CREATE INDEX banners_kept ON banners (kept_url) WHERE kept_url IS NOT NULL;

-- Who lets go of a picture may want it back: its day begins anew. In the order of the addresses, so that two who let go
-- of the same ones do not wait for each other.
CREATE FUNCTION let_go_of_images() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM images i WHERE i.url IN (SELECT g.kept_url FROM gone g) ORDER BY i.url FOR NO KEY UPDATE;
    UPDATE images i SET wanted_at = clock_timestamp() WHERE i.url IN (SELECT g.kept_url FROM gone g);
    RETURN NULL;
END
$$;
CREATE TRIGGER product_images_let_go AFTER DELETE ON product_images REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION let_go_of_images();
CREATE TRIGGER banners_let_go AFTER UPDATE ON banners REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION let_go_of_images();
