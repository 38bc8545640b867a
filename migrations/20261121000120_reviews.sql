-- What people who bought something say about it. Ratings are counted from these rows, never kept beside them.

CREATE TABLE reviews (
    id uuid PRIMARY KEY,
    -- The order line that was delivered. Orders carry no foreign keys: the audit looks whether it exists.
    order_id uuid NOT NULL,
    position smallint NOT NULL,
    product_id uuid NOT NULL CONSTRAINT reviews_product REFERENCES products (id),
    user_id uuid NOT NULL CONSTRAINT reviews_author REFERENCES users (id),
    stars smallint NOT NULL CONSTRAINT reviews_stars CHECK (stars BETWEEN 1 AND 5),
    title text NOT NULL CONSTRAINT reviews_title_length CHECK (char_length(title) <= 150),
    text text NOT NULL CONSTRAINT reviews_text_length CHECK (char_length(text) <= 5000),
    status text NOT NULL DEFAULT 'pending'
        CONSTRAINT reviews_status CHECK (status IN ('pending', 'published', 'rejected')),
    -- Why it was rejected, in words for its author.
    reason text CONSTRAINT reviews_reason_length CHECK (char_length(reason) BETWEEN 1 AND 500),
    moderated_by uuid,
    moderated_at timestamptz,
    -- When its author wrote it, or last changed it.
    written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Counts the changes, as its ETag: nobody publishes what they have not read.
    version bigint NOT NULL DEFAULT 1,
    CONSTRAINT reviews_once UNIQUE (order_id, position),
    CONSTRAINT reviews_rejection CHECK ((status = 'rejected') = (reason IS NOT NULL)),
    CONSTRAINT reviews_moderation CHECK (num_nulls(moderated_by, moderated_at) = CASE status WHEN 'pending' THEN 2 ELSE 0 END)
);
-- A product's rating is counted in this index alone.
CREATE INDEX reviews_published ON reviews (product_id, written_at DESC, id DESC) INCLUDE (stars)
    WHERE status = 'published';
CREATE INDEX reviews_by_status ON reviews (status, written_at, id);
CREATE INDEX reviews_of_author ON reviews (user_id, product_id, written_at DESC, id DESC);
