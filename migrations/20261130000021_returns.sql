-- Returns: what customers ask to send back of orders that arrived, what the staff say to it, and what came of it.

CREATE TABLE returns (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders (id),
    status text NOT NULL DEFAULT 'requested' CONSTRAINT returns_status CHECK (status IN
        ('requested', 'approved', 'rejected', 'received', 'withdrawn')),
    -- The customer's words.
    reason text NOT NULL CONSTRAINT returns_reason CHECK (char_length(reason) BETWEEN 1 AND 1000),
    -- The staff's.
    answer text CONSTRAINT returns_answer CHECK (char_length(answer) BETWEEN 1 AND 1000),
    -- Who of the staff moved it last.
    staff_id uuid,
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    decided_at timestamptz,
    ended_at timestamptz,
    idempotency_key bytea NOT NULL,
    idempotency_body bytea NOT NULL,
    CONSTRAINT returns_key_once UNIQUE (order_id, idempotency_key),
    CONSTRAINT returns_ended CHECK ((status IN ('requested', 'approved')) = (ended_at IS NULL)),
    CONSTRAINT returns_rejected CHECK (status <> 'rejected' OR answer IS NOT NULL)
);
CREATE INDEX returns_by_status ON returns (status, requested_at, id);

-- An order has at most one line of a product.
CREATE TABLE return_lines (
    return_id uuid NOT NULL REFERENCES returns (id),
    product_id uuid NOT NULL,
    quantity integer NOT NULL CONSTRAINT return_lines_quantity CHECK (quantity > 0),
    PRIMARY KEY (return_id, product_id)
);

-- The return that it pays for: its units came back, whether they can be sold again or not.
ALTER TABLE refunds ADD COLUMN return_id uuid CONSTRAINT refunds_of_return UNIQUE REFERENCES returns (id);
