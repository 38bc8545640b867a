-- The purchase itself: one call decides a batch of requests for one sale and stores what it sold, in one transaction
-- and one round trip. `domain::sales::reference` says the same in Rust, and a test compares the two.
--
-- Requests come in arrival order, each customer at most once. `p_keys` and `p_bodies` hold the fingerprints of their
-- Idempotency-Keys, or are NULL when none has one. `p_retry` says that an earlier attempt with the same ids may have
-- been committed.
--
-- Answers no row for an unknown sale; else one row: the sale after the batch, and one verdict per request
-- (NULL when everything was sold): 0 sold, 1 replayed, 2 idempotency mismatch, 3 already purchased, 4 sold out,
-- 5 insufficient units, 6 quantity limit, 7 not live, 8 sold by the earlier attempt. `earlier` names the order that
-- 1, 2 and 3 are about, `rests` the units that remained for 5.
CREATE FUNCTION sell_batch(
    p_sale uuid, p_retry boolean, p_orders uuid[], p_users uuid[], p_quantities integer[],
    p_keys bytea[], p_bodies bytea[]
) RETURNS TABLE (
    decided_at timestamptz, pay_by timestamptz, product_id uuid, product_name text, price_minor bigint, currency text,
    starts_at timestamptz, ends_at timestamptz, allocated bigint, remaining bigint, per_customer_limit integer,
    paused boolean, cancelled boolean, settled boolean, seq bigint,
    verdicts smallint[], earlier uuid[], rests bigint[]
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    sale sales%ROWTYPE;
    asked integer := cardinality(p_orders);
    selling boolean;
    wanted bigint;
    largest integer;
    sold_orders integer;
    sold_units bigint;
    first_sold uuid;
    last_sold uuid;
    known_id uuid[];
    known_active boolean[];
    known_key bytea[];
    known_body bytea[];
    mine boolean[];
    rest bigint;
    i integer;
BEGIN
    -- The lock comes first, then the time, then every decision: whatever was true before the wait is not trusted.
    SELECT * INTO sale FROM sales WHERE id = p_sale FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    decided_at := clock_timestamp();
    pay_by := decided_at + make_interval(secs => sale.hold_seconds);
    SELECT p.name INTO product_name FROM products p WHERE p.id = sale.product_id;
    selling := NOT (sale.cancelled OR sale.settled OR sale.paused)
        AND decided_at >= sale.starts_at AND decided_at < sale.ends_at;
    SELECT sum(q), max(q) INTO wanted, largest FROM unnest(p_quantities) q;

    IF selling AND NOT p_retry AND wanted <= sale.remaining AND largest <= sale.per_customer_limit
        AND (p_keys IS NULL OR NOT EXISTS (
            SELECT FROM unnest(p_users, p_keys) c (user_id, key)
            JOIN orders o ON o.sale_id = p_sale AND o.user_id = c.user_id AND NOT o.active
            WHERE o.idempotency_key = c.key))
    THEN
        -- There is enough for everybody: insert all, and see afterwards who had an order already.
        WITH placed AS (
            INSERT INTO orders (id, user_id, sale_id, created_at, pay_by, total_minor, currency, units_held, status,
                idempotency_key, idempotency_body)
            SELECT c.id, c.user_id, p_sale, decided_at, pay_by, sale.price_minor * c.quantity, sale.currency,
                c.quantity, 'pending_payment', c.key, c.body
            FROM unnest(p_orders, p_users, p_quantities, p_keys, p_bodies) c (id, user_id, quantity, key, body)
            ON CONFLICT DO NOTHING
            RETURNING id, units_held
        ), lined AS (
            INSERT INTO order_lines (order_id, position, product_id, name, quantity, unit_minor, total_minor)
            SELECT id, 0, sale.product_id, product_name, units_held, sale.price_minor, sale.price_minor * units_held
            FROM placed
        )
        SELECT count(*), coalesce(sum(units_held), 0) INTO sold_orders, sold_units FROM placed;
        IF sold_orders < asked THEN
            SELECT array_agg(CASE
                    WHEN o.id = c.id THEN 0
                    WHEN o.idempotency_key IS DISTINCT FROM c.key OR c.key IS NULL THEN 3
                    WHEN o.idempotency_body = c.body THEN 1
                    ELSE 2
                END::smallint ORDER BY c.place), array_agg(o.id ORDER BY c.place)
            INTO verdicts, earlier
            FROM unnest(p_orders, p_users, p_keys, p_bodies) WITH ORDINALITY c (id, user_id, key, body, place)
            LEFT JOIN LATERAL (
                SELECT o.id, o.idempotency_key, o.idempotency_body FROM orders o
                WHERE o.sale_id = p_sale AND o.user_id = c.user_id AND o.active LIMIT 1
            ) o ON true;
        END IF;
    ELSE
        -- Somebody must be refused: look at what each customer has, then serve one after the other.
        SELECT array_agg(coalesce(a.id, l.id) ORDER BY c.place),
            array_agg(a.id IS NOT NULL ORDER BY c.place),
            array_agg(CASE WHEN a.id IS NULL THEN l.idempotency_key ELSE a.idempotency_key END ORDER BY c.place),
            array_agg(CASE WHEN a.id IS NULL THEN l.idempotency_body ELSE a.idempotency_body END ORDER BY c.place),
            array_agg(m.id IS NOT NULL ORDER BY c.place)
        INTO known_id, known_active, known_key, known_body, mine
        FROM unnest(p_orders, p_users) WITH ORDINALITY c (id, user_id, place)
        LEFT JOIN LATERAL (
            SELECT o.id, o.idempotency_key, o.idempotency_body FROM orders o
            WHERE o.sale_id = p_sale AND o.user_id = c.user_id AND o.active LIMIT 1
        ) a ON true
        LEFT JOIN LATERAL (
            SELECT o.id, o.idempotency_key, o.idempotency_body FROM orders o
            WHERE o.sale_id = p_sale AND o.user_id = c.user_id AND NOT o.active ORDER BY o.id DESC LIMIT 1
        ) l ON true
        LEFT JOIN orders m ON p_retry AND m.id = c.id;

        verdicts := array_fill(0::smallint, ARRAY[asked]);
        earlier := known_id;
        rests := array_fill(NULL::bigint, ARRAY[asked]);
        rest := sale.remaining;
        FOR i IN 1..asked LOOP
            IF mine[i] THEN
                verdicts[i] := 8;
            ELSIF p_keys[i] IS NOT NULL AND known_key[i] = p_keys[i] THEN
                verdicts[i] := CASE WHEN known_body[i] = p_bodies[i] THEN 1 ELSE 2 END;
            ELSIF p_keys[i] IS NOT NULL AND known_active[i] THEN
                verdicts[i] := 3;
            ELSIF NOT selling THEN
                verdicts[i] := 7;
            ELSIF p_quantities[i] > sale.per_customer_limit THEN
                verdicts[i] := 6;
            ELSIF known_active[i] THEN
                verdicts[i] := 3;
            ELSIF rest = 0 THEN
                verdicts[i] := 4;
            ELSIF p_quantities[i] > rest THEN
                verdicts[i] := 5;
                rests[i] := rest;
            ELSE
                rest := rest - p_quantities[i];
            END IF;
        END LOOP;

        WITH placed AS (
            INSERT INTO orders (id, user_id, sale_id, created_at, pay_by, total_minor, currency, units_held, status,
                idempotency_key, idempotency_body)
            SELECT c.id, c.user_id, p_sale, decided_at, pay_by, sale.price_minor * c.quantity, sale.currency,
                c.quantity, 'pending_payment', c.key, c.body
            FROM unnest(p_orders, p_users, p_quantities, p_keys, p_bodies, verdicts)
                c (id, user_id, quantity, key, body, verdict)
            WHERE c.verdict = 0
            RETURNING id, units_held
        ), lined AS (
            INSERT INTO order_lines (order_id, position, product_id, name, quantity, unit_minor, total_minor)
            SELECT id, 0, sale.product_id, product_name, units_held, sale.price_minor, sale.price_minor * units_held
            FROM placed
        )
        SELECT count(*), coalesce(sum(units_held), 0) INTO sold_orders, sold_units FROM placed;
    END IF;

    IF sold_orders > 0 THEN
        first_sold := (SELECT id FROM unnest(p_orders) id ORDER BY id LIMIT 1);
        last_sold := (SELECT id FROM unnest(p_orders) id ORDER BY id DESC LIMIT 1);
        UPDATE sales SET remaining = remaining - sold_units, seq = seq + 1 WHERE id = p_sale
        RETURNING remaining, seq INTO sale.remaining, sale.seq;
        INSERT INTO sale_ledger (sale_id, seq, kind, units, orders, first_order, last_order, pay_by, at)
        VALUES (p_sale, sale.seq, 'sold', -sold_units, sold_orders, first_sold, last_sold, pay_by, decided_at);
        INSERT INTO outbox (topic, sale_id, payload)
        VALUES ('sale.sold', p_sale, jsonb_build_object('seq', sale.seq, 'orders', sold_orders, 'units', sold_units));
    END IF;

    product_id := sale.product_id;
    price_minor := sale.price_minor;
    currency := sale.currency;
    starts_at := sale.starts_at;
    ends_at := sale.ends_at;
    allocated := sale.allocated;
    remaining := sale.remaining;
    per_customer_limit := sale.per_customer_limit;
    paused := sale.paused;
    cancelled := sale.cancelled;
    settled := sale.settled;
    seq := sale.seq;
    RETURN NEXT;
END
$$;
