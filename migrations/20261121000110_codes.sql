-- Discount codes. What a code takes off an order is computed by `domain::promotions`; how often it may be used is decided
-- here, in the transaction that places the order.

CREATE TABLE codes (
    id uuid PRIMARY KEY,
    -- In capitals and without blanks, as customers' input is read.
    code text NOT NULL CONSTRAINT codes_code CHECK (code ~ '^[A-Z0-9-]{3,32}$'),
    title text NOT NULL CONSTRAINT codes_title_length CHECK (char_length(title) BETWEEN 1 AND 200),
    percent smallint CONSTRAINT codes_percent CHECK (percent BETWEEN 1 AND 90),
    amount_minor bigint CONSTRAINT codes_amount CHECK (amount_minor > 0),
    minimum_minor bigint CONSTRAINT codes_minimum CHECK (minimum_minor > 0),
    currency text NOT NULL CONSTRAINT codes_currency CHECK (currency ~ '^[A-Z]{3}$'),
    -- In force from the start (inclusive) to the end (exclusive).
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    total_limit bigint CONSTRAINT codes_total_limit CHECK (total_limit > 0),
    per_customer_limit integer CONSTRAINT codes_per_customer_limit CHECK (per_customer_limit > 0),
    -- Orders that hold a use of it. Counted here, so that the limit is a constraint on one row.
    redeemed bigint NOT NULL DEFAULT 0,
    archived boolean NOT NULL DEFAULT false,
    -- Counts what staff did to it, as its ETag. A use leaves it alone.
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT codes_unique UNIQUE (code),
    CONSTRAINT codes_value CHECK ((percent IS NULL) <> (amount_minor IS NULL)),
    CONSTRAINT codes_window CHECK (ends_at > starts_at),
    CONSTRAINT codes_within_limit CHECK (redeemed BETWEEN 0 AND coalesce(total_limit, redeemed))
) WITH (fillfactor = 50);
CREATE INDEX codes_newest ON codes (created_at DESC, id DESC);

-- Who used a code: one row per order that did. Given back when the order expires or is cancelled.
CREATE TABLE code_redemptions (
    order_id uuid PRIMARY KEY,
    code_id uuid NOT NULL REFERENCES codes (id),
    -- A customer is an account, or whoever has this e-mail address.
    user_id uuid NOT NULL,
    email text NOT NULL,
    -- The limit per customer under which it was used: staff may lower it later.
    limit_then integer,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    released_at timestamptz
);
CREATE INDEX code_redemptions_of_user ON code_redemptions (code_id, user_id) WHERE released_at IS NULL;
CREATE INDEX code_redemptions_of_email ON code_redemptions (code_id, email) WHERE released_at IS NULL;
