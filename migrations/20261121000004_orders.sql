-- Orders. A purchase writes one row here and one line; what it costs to add to either is measured first.

CREATE TYPE order_status AS ENUM (
    'pending_payment', 'authorized', 'paid', 'packed', 'shipped', 'delivered', 'expired', 'cancelled', 'returned'
);

-- No foreign keys: on the purchase path they cost a third of the throughput. The audit looks for orphans instead.
CREATE TABLE orders (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    sale_id uuid,
    created_at timestamptz NOT NULL,
    pay_by timestamptz NOT NULL,
    discount_minor bigint NOT NULL DEFAULT 0,
    shipping_minor bigint NOT NULL DEFAULT 0,
    total_minor bigint NOT NULL CONSTRAINT orders_total CHECK (total_minor >= 0),
    currency text NOT NULL,
    -- What this order holds of its sale's allocation; 0 after release.
    units_held integer NOT NULL CONSTRAINT orders_units CHECK (units_held >= 0),
    status order_status NOT NULL,
    -- A column of its own, so that moves among the active states touch no index (HOT).
    active boolean NOT NULL GENERATED ALWAYS AS (status NOT IN ('expired', 'cancelled', 'returned')) STORED,
    -- Fingerprints of the Idempotency-Key that made the order and of what was asked (16 bytes each).
    idempotency_key bytea,
    idempotency_body bytea
) WITH (fillfactor = 90);
-- One active order per customer and sale.
CREATE UNIQUE INDEX orders_active_once ON orders (sale_id, user_id) WHERE active;
-- The other half: filled by releases only, never by a purchase. Together the two find all orders of a customer in a sale.
CREATE INDEX orders_released ON orders (sale_id, user_id) WHERE NOT active;

CREATE TABLE order_lines (
    order_id uuid NOT NULL,
    position smallint NOT NULL,
    product_id uuid NOT NULL,
    name text NOT NULL,
    quantity integer NOT NULL CONSTRAINT order_lines_quantity CHECK (quantity > 0),
    unit_minor bigint NOT NULL,
    total_minor bigint NOT NULL,
    PRIMARY KEY (order_id, position)
);

-- Every move of an order after its placing. Append-only. The placing itself is the order's `created_at`.
CREATE TABLE order_events (
    id bigint GENERATED ALWAYS AS IDENTITY,
    order_id uuid NOT NULL,
    status order_status NOT NULL,
    actor text NOT NULL CONSTRAINT order_events_actor CHECK (actor IN ('customer', 'staff', 'system')),
    note text,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (order_id, id)
);

-- What happened, for whoever must be told after the commit. Written in the transaction of the event, deleted by the
-- relay once it was passed on.
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL,
    sale_id uuid,
    payload jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
