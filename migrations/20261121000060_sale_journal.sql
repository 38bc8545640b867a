-- The sale journal: the ledger's entries, chained by hashes, so that nothing in it can be changed, left out or put in
-- between unseen. docs/journal.md says what it is for and how anybody verifies it.

-- ── What is hashed ─────────────────────────────────────────────────────────────────────────────────────────────────
-- Written down a second time in `domain::sales::journal` and a third time in frontend/src/features/sales/journal/. The
-- three are held together by docs/journal-vectors.json.

-- The digest over the orders that an entry is about: the root of the Merkle tree of RFC 9162 §2.1.1. Its leaves are the
-- orders' shares, by order id: SHA-256(0x00, order, customer, units), ids as 16 bytes and units as 4, big-endian. Nobody
-- can guess a leaf without the ids in it, so the tree tells nothing about other people's orders.
CREATE FUNCTION journal_digest(p_orders uuid[], p_users uuid[], p_units integer[]) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    -- One level of the tree: hashes of 32 bytes, one after the other.
    level bytea := (
        SELECT string_agg(sha256('\x00'::bytea || uuid_send(s.id) || uuid_send(s.user_id) || int4send(s.units)), ''
            ORDER BY s.id)
        FROM unnest(p_orders, p_users, p_units) s (id, user_id, units));
BEGIN
    WHILE length(level) > 32 LOOP
        -- Whoever has no sibling goes up as it is.
        level := (
            SELECT string_agg(CASE length(p.pair) WHEN 64 THEN sha256('\x01'::bytea || p.pair) ELSE p.pair END, ''
                ORDER BY p.place)
            FROM (
                SELECT place, substring(level FROM place * 64 + 1 FOR 64) AS pair
                FROM generate_series(0, (length(level) - 1) / 64) place
            ) p);
    END LOOP;
    RETURN coalesce(level, sha256(''));
END
$$;

-- An entry's hash: SHA-256 of one line of ASCII. Hashes in it are lower-case hexadecimal, the time is UTC with six digits.
CREATE FUNCTION journal_hash(
    p_sale uuid, p_seq bigint, p_kind text, p_units bigint, p_allocated bigint, p_orders bigint, p_digest bytea,
    p_limit_before integer, p_at timestamptz, p_previous bytea
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(convert_to(concat_ws('|', 'doorbuster-journal-1', p_sale, p_seq, p_kind, p_units, p_allocated,
        p_orders, encode(p_digest, 'hex'), coalesce(p_limit_before::text, ''),
        to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), encode(p_previous, 'hex')), 'UTF8'))
$$;

-- ── Where it is kept ───────────────────────────────────────────────────────────────────────────────────────────────

-- The hash of the sale's last entry. It lies on the row that every entry locks and updates anyway, so the next one reads
-- nothing more to go on from it. Before the first entry: zeros.
ALTER TABLE sales ADD COLUMN journal_head bytea NOT NULL
    DEFAULT '\x0000000000000000000000000000000000000000000000000000000000000000';

-- `previous` is the hash of the entry before.
ALTER TABLE sale_ledger ADD COLUMN digest bytea NOT NULL DEFAULT sha256('');
ALTER TABLE sale_ledger ADD COLUMN previous bytea;
ALTER TABLE sale_ledger ADD COLUMN hash bytea;
-- An order finds the entry that placed it: the two carry the same moment.
CREATE INDEX sale_ledger_by_time ON sale_ledger (sale_id, at);

-- A move by which an order gave its units up: the entry of the sale's ledger that took them back.
ALTER TABLE order_events ADD COLUMN ledger_seq bigint;

-- ── What happened before there was a journal ───────────────────────────────────────────────────────────────────────

-- Such a move was made under the sale's lock, after the entry before and before its own.
UPDATE order_events e SET ledger_seq = (
    SELECT n.seq FROM (
        SELECT l.seq, l.kind FROM sale_ledger l WHERE l.sale_id = o.sale_id AND l.at >= e.at ORDER BY l.at LIMIT 1
    ) n WHERE n.kind = 'released')
