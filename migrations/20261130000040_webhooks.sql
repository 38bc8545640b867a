-- Webhooks: what happens to orders, told to other systems. docs/webhooks.md is for those who receive it.
--
-- An event is written in the transaction of what it tells of, together with one delivery for each endpoint that wants it:
-- what is rolled back is told to nobody, and what is committed waits here until it is delivered or given up.

-- An endpoint.
CREATE TABLE webhooks (
    id uuid PRIMARY KEY,
    url text NOT NULL CONSTRAINT webhooks_url CHECK (char_length(url) BETWEEN 1 AND 2000),
    description text NOT NULL CONSTRAINT webhooks_description CHECK (char_length(description) <= 200),
    -- The types of event that it wants.
    events text[] NOT NULL CONSTRAINT webhooks_events CHECK (cardinality(events) > 0),
    -- Whether events are written for it, and sent to it.
    enabled boolean NOT NULL DEFAULT true,
    archived boolean NOT NULL DEFAULT false,
    -- Since when it wants just these events: from a minute later on, the audit misses each that it did not get.
    subscribed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- The first failure since the last success.
    failing_since timestamptz,
    -- When it was switched off because it failed for days.
    given_up_at timestamptz,
    created_by uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    version bigint NOT NULL DEFAULT 1,
    CONSTRAINT webhooks_archived CHECK (NOT (archived AND enabled)),
    CONSTRAINT webhooks_given_up CHECK (given_up_at IS NULL OR NOT enabled)
);

-- Each has connections of its own, so there cannot be many.
CREATE FUNCTION few_webhooks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('doorbuster webhooks'));
    IF (SELECT count(*) FROM webhooks WHERE NOT archived) > 20 THEN
        RAISE check_violation USING MESSAGE = 'there are 20 endpoints', CONSTRAINT = 'webhooks_few';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER webhooks_few AFTER INSERT OR UPDATE OF archived ON webhooks
    FOR EACH ROW WHEN (NOT NEW.archived) EXECUTE FUNCTION few_webhooks();

-- What signs. Kept as it is, because it must sign; the API shows it once.
CREATE TABLE webhook_secrets (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_id uuid NOT NULL REFERENCES webhooks (id),
    secret bytea NOT NULL CONSTRAINT webhook_secrets_length CHECK (octet_length(secret) = 32),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- One that was replaced signs until then; null for the one in use.
    expires_at timestamptz
);
CREATE UNIQUE INDEX webhook_secrets_one_in_use ON webhook_secrets (webhook_id) WHERE expires_at IS NULL;
CREATE INDEX webhook_secrets_by_webhook ON webhook_secrets (webhook_id, id);

-- What happened, as it is told.
CREATE TABLE webhook_events (
    id uuid PRIMARY KEY,
    type text NOT NULL,
    -- What it is about; null for a test.
    order_id uuid,
    data jsonb NOT NULL,
    created_at timestamptz NOT NULL
);
-- For the sweep.
CREATE INDEX webhook_events_by_time ON webhook_events (created_at);

-- One event on its way to one endpoint.
CREATE TABLE webhook_deliveries (
    id uuid PRIMARY KEY,
    event_id uuid NOT NULL REFERENCES webhook_events (id),
    -- No foreign key: orders that move at the same time would all lock the endpoint's row. The audit looks for orphans.
    webhook_id uuid NOT NULL,
    status text NOT NULL DEFAULT 'pending'
        CONSTRAINT webhook_deliveries_status CHECK (status IN ('pending', 'delivered', 'given_up')),
    -- Due from here on. Whoever takes it moves this ahead, so that somebody else takes it when they die.
    run_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Taken, and nobody has said yet what became of it.
    in_flight boolean NOT NULL DEFAULT false,
    attempts integer NOT NULL DEFAULT 0,
    -- Asked for by staff, after another delivery of the same event.
    replay boolean NOT NULL DEFAULT false,
    -- Why it was given up, when it was not for its last attempt.
    note text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz,
    CONSTRAINT webhook_deliveries_ended CHECK ((status = 'pending') = (ended_at IS NULL)),
    CONSTRAINT webhook_deliveries_flight CHECK (status = 'pending' OR NOT in_flight)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, run_at) WHERE status = 'pending';
