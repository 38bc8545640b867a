-- Orders that come from a cart. `orders` and its indexes stay as a sale's purchase needs them: what only a checkout has
-- lies here.

CREATE TABLE checkouts (
    order_id uuid PRIMARY KEY,
    -- The cart it was made from: the scope of the Idempotency-Key. A cart merged into another is gone.
    cart_id uuid NOT NULL,
    -- The order's: an account, or a guest (the id of the guest's cart).
    user_id uuid NOT NULL,
    email text NOT NULL,
    shipping_address jsonb NOT NULL,
    shipping_method text NOT NULL,
    code text,
    -- While the order is pending or authorised: it holds stock, unpaid.
    open boolean NOT NULL DEFAULT true,
    pay_by timestamptz NOT NULL,
    idempotency_key bytea NOT NULL,
    idempotency_body bytea NOT NULL,
    CONSTRAINT checkouts_key_once UNIQUE (cart_id, idempotency_key)
);
CREATE INDEX checkouts_of_user ON checkouts (user_id, order_id DESC);
-- For staff who look for a guest.
CREATE INDEX checkouts_of_email ON checkouts (email, order_id DESC);
CREATE INDEX checkouts_due ON checkouts (pay_by) WHERE open;
CREATE INDEX checkouts_open ON checkouts (user_id) WHERE open;

-- What an order's line does not say: the list price, its share of the order's discount, the VAT it contains.
CREATE TABLE checkout_lines (
    order_id uuid NOT NULL,
    position smallint NOT NULL,
    list_minor bigint NOT NULL,
    discount_minor bigint NOT NULL CONSTRAINT checkout_lines_discount CHECK (discount_minor >= 0),
    vat_basis_points integer NOT NULL,
    PRIMARY KEY (order_id, position)
);

ALTER TABLE stock_movements DROP CONSTRAINT stock_movements_reason;
ALTER TABLE stock_movements ADD CONSTRAINT stock_movements_reason CHECK (reason IN
    ('received', 'written_off', 'counted', 'sale_opened', 'sale_edited', 'sale_settled', 'hold_lapsed', 'ordered',
     'order_released'));

-- Units of each product that a customer's unpaid orders hold: a new checkout takes them over, so they count as available to
-- this customer.
CREATE FUNCTION held_by(p_owner uuid) RETURNS TABLE (product_id uuid, units bigint) LANGUAGE sql STABLE AS $$
    SELECT l.product_id, sum(l.quantity)::bigint
    FROM checkouts k JOIN orders o ON o.id = k.order_id JOIN order_lines l ON l.order_id = k.order_id
    WHERE k.user_id = p_owner AND k.open AND o.status = 'pending_payment'
    GROUP BY l.product_id
$$;

-- Makes it `p_quantity` units of a product in a cart. `verdict`: ok, unknown, unavailable, insufficient (with `available`),
-- full.
CREATE FUNCTION set_cart_item(
    p_user uuid, p_token bytea, p_fresh uuid, p_fresh_token bytea, p_product uuid, p_quantity integer
) RETURNS TABLE (verdict text, available bigint, cart uuid) LANGUAGE plpgsql AS $$
DECLARE
    product record;
BEGIN
    SELECT p.status, p.stock INTO product FROM products p WHERE p.id = p_product;
    available := product.stock;
    IF product.stock < p_quantity THEN
        available := product.stock + coalesce((
            SELECT h.units FROM carts c CROSS JOIN LATERAL held_by(coalesce(c.user_id, c.id)) h
            WHERE (c.user_id = p_user OR c.token_hash = p_token) AND h.product_id = p_product), 0);
    END IF;
    verdict := CASE
        WHEN product.status IS NULL OR product.status = 'draft' THEN 'unknown'
        WHEN product.status <> 'published' THEN 'unavailable'
        WHEN available < p_quantity THEN 'insufficient'
    END;
    IF verdict IS NULL THEN
        cart := hold_cart(p_user, p_token, p_fresh, p_fresh_token);
        IF (SELECT count(*) FROM cart_items i WHERE i.cart_id = cart AND i.product_id <> p_product) >= 100 THEN
            verdict := 'full';
        ELSE
            verdict := 'ok';
            INSERT INTO cart_items (cart_id, product_id, quantity) VALUES (cart, p_product, p_quantity)
            ON CONFLICT (cart_id, product_id) DO UPDATE SET quantity = excluded.quantity;
            UPDATE carts c SET touched_at = clock_timestamp()
            WHERE c.id = cart AND c.touched_at < clock_timestamp() - interval '1 day';
        END IF;
    END IF;
    RETURN NEXT;