FROM orders o
WHERE o.id = e.order_id AND o.sale_id IS NOT NULL AND e.status IN ('expired', 'cancelled', 'returned');

WITH bought AS (
    SELECT order_id, sum(quantity)::integer AS units FROM order_lines GROUP BY order_id
), shares AS (
    SELECT o.sale_id, l.seq, o.id, o.user_id, b.units
    FROM orders o
    JOIN bought b ON b.order_id = o.id
    JOIN sale_ledger l ON l.sale_id = o.sale_id AND l.at = o.created_at AND l.kind = 'sold'
    UNION ALL
    SELECT o.sale_id, e.ledger_seq, o.id, o.user_id, b.units
    FROM order_events e JOIN orders o ON o.id = e.order_id JOIN bought b ON b.order_id = o.id
    WHERE e.ledger_seq IS NOT NULL
), digests AS (
    SELECT sale_id, seq, journal_digest(array_agg(id), array_agg(user_id), array_agg(units)) AS digest
    FROM shares GROUP BY sale_id, seq
)
UPDATE sale_ledger l SET digest = d.digest FROM digests d WHERE d.sale_id = l.sale_id AND d.seq = l.seq;

DO $$
DECLARE
    sale record;
    entry sale_ledger%ROWTYPE;
    head bytea;
    next bytea;
BEGIN
    FOR sale IN SELECT id, journal_head FROM sales LOOP
        head := sale.journal_head;
        FOR entry IN SELECT * FROM sale_ledger WHERE sale_id = sale.id ORDER BY seq LOOP
            next := journal_hash(sale.id, entry.seq, entry.kind, entry.units, entry.allocated, entry.orders,
                entry.digest, entry.limit_before, entry.at, head);
            UPDATE sale_ledger SET previous = head, hash = next WHERE sale_id = sale.id AND seq = entry.seq;
            head := next;
        END LOOP;
        UPDATE sales SET journal_head = head WHERE id = sale.id;
    END LOOP;
END
$$;
ALTER TABLE sale_ledger ALTER COLUMN previous SET NOT NULL;
ALTER TABLE sale_ledger ALTER COLUMN hash SET NOT NULL;

-- ── What happens from now on ───────────────────────────────────────────────────────────────────────────────────────

-- Chains whatever is entered without a hash, so that nobody can forget to. Who enters has locked the sale.
CREATE FUNCTION chain_sale_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT journal_head INTO NEW.previous FROM sales WHERE id = NEW.sale_id;
    IF NOT FOUND THEN
        RAISE foreign_key_violation USING MESSAGE = 'a ledger entry needs its sale', CONSTRAINT = 'sale_ledger_sale';
    END IF;
    NEW.hash := journal_hash(NEW.sale_id, NEW.seq, NEW.kind, NEW.units, NEW.allocated, NEW.orders, NEW.digest,
        NEW.limit_before, NEW.at, NEW.previous);
    UPDATE sales SET journal_head = NEW.hash WHERE id = NEW.sale_id;
    RETURN NEW;
END
$$;
CREATE TRIGGER sale_ledger_chain BEFORE INSERT ON sale_ledger
    FOR EACH ROW WHEN (NEW.hash IS NULL) EXECUTE FUNCTION chain_sale_ledger();

