-- Invoices and credit notes. Their numbers have no gap, so whoever takes one must wait for whoever took the one before to
-- commit. Nobody who buys or pays waits for that: a payment only notes here that an invoice is due, and a sweep numbers
-- what is due, in one transaction at a time.

-- What is due and has no number yet, to be numbered in the order of `due_at`.
CREATE TABLE invoice_queue (
    kind text NOT NULL CONSTRAINT invoice_queue_kind CHECK (kind IN ('invoice', 'credit_note')),
    -- The order's id, or the refund's.
    about uuid NOT NULL,
    -- When it was paid, or paid back.
    due_at timestamptz NOT NULL,
    queued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (kind, due_at, about)
);

-- The last number of each kind, in the year in which it was given. This row is the one lock of its kind.
CREATE TABLE invoice_series (
    kind text PRIMARY KEY CONSTRAINT invoice_series_kind CHECK (kind IN ('invoice', 'credit_note')),
    year integer NOT NULL,
    last bigint NOT NULL CONSTRAINT invoice_series_last CHECK (last >= 0)
);

-- What was issued. Append-only. No foreign key: to check one would lock the order while a number is held, so numbering
-- would wait for whoever moves an order, and the other way round. The audit looks for orphans instead.
CREATE TABLE invoices (
    id uuid PRIMARY KEY,
    kind text NOT NULL CONSTRAINT invoices_kind CHECK (kind IN ('invoice', 'credit_note')),
    year integer NOT NULL,
    number bigint NOT NULL CONSTRAINT invoices_from_one CHECK (number > 0),
    order_id uuid NOT NULL,
    refund_id uuid,
    issued_at timestamptz NOT NULL,
    total_minor bigint NOT NULL CONSTRAINT invoices_total CHECK (total_minor >= 0),
    currency text NOT NULL,
    -- Everything that it says, as it was on the day of issue: nothing is looked up again.
    contents jsonb NOT NULL,
    CONSTRAINT invoices_number_once UNIQUE (kind, year, number),
    CONSTRAINT invoices_refund CHECK ((kind = 'credit_note') = (refund_id IS NOT NULL))
);
CREATE UNIQUE INDEX invoices_of_order_once ON invoices (order_id) WHERE kind = 'invoice';
CREATE UNIQUE INDEX invoices_of_refund_once ON invoices (refund_id) WHERE kind = 'credit_note';
CREATE INDEX invoices_credit_notes ON invoices (order_id) WHERE kind = 'credit_note';
-- For the staff and their accountant.
CREATE INDEX invoices_by_time ON invoices (issued_at, id);

-- Every order that was ever paid has a row in `fulfilments`, however it came to be paid. One that is written again, by
-- hand, is not invoiced again.
CREATE FUNCTION queue_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO invoice_queue (kind, about, due_at)
    SELECT 'invoice', NEW.order_id, NEW.paid_at
    WHERE NOT EXISTS (SELECT FROM invoices i WHERE i.order_id = NEW.order_id AND i.kind = 'invoice');
    RETURN NULL;
END
$$;
CREATE TRIGGER fulfilments_invoice AFTER INSERT ON fulfilments FOR EACH ROW EXECUTE FUNCTION queue_invoice();

INSERT INTO invoice_queue (kind, about, due_at) SELECT 'invoice', order_id, paid_at FROM fulfilments;