-- One at a time: a replay of what is on its way only hurries it.
CREATE UNIQUE INDEX webhook_deliveries_pending_once ON webhook_deliveries (event_id, webhook_id)
    WHERE status = 'pending';
CREATE INDEX webhook_deliveries_by_event ON webhook_deliveries (event_id);
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (webhook_id, created_at DESC, id DESC);
CREATE INDEX webhook_deliveries_by_status ON webhook_deliveries (webhook_id, status, created_at DESC, id DESC);
CREATE INDEX webhook_deliveries_ended_at ON webhook_deliveries (ended_at) WHERE ended_at IS NOT NULL;

-- Every time that it was sent. A row is there before the sending, so that a process that dies leaves word of it.
CREATE TABLE webhook_attempts (
    delivery_id uuid NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
    number integer NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Null until the outcome is known, and for ever when whoever sent it died before.
    duration_ms integer,
    status_code smallint,
    -- What was wrong, in words.
    error text,
    PRIMARY KEY (delivery_id, number),
    CONSTRAINT webhook_attempts_outcome CHECK ((duration_ms IS NULL) = (status_code IS NULL AND error IS NULL))
);

-- ── Who is told ────────────────────────────────────────────────────────────────────────────────────────────────────

-- An order's number, as `domain::orders::OrderNumber` makes it. A test holds the two together.
CREATE FUNCTION order_number(p_order uuid) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg(
        substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', (bits >> (place * 5) & 31)::integer + 1, 1)
            || CASE WHEN place IN (8, 4) THEN '-' ELSE '' END,
        '' ORDER BY place DESC)
    FROM (SELECT ('x' || right(replace(p_order::text, '-', ''), 15))::bit(60)::bigint AS bits) b,
        generate_series(0, 11) place
$$;

-- What is told about an order: enough to know what to ask for, and nothing about a person.
CREATE FUNCTION webhook_order(p_order orders, p_status text) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('order_id', p_order.id, 'number', order_number(p_order.id), 'sale_id', p_order.sale_id,
        'status', p_status,
        'total', jsonb_build_object('amount', p_order.total_minor, 'currency', p_order.currency))
$$;

-- Writes those of these events that some endpoint wants, each with its deliveries.
CREATE FUNCTION tell_webhooks(p_types text[], p_orders uuid[], p_data jsonb[], p_at timestamptz[]) RETURNS void
LANGUAGE sql AS $$
    WITH told AS MATERIALIZED (
        SELECT gen_random_uuid() AS id, t.type, t.order_id, t.data, t.at
        FROM unnest(p_types, p_orders, p_data, p_at) t (type, order_id, data, at)
        WHERE EXISTS (SELECT FROM webhooks w WHERE w.enabled AND t.type = ANY (w.events))
    ), written AS (
        INSERT INTO webhook_events (id, type, order_id, data, created_at) SELECT id, type, order_id, data, at FROM told
    )
    INSERT INTO webhook_deliveries (id, event_id, webhook_id)
    SELECT gen_random_uuid(), t.id, w.id FROM told t JOIN webhooks w ON w.enabled AND t.type = ANY (w.events)
$$;

-- Follows the timeline, so that no way to move an order can forget to. Once per statement, however many orders it moves;
-- a shop without endpoints pays for one look at an empty table.
CREATE FUNCTION tell_webhooks_of_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM webhooks WHERE enabled) THEN
        PERFORM tell_webhooks(array_agg('order.' || m.status ORDER BY m.id), array_agg(m.order_id ORDER BY m.id),
            array_agg(webhook_order(o, m.status::text) ORDER BY m.id), array_agg(m.at ORDER BY m.id))
        FROM moved m JOIN orders o ON o.id = m.order_id
        WHERE m.status NOT IN ('pending_payment', 'authorized')
        HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER order_events_webhooks AFTER INSERT ON order_events REFERENCING NEW TABLE AS moved
    FOR EACH STATEMENT EXECUTE FUNCTION tell_webhooks_of_moves();

-- Orders that were placed and are to be told: a purchase writes one message for its batch, and the relay, which takes
-- that out of the outbox, leaves this when some endpoint wants it. They are the orders of `sale_id` between the two ids
-- that carry the moment `placed_at`; a checkout places one, of no sale.
CREATE TABLE webhook_placements (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sale_id uuid,
    first_order uuid NOT NULL,
    last_order uuid NOT NULL,
    placed_at timestamptz NOT NULL
);