-- The purchase again, with the same decisions (see 20261121000005 and 20261121000007). New: it chains its entry itself,
-- in the update of the sale's row that it makes anyway, and takes the digest over the batch from its caller: PostgreSQL
-- would hash two or three times per order, which is a quarter of all that it does for one (docs/bench/tried.md). `p_digest`
-- is the digest in case that everything is sold; it is computed here when it is not, or when a server of an older version
-- hands none in. The audit computes it again from the orders.
DROP FUNCTION sell_batch(uuid, boolean, uuid[], uuid[], integer[], bytea[], bytea[]);
CREATE FUNCTION sell_batch(
    p_sale uuid, p_retry boolean, p_orders uuid[], p_users uuid[], p_quantities integer[],
    p_keys bytea[], p_bodies bytea[], p_digest bytea DEFAULT NULL
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
    digest bytea;
    hash bytea;
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

    -- The joins below are LATERAL with a LIMIT so that they stay one index probe per request: left to itself the planner
    -- of a young sale reads all of its orders once per request.
    IF NOT selling OR p_retry OR wanted > sale.remaining OR largest > sale.per_customer_limit
        OR EXISTS (
            SELECT FROM unnest(p_users) c (user_id)
            CROSS JOIN LATERAL (
                SELECT FROM orders o WHERE o.sale_id = p_sale AND o.user_id = c.user_id AND o.active LIMIT 1
            ) a)
        OR p_keys IS NOT NULL AND EXISTS (
            SELECT FROM unnest(p_users, p_keys) c (user_id, key)
            CROSS JOIN LATERAL (
                SELECT FROM orders o
                WHERE o.sale_id = p_sale AND o.user_id = c.user_id AND NOT o.active AND o.idempotency_key = c.key
                LIMIT 1
            ) l)
    THEN
        -- Somebody must be refused: look at what each customer has, then serve one after the other. The latest order is
        -- the one placed last by our clock: ids are made by processes, whose clocks differ.
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
            WHERE o.sale_id = p_sale AND o.user_id = c.user_id AND NOT o.active ORDER BY o.created_at DESC LIMIT 1
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
    END IF;

    -- Nobody else can have sold to these customers meanwhile: every writer of the sale's orders holds its row's lock.
    WITH placed AS (
        INSERT INTO orders (id, user_id, sale_id, created_at, pay_by, total_minor, currency, units_held, status,
            idempotency_key, idempotency_body)
        SELECT c.id, c.user_id, p_sale, decided_at, pay_by, sale.price_minor * c.quantity, sale.currency,
            c.quantity, 'pending_payment', c.key, c.body
        FROM unnest(p_orders, p_users, p_quantities, p_keys, p_bodies, verdicts)
            c (id, user_id, quantity, key, body, verdict)
        WHERE coalesce(c.verdict, 0) = 0
        RETURNING id, units_held
    ), lined AS (
        INSERT INTO order_lines (order_id, position, product_id, name, quantity, unit_minor, total_minor)
        SELECT id, 0, sale.product_id, product_name, units_held, sale.price_minor, sale.price_minor * units_held
        FROM placed
    )
    SELECT count(*), coalesce(sum(units_held), 0) INTO sold_orders, sold_units FROM placed;

    IF sold_orders > 0 THEN
        first_sold := (SELECT id FROM unnest(p_orders) id ORDER BY id LIMIT 1);
        last_sold := (SELECT id FROM unnest(p_orders) id ORDER BY id DESC LIMIT 1);
        IF sold_orders = asked AND p_digest IS NOT NULL THEN
            digest := p_digest;
        ELSE
            SELECT journal_digest(array_agg(c.id), array_agg(c.user_id), array_agg(c.quantity)) INTO digest
            FROM unnest(p_orders, p_users, p_quantities, verdicts) c (id, user_id, quantity, verdict)
            WHERE coalesce(c.verdict, 0) = 0;
        END IF;
        hash := journal_hash(p_sale, sale.seq + 1, 'sold', -sold_units, 0, sold_orders, digest, NULL, decided_at,
            sale.journal_head);
        UPDATE sales SET remaining = remaining - sold_units, seq = seq + 1, journal_head = hash WHERE id = p_sale
        RETURNING remaining, seq INTO sale.remaining, sale.seq;
        INSERT INTO sale_ledger (sale_id, seq, kind, units, orders, first_order, last_order, pay_by, at, digest,
            previous, hash)
        VALUES (p_sale, sale.seq, 'sold', -sold_units, sold_orders, first_sold, last_sold, pay_by, decided_at, digest,
            sale.journal_head, hash);
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
