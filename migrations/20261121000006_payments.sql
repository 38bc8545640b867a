-- Attempts to pay. A row is written before the provider is asked, so that no charge can be without one.

CREATE TABLE payments (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders (id),
    provider text NOT NULL,
    reference text,
    status text NOT NULL CONSTRAINT payments_status CHECK (status IN
        ('pending', 'authorized', 'captured', 'declined', 'voided', 'refund_pending', 'refunded')),
    amount_minor bigint NOT NULL CONSTRAINT payments_amount CHECK (amount_minor >= 0),
    currency text NOT NULL,
    idempotency_key bytea NOT NULL,
    idempotency_body bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT payments_key_once UNIQUE (order_id, idempotency_key)
);
-- One attempt at a time, and none after a charge.
CREATE UNIQUE INDEX payments_one_alive ON payments (order_id)
    WHERE status IN ('pending', 'authorized', 'captured', 'refund_pending');
-- What a reconciler must look at.
CREATE INDEX payments_unsettled ON payments (updated_at) WHERE status IN ('pending', 'authorized', 'refund_pending');