END
$$;

-- Gives back what these orders of carts hold, whose rows the caller has locked and moved: stock, then uses of codes.
CREATE FUNCTION release_checkouts(p_orders uuid[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    PERFORM 1 FROM products p
    WHERE p.id IN (SELECT l.product_id FROM order_lines l WHERE l.order_id = ANY (p_orders))
    ORDER BY p.id FOR NO KEY UPDATE;
    UPDATE products p SET stock = p.stock + l.units
    FROM (SELECT product_id, sum(quantity) AS units FROM order_lines WHERE order_id = ANY (p_orders) GROUP BY product_id) l
    WHERE p.id = l.product_id;
    INSERT INTO stock_movements (product_id, units, reason, order_id)
    SELECT l.product_id, l.quantity, 'order_released', l.order_id FROM order_lines l WHERE l.order_id = ANY (p_orders);

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

-- An order of a cart is paid: what was bought leaves its customer's cart, what was added since stays.
CREATE FUNCTION settle_checkout(p_order uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    bought checkouts%ROWTYPE;
    cart uuid;
BEGIN
    UPDATE checkouts k SET open = false WHERE k.order_id = p_order RETURNING k.* INTO bought;
    SELECT c.id INTO cart FROM carts c WHERE c.id = bought.user_id OR c.user_id = bought.user_id;
    DELETE FROM cart_items i USING order_lines l
    WHERE l.order_id = p_order AND i.cart_id = cart AND i.product_id = l.product_id AND i.quantity <= l.quantity;
    UPDATE cart_items i SET quantity = i.quantity - l.quantity FROM order_lines l
    WHERE l.order_id = p_order AND i.cart_id = cart AND i.product_id = l.product_id AND i.quantity > l.quantity;
    DELETE FROM cart_codes cc USING codes c WHERE cc.cart_id = cart AND c.id = cc.code_id AND c.code = bought.code;
END
$$;

-- Places an order of a cart that was read and priced a moment ago: one call, one transaction, one round trip. The locks
-- come in the order that everybody keeps (cart, orders, products, codes), and what was read is compared under them.
-- `verdict`: placed · replayed, mismatch, paying (`about` that order) · changed (read again) · short (`short`, `available`)
-- · code (`reason`). Whatever it is but placed: nothing has happened.
CREATE FUNCTION check_out(
    p_order uuid, p_user uuid, p_token bytea, p_key bytea, p_body bytea,
    p_products uuid[], p_quantities integer[], p_versions bigint[], p_names text[], p_lists bigint[], p_units bigint[],
    p_discounts bigint[], p_vat integer[],
    p_discount bigint, p_shipping bigint, p_total bigint, p_currency text, p_hold_seconds integer,
    p_email text, p_address jsonb, p_method text, p_code uuid, p_code_version bigint
) RETURNS TABLE (
    verdict text, about uuid, reason text, placed_at timestamptz, pay_by timestamptz, short uuid[], available bigint[]
) LANGUAGE plpgsql SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    mine uuid;
    owner uuid;
    known record;
    older uuid[] := '{}';
    changed boolean;
    used codes%ROWTYPE;
    given_back bigint;
BEGIN
    SELECT c.id INTO mine FROM carts c WHERE c.user_id = p_user OR c.token_hash = p_token FOR UPDATE;
    IF NOT FOUND THEN
        verdict := 'changed';
        RETURN NEXT;
        RETURN;
    END IF;
    SELECT k.order_id, k.idempotency_body INTO known FROM checkouts k
    WHERE k.cart_id = mine AND k.idempotency_key = p_key;
    IF FOUND THEN
        verdict := CASE WHEN known.idempotency_body = p_body THEN 'replayed' ELSE 'mismatch' END;
        about := known.order_id;
        RETURN NEXT;
        RETURN;
    END IF;

    -- An earlier checkout that is still unpaid makes room for this one.
    owner := coalesce(p_user, mine);
    FOR known IN
        SELECT o.id, o.status FROM checkouts k JOIN orders o ON o.id = k.order_id
        WHERE k.user_id = owner AND k.open ORDER BY o.id FOR UPDATE OF o
    LOOP
        IF known.status = 'authorized' THEN
            verdict := 'paying';
            about := known.id;
            RETURN NEXT;
            RETURN;
        ELSIF known.status = 'pending_payment' THEN
            older := older || known.id;
        END IF;
    END LOOP;

    -- Only now: a payment that emptied the cart was waited for above.
    IF EXISTS (
        SELECT FROM (SELECT product_id, quantity FROM cart_items WHERE cart_id = mine) i
        FULL JOIN unnest(p_products, p_quantities) w (product_id, quantity) ON w.product_id = i.product_id
        WHERE i.quantity IS DISTINCT FROM w.quantity
    ) THEN
        verdict := 'changed';
        RETURN NEXT;
        RETURN;
    END IF;

    PERFORM 1 FROM products p
    WHERE p.id = ANY (p_products || ARRAY(SELECT l.product_id FROM order_lines l WHERE l.order_id = ANY (older)))
    ORDER BY p.id FOR NO KEY UPDATE;
    SELECT bool_or(p.version IS DISTINCT FROM w.version),
        array_agg(w.id ORDER BY w.place) FILTER (WHERE p.stock + coalesce(b.units, 0) < w.quantity),
        array_agg(p.stock + coalesce(b.units, 0) ORDER BY w.place)
            FILTER (WHERE p.stock + coalesce(b.units, 0) < w.quantity)
    INTO changed, short, available
    FROM unnest(p_products, p_quantities, p_versions) WITH ORDINALITY w (id, quantity, version, place)
    LEFT JOIN products p ON p.id = w.id
    LEFT JOIN (
        SELECT l.product_id, sum(l.quantity)::bigint AS units FROM order_lines l
        WHERE l.order_id = ANY (older) GROUP BY l.product_id
    ) b ON b.product_id = w.id;
    IF changed OR short IS NOT NULL THEN
        verdict := CASE WHEN changed THEN 'changed' ELSE 'short' END;
        RETURN NEXT;
        RETURN;
    END IF;

    -- The time is taken when every lock is held.
    IF p_code IS NOT NULL OR cardinality(older) > 0 THEN
        PERFORM 1 FROM codes c
        WHERE c.id = p_code OR c.id IN (SELECT r.code_id FROM code_redemptions r WHERE r.order_id = ANY (older))
        ORDER BY c.id FOR UPDATE;
    END IF;
    placed_at := clock_timestamp();
    pay_by := placed_at + make_interval(secs => p_hold_seconds);
    IF p_code IS NOT NULL THEN
        SELECT * INTO used FROM codes c WHERE c.id = p_code;
        SELECT count(*) INTO given_back FROM code_redemptions r
        WHERE r.order_id = ANY (older) AND r.code_id = p_code AND r.released_at IS NULL;
        reason := CASE
            WHEN used.archived OR placed_at >= used.ends_at THEN 'over'
            WHEN placed_at < used.starts_at THEN 'not_started'
            WHEN used.redeemed - given_back >= used.total_limit THEN 'used_up'
            WHEN used.per_customer_limit <= (
                SELECT count(*) FROM code_redemptions r
                WHERE r.code_id = p_code AND r.released_at IS NULL AND (r.user_id = owner OR r.email = p_email)
                    AND r.order_id <> ALL (older)
            ) THEN 'customer_limit'
        END;
        IF reason IS NOT NULL OR used.version <> p_code_version THEN
            verdict := CASE WHEN reason IS NOT NULL THEN 'code' ELSE 'changed' END;
            RETURN NEXT;
            RETURN;
        END IF;
    END IF;

    IF cardinality(older) > 0 THEN
        UPDATE orders o SET status = 'cancelled' WHERE o.id = ANY (older);
        INSERT INTO order_events (order_id, status, actor, note)
        SELECT id, 'cancelled', 'customer', 'replaced by a newer checkout' FROM unnest(older) id;
        PERFORM release_checkouts(older);
    END IF;

    INSERT INTO orders (id, user_id, created_at, pay_by, discount_minor, shipping_minor, total_minor, currency, units_held,
        status)
    VALUES (p_order, owner, placed_at, pay_by, p_discount, p_shipping, p_total, p_currency, 0, 'pending_payment');
    INSERT INTO order_lines (order_id, position, product_id, name, quantity, unit_minor, total_minor)
    SELECT p_order, w.place - 1, w.id, w.name, w.quantity, w.unit, w.unit * w.quantity
    FROM unnest(p_products, p_names, p_quantities, p_units) WITH ORDINALITY w (id, name, quantity, unit, place);
    INSERT INTO checkouts (order_id, cart_id, user_id, email, shipping_address, shipping_method, code, pay_by,
        idempotency_key, idempotency_body)
    VALUES (p_order, mine, owner, p_email, p_address, p_method, used.code, pay_by, p_key, p_body);
    INSERT INTO checkout_lines (order_id, position, list_minor, discount_minor, vat_basis_points)
    SELECT p_order, w.place - 1, w.list, w.discount, w.vat
    FROM unnest(p_lists, p_discounts, p_vat) WITH ORDINALITY w (list, discount, vat, place);
    UPDATE products p SET stock = p.stock - w.quantity
    FROM unnest(p_products, p_quantities) w (id, quantity) WHERE p.id = w.id;
    INSERT INTO stock_movements (product_id, units, reason, order_id)
    SELECT w.id, -w.quantity, 'ordered', p_order FROM unnest(p_products, p_quantities) w (id, quantity);
    IF p_code IS NOT NULL THEN
        UPDATE codes c SET redeemed = c.redeemed + 1 WHERE c.id = p_code;
        INSERT INTO code_redemptions (order_id, code_id, user_id, email, limit_then)
        VALUES (p_order, p_code, owner, p_email, used.per_customer_limit);
    END IF;
    INSERT INTO outbox (topic, payload) VALUES ('order.placed', jsonb_build_object('order_id', p_order));
    verdict := 'placed';
    RETURN NEXT;
END
$$;

-- A guest signs in: their cart goes into the account's, and so do their orders, because the token proves whose they are.
-- Quantities are added, capped by the stock. Doing it again changes nothing.
CREATE FUNCTION merge_cart(p_user uuid, p_token bytea, p_fresh uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    guest uuid;
    account uuid;
BEGIN
    SELECT c.id INTO guest FROM carts c WHERE c.token_hash = p_token;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    INSERT INTO carts (id, user_id) VALUES (p_fresh, p_user) ON CONFLICT (user_id) DO NOTHING;
    SELECT c.id INTO account FROM carts c WHERE c.user_id = p_user;
    PERFORM 1 FROM carts c WHERE c.id IN (guest, account) ORDER BY c.id FOR UPDATE;
    -- Somebody else may have merged it meanwhile.
    IF NOT EXISTS (SELECT FROM carts c WHERE c.id = guest) THEN
        RETURN;
    END IF;
    PERFORM 1 FROM checkouts k JOIN orders o ON o.id = k.order_id WHERE k.user_id = guest ORDER BY o.id FOR UPDATE OF o;
    UPDATE orders o SET user_id = p_user FROM checkouts k WHERE k.user_id = guest AND o.id = k.order_id;
    UPDATE checkouts k SET user_id = p_user WHERE k.user_id = guest;
    INSERT INTO cart_items (cart_id, product_id, quantity, added_at)
    SELECT account, g.product_id, LEAST(g.quantity, GREATEST(p.stock, 1), 999), g.added_at
    FROM (
        SELECT i.*, row_number() OVER (ORDER BY i.added_at) AS place FROM cart_items i WHERE i.cart_id = guest
    ) g JOIN products p ON p.id = g.product_id
    -- A cart has room for a hundred products.
    WHERE g.place <= 100 - (SELECT count(*) FROM cart_items i WHERE i.cart_id = account)
        OR EXISTS (SELECT FROM cart_items i WHERE i.cart_id = account AND i.product_id = g.product_id)
    ON CONFLICT (cart_id, product_id) DO UPDATE SET quantity = LEAST(cart_items.quantity + excluded.quantity,
        GREATEST((SELECT p.stock FROM products p WHERE p.id = excluded.product_id), 1), 999);
    INSERT INTO cart_codes (cart_id, code_id) SELECT account, cc.code_id FROM cart_codes cc WHERE cc.cart_id = guest
    ON CONFLICT DO NOTHING;
    DELETE FROM carts c WHERE c.id = guest;
END
$$;
