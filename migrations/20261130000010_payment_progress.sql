-- Payments whose customer pays in the browser: what they wait for, when their provider was last asked about them, and what
-- it told by itself.

ALTER TABLE payments
    ADD COLUMN step text CONSTRAINT payments_step CHECK (step IN
        ('awaiting_customer', 'failed', 'requires_action', 'processing')),
    -- The provider's word for why the last try was refused.
    ADD COLUMN failure text CONSTRAINT payments_failure CHECK (length(failure) <= 100),
    ADD COLUMN dispute text CONSTRAINT payments_dispute CHECK (dispute IN
        ('needs_response', 'under_review', 'won', 'lost', 'closed')),
    -- A reconciler asks about what nobody has asked about lately. Unlike `updated_at` it says nothing about the payment.
    ADD COLUMN asked_at timestamptz NOT NULL DEFAULT clock_timestamp();

DROP INDEX payments_unsettled;
CREATE INDEX payments_unsettled ON payments (asked_at) WHERE status IN ('pending', 'authorized', 'refund_pending');

-- The provider's events name a payment by its reference.
CREATE UNIQUE INDEX payments_stripe_reference ON payments (reference) WHERE provider = 'stripe';

-- What a provider told by itself, each once. An event is applied by asking the provider about what it names, so its content
-- is not kept.
CREATE TABLE payment_events (
    id text PRIMARY KEY CONSTRAINT payment_events_id CHECK (length(id) BETWEEN 1 AND 255),
    provider text NOT NULL,
    kind text NOT NULL CONSTRAINT payment_events_kind CHECK (length(kind) BETWEEN 1 AND 255),
    -- The payment that it was about; null for what is none of ours.
    payment_id uuid REFERENCES payments (id),
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Null until what it told was dealt with.
    applied_at timestamptz
);
CREATE INDEX payment_events_payment ON payment_events (payment_id) WHERE payment_id IS NOT NULL;
