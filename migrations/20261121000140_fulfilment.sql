-- What becomes of an order once it is paid: packed, shipped in one parcel or several, delivered. And what the staff write
-- down about it.

-- Who exactly moved the order; null when nobody did.
ALTER TABLE order_events ADD COLUMN user_id uuid;

-- One row for every order that was ever paid: what the staff's lists read. It is written with the move to `paid`, so the
-- purchase and its two indexes pay for none of it.
CREATE TABLE fulfilments (
    order_id uuid PRIMARY KEY REFERENCES orders (id),
    -- The order's.
    status order_status NOT NULL,
    paid_at timestamptz NOT NULL
);
CREATE INDEX fulfilments_by_status ON fulfilments (status, order_id);
-- The pack list, first paid first packed.
CREATE INDEX fulfilments_to_pack ON fulfilments (paid_at, order_id) WHERE status = 'paid';
-- An order's number is the last sixty bits of its id: fifteen hexadecimal digits with a dash among them.
CREATE INDEX fulfilments_by_number ON fulfilments (right(order_id::text, 16));

-- Follows the timeline, so that no way to move an order can forget to. What was never paid has no row to follow.
CREATE FUNCTION follow_fulfilment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status = 'paid' THEN
        INSERT INTO fulfilments (order_id, status, paid_at) VALUES (NEW.order_id, NEW.status, NEW.at);
    ELSE
        UPDATE fulfilments SET status = NEW.status WHERE order_id = NEW.order_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER order_events_fulfilment AFTER INSERT ON order_events FOR EACH ROW
    WHEN (NEW.status IN ('paid', 'packed', 'shipped', 'delivered', 'cancelled', 'returned'))
    EXECUTE FUNCTION follow_fulfilment();

INSERT INTO fulfilments (order_id, status, paid_at)
SELECT o.id, o.status, e.at FROM order_events e JOIN orders o ON o.id = e.order_id WHERE e.status = 'paid';

-- A parcel. Several of them may carry one order.
CREATE TABLE shipments (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders (id),
    carrier text NOT NULL CONSTRAINT shipments_carrier CHECK (char_length(carrier) BETWEEN 1 AND 60),
    tracking_number text CONSTRAINT shipments_tracking CHECK (char_length(tracking_number) BETWEEN 1 AND 100),
    -- Who sent it.
    user_id uuid NOT NULL,
    shipped_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    delivered_at timestamptz,
    idempotency_key bytea NOT NULL,
    idempotency_body bytea NOT NULL,
    CONSTRAINT shipments_key_once UNIQUE (order_id, idempotency_key)
);

-- What is in the parcel. An order has at most one line of a product.
CREATE TABLE shipment_lines (
    shipment_id uuid NOT NULL REFERENCES shipments (id),
    product_id uuid NOT NULL,
    quantity integer NOT NULL CONSTRAINT shipment_lines_quantity CHECK (quantity > 0),
    PRIMARY KEY (shipment_id, product_id)
);

-- What the staff write down about an order. Append-only.
CREATE TABLE order_notes (
    id bigint GENERATED ALWAYS AS IDENTITY,
    order_id uuid NOT NULL REFERENCES orders (id),
    user_id uuid NOT NULL,
    text text NOT NULL CONSTRAINT order_notes_text CHECK (char_length(text) BETWEEN 1 AND 2000),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (order_id, id)
);
