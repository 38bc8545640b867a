-- Refunds: one row each, written in the transaction that decides, before the provider is asked. And what of which line each
-- is for, so that VAT, stock and a sale's units can be told from it.

CREATE TABLE refunds (
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES orders (id),
    payment_id uuid NOT NULL REFERENCES payments (id),
    -- Σ lines + shipping. Nothing, when units come back for which nothing is owed.
    amount_minor bigint NOT NULL CONSTRAINT refunds_amount CHECK (amount_minor >= 0),
    -- The part of it that goes back of what the parcel cost.
    shipping_minor bigint NOT NULL CONSTRAINT refunds_shipping CHECK (shipping_minor BETWEEN 0 AND amount_minor),
    currency text NOT NULL,
    -- In words, for the customer too.
    reason text NOT NULL CONSTRAINT refunds_reason CHECK (char_length(reason) BETWEEN 1 AND 500),
    -- Who asked for it.
    actor text NOT NULL CONSTRAINT refunds_actor CHECK (actor IN ('customer', 'staff', 'system')),
    user_id uuid,
    status text NOT NULL CONSTRAINT refunds_status CHECK (status IN ('pending', 'settled', 'failed')),
    -- The provider's name for it, once it has one.
    reference text,
    -- Why it failed.
    failure text,
    -- The order ended with it: the units that came back are told by the order's move, not by this.
    ends_order boolean NOT NULL,
    -- Otherwise: the entry of the sale's ledger that took them back.
    ledger_seq bigint,
    -- Null when nobody's request made it, such as the refund that a cancellation brings.
    idempotency_key bytea,
    idempotency_body bytea,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- When the provider was last asked.
    asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- When it was settled, or failed.
    ended_at timestamptz,
    CONSTRAINT refunds_key_once UNIQUE (order_id, idempotency_key),
    CONSTRAINT refunds_ended CHECK ((status = 'pending') = (ended_at IS NULL)),
    CONSTRAINT refunds_why_failed CHECK ((status = 'failed') = (failure IS NOT NULL))
);
-- What a reconciler must look at.
CREATE INDEX refunds_unsettled ON refunds (asked_at) WHERE status = 'pending';
-- The list of the staff.
CREATE INDEX refunds_by_status ON refunds (status, created_at DESC, id DESC);

-- An order has at most one line of a product.
CREATE TABLE refund_lines (
    refund_id uuid NOT NULL REFERENCES refunds (id),
    product_id uuid NOT NULL,
    -- Units that leave the order with it; none when it is only about money.
    quantity integer NOT NULL CONSTRAINT refund_lines_quantity CHECK (quantity >= 0),
    -- Those of them that had not left the house, and never will.
    unsent integer NOT NULL CONSTRAINT refund_lines_unsent CHECK (unsent BETWEEN 0 AND quantity),
    amount_minor bigint NOT NULL CONSTRAINT refund_lines_amount CHECK (amount_minor >= 0),
    -- Whether the units can be sold again. If not they are gone: of a sale's order they stay held.
    restocked boolean NOT NULL,
    PRIMARY KEY (refund_id, product_id),
    CONSTRAINT refund_lines_something CHECK (quantity > 0 OR amount_minor > 0)
);

-- What is on its way back, or has gone back: never more than was captured. Two refunds at once meet here, whatever they
-- have seen before.
ALTER TABLE payments ADD COLUMN refunded_minor bigint NOT NULL DEFAULT 0;

-- Cancellations that came before. What their units did is told by the order's move.
INSERT INTO refunds (id, order_id, payment_id, amount_minor, shipping_minor, currency, reason, actor, status, reference,
    ends_order, created_at, asked_at, ended_at)
SELECT p.id, p.order_id, p.id, p.amount_minor, o.shipping_minor, p.currency, 'the order was cancelled', coalesce(e.actor,
    'system'), CASE p.status WHEN 'refunded' THEN 'settled' ELSE 'pending' END, NULL, true, coalesce(e.at, p.updated_at),
    p.updated_at, CASE p.status WHEN 'refunded' THEN p.updated_at END
FROM payments p JOIN orders o ON o.id = p.order_id
LEFT JOIN LATERAL (
    SELECT actor, at FROM order_events WHERE order_id = p.order_id AND status = 'cancelled' LIMIT 1
) e ON true
WHERE p.status IN ('refund_pending', 'refunded');
INSERT INTO refund_lines (refund_id, product_id, quantity, unsent, amount_minor, restocked)
SELECT r.id, l.product_id, 0, 0, l.total_minor - coalesce(c.discount_minor, 0), true
FROM refunds r JOIN order_lines l ON l.order_id = r.order_id
LEFT JOIN checkout_lines c ON c.order_id = l.order_id AND c.position = l.position
WHERE l.total_minor > coalesce(c.discount_minor, 0);
UPDATE payments SET status = 'captured', refunded_minor = amount_minor WHERE status IN ('refund_pending', 'refunded');
ALTER TABLE payments ADD CONSTRAINT payments_refunds_covered CHECK (refunded_minor BETWEEN 0 AND amount_minor);

