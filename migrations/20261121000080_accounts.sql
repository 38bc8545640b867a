-- Mails to account holders, what the links in them prove, and address books.

-- Whether its owner has shown to read what is sent there.
ALTER TABLE users ADD COLUMN email_verified_at timestamptz;

-- Work for later, done by whichever process takes it first. A row is there until it is done: at least once.
CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    payload jsonb NOT NULL,
    -- Due from here on. Whoever takes it moves this ahead, so that somebody else takes it when they die.
    run_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts integer NOT NULL DEFAULT 0,
    last_error text,
    -- Given up: kept, so that somebody can look.
    failed_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX jobs_due ON jobs (run_at) WHERE failed_at IS NULL;

-- What a link in a mail proves: that who shows it reads mail sent to this address.
CREATE TABLE mailed_tokens (
    -- SHA-256 of the token: who reads the table can do nothing with it.
    hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    purpose text NOT NULL CONSTRAINT mailed_tokens_purpose CHECK (purpose IN ('verify_email', 'reset_password')),
    -- Where it was sent.
    email text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX mailed_tokens_user ON mailed_tokens (user_id);
CREATE INDEX mailed_tokens_expires ON mailed_tokens (expires_at);

CREATE TABLE addresses (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    name text NOT NULL,
    company text,
    line1 text NOT NULL,
    line2 text,
    postal_code text NOT NULL,
    city text NOT NULL,
    -- ISO 3166-1 alpha-2.
    country text NOT NULL CONSTRAINT addresses_country CHECK (country ~ '^[A-Z]{2}$'),
    phone text,
    is_default boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX addresses_user ON addresses (user_id, created_at DESC, id DESC);
-- One default per person.
CREATE UNIQUE INDEX addresses_one_default ON addresses (user_id) WHERE is_default;
