-- Flash sales and the ledger of their units.

CREATE TABLE sales (
    id uuid PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES products (id),
    title text NOT NULL,
    price_minor bigint NOT NULL CONSTRAINT sales_price_positive CHECK (price_minor > 0),
    currency text NOT NULL CONSTRAINT sales_currency CHECK (currency ~ '^[A-Z]{3}$'),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    -- allocated = remaining + Σ orders.units_held. There is no index on the counters: updates of the hot row stay HOT.
    allocated bigint NOT NULL,
    remaining bigint NOT NULL CONSTRAINT sales_remaining_covers CHECK (remaining >= 0),
    per_customer_limit integer NOT NULL CONSTRAINT sales_limit CHECK (per_customer_limit BETWEEN 1 AND 1000),
    hold_seconds integer NOT NULL CONSTRAINT sales_hold CHECK (hold_seconds BETWEEN 1 AND 86400),
    paused boolean NOT NULL DEFAULT false,
    cancelled boolean NOT NULL DEFAULT false,
    -- Set once the unsold units went back to the product's stock.
    settled boolean NOT NULL DEFAULT false,
    -- Counts everything that moved units: the number of the sale's last ledger entry.
    seq bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT sales_window CHECK (ends_at > starts_at),
    CONSTRAINT sales_allocation CHECK (allocated >= remaining)
) WITH (fillfactor = 10);
CREATE INDEX sales_ending ON sales (ends_at) WHERE NOT settled;
CREATE INDEX sales_by_start ON sales (starts_at DESC, id DESC);

-- One entry for everything that moved a sale's units, without gaps. Append-only but for `swept_at`.
CREATE TABLE sale_ledger (
    sale_id uuid NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL CONSTRAINT sale_ledger_kind CHECK (kind IN ('opened', 'sold', 'released', 'settled')),
    -- How `remaining` changed.
    units bigint NOT NULL,
    -- How `allocated` changed.
    allocated bigint NOT NULL DEFAULT 0,
    orders integer NOT NULL DEFAULT 0,
    -- A sold batch: where its orders lie in the primary key of `orders`, and until when they are held. The expiry
    -- sweep finds them by this, so orders need no index on `pay_by`.
    first_order uuid,
    last_order uuid,
    pay_by timestamptz,
    -- When the sweep had seen to every order of the batch.
    swept_at timestamptz,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (sale_id, seq)
);
CREATE INDEX sale_ledger_unswept ON sale_ledger (pay_by) WHERE kind = 'sold' AND swept_at IS NULL;