-- Counts every refund on its payment, so that nobody can forget to. A refund that failed is not on its way any more.
CREATE FUNCTION count_refund() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    change bigint := CASE WHEN NEW.status = 'failed' THEN 0 ELSE NEW.amount_minor END;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.status <> 'failed' THEN
        change := change - OLD.amount_minor;
    END IF;
    IF TG_OP = 'UPDATE' AND change = 0 THEN
        RETURN NULL;
    END IF;
    UPDATE payments SET refunded_minor = refunded_minor + change
    WHERE id = NEW.payment_id AND order_id = NEW.order_id AND currency = NEW.currency
        AND (TG_OP = 'UPDATE' OR status = 'captured');
    IF NOT FOUND THEN
        RAISE check_violation USING MESSAGE = 'only what was captured is refunded', CONSTRAINT = 'payments_refunds_covered';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER refunds_count AFTER INSERT OR UPDATE OF status ON refunds FOR EACH ROW EXECUTE FUNCTION count_refund();

ALTER TABLE stock_movements DROP CONSTRAINT stock_movements_reason;
ALTER TABLE stock_movements ADD CONSTRAINT stock_movements_reason CHECK (reason IN
    ('received', 'written_off', 'counted', 'sale_opened', 'sale_edited', 'sale_settled', 'hold_lapsed', 'ordered',
     'order_released', 'order_refunded'));

-- Puts the units of a refund back into the stock of their products. Its order is of a cart, and its row is locked.
CREATE FUNCTION restock_refund(p_refund uuid) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    PERFORM 1 FROM products p
    WHERE p.id IN (SELECT l.product_id FROM refund_lines l WHERE l.refund_id = p_refund AND l.restocked AND l.quantity > 0)
    ORDER BY p.id FOR NO KEY UPDATE;
    UPDATE products p SET stock = p.stock + l.quantity FROM refund_lines l
    WHERE l.refund_id = p_refund AND l.restocked AND l.quantity > 0 AND p.id = l.product_id;
    INSERT INTO stock_movements (product_id, units, reason, order_id)
    SELECT l.product_id, l.quantity, 'order_refunded', r.order_id
    FROM refunds r JOIN refund_lines l ON l.refund_id = r.id
    WHERE r.id = p_refund AND l.restocked AND l.quantity > 0;
END
$$;

-- As in 20261121000112. New: what refunds took out of an order before is not in it any more, and what they left gone stays
-- gone. The refund that ends the order leaves the units that can be sold again to this.
CREATE OR REPLACE FUNCTION release_checkouts(p_orders uuid[]) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
    PERFORM 1 FROM products p
    WHERE p.id IN (SELECT l.product_id FROM order_lines l WHERE l.order_id = ANY (p_orders))
    ORDER BY p.id FOR NO KEY UPDATE;
    WITH back AS (
        INSERT INTO stock_movements (product_id, units, reason, order_id)
        SELECT l.product_id, l.quantity - coalesce(r.units, 0), 'order_released', l.order_id
        FROM order_lines l
        LEFT JOIN LATERAL (
            SELECT sum(q.quantity) AS units FROM refunds f JOIN refund_lines q ON q.refund_id = f.id
            WHERE f.order_id = l.order_id AND q.product_id = l.product_id AND NOT (f.ends_order AND q.restocked)
        ) r ON true
        WHERE l.order_id = ANY (p_orders) AND l.quantity > coalesce(r.units, 0)
        RETURNING product_id, units
    )
    UPDATE products p SET stock = p.stock + b.units
    FROM (SELECT product_id, sum(units) AS units FROM back GROUP BY product_id) b WHERE p.id = b.product_id;

    PERFORM 1 FROM codes c
    WHERE c.id IN (SELECT r.code_id FROM code_redemptions r WHERE r.order_id = ANY (p_orders) AND r.released_at IS NULL)
    ORDER BY c.id FOR UPDATE;
    WITH released AS (
        UPDATE code_redemptions r SET released_at = clock_timestamp()
        WHERE r.order_id = ANY (p_orders) AND r.released_at IS NULL RETURNING r.code_id
    )
    UPDATE codes c SET redeemed = c.redeemed - u.uses
    FROM (SELECT code_id, count(*) AS uses FROM released GROUP BY code_id) u WHERE c.id = u.code_id;
    UPDATE checkouts k SET open = false WHERE k.order_id = ANY (p_orders);
END
$$;
