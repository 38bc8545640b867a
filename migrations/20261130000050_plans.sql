-- What every purchase of a cart asks is planned once per session, not once per question: planning took PostgreSQL three times
-- as long as finding the answer (docs/bench/tried.md). Each question below looks at a handful of rows by their keys, so the plan
-- does not depend on whose they are; without sequential scans it does not depend either on how empty the tables were when the
-- session began.

ALTER FUNCTION hold_cart(uuid, bytea, uuid, bytea) SET plan_cache_mode = force_generic_plan SET enable_seqscan = off;
ALTER FUNCTION set_cart_item(uuid, bytea, uuid, bytea, uuid, integer)
    SET plan_cache_mode = force_generic_plan SET enable_seqscan = off;
ALTER FUNCTION release_checkouts(uuid[]) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION settle_checkout(uuid) SET plan_cache_mode = force_generic_plan SET enable_seqscan = off;
ALTER FUNCTION merge_cart(uuid, bytea, uuid) SET plan_cache_mode = force_generic_plan SET enable_seqscan = off;
ALTER FUNCTION check_out(uuid, uuid, bytea, bytea, bytea, uuid[], integer[], bigint[], text[], bigint[], bigint[], bigint[],
    integer[], bigint, bigint, bigint, text, integer, text, jsonb, text, uuid, bigint)
    SET plan_cache_mode = force_generic_plan;

-- The cart of an account or of a guest, one row per item, or one row without an item. `stock` counts what this customer's own
-- unpaid orders hold: a new checkout takes it over. `used` is how often this customer has used the cart's code, apart from
-- those orders.
CREATE FUNCTION read_cart(p_user uuid, p_token bytea) RETURNS TABLE (
    cart_id uuid, read_at timestamptz, quantity integer, product_id uuid, slug text, name text, status text,
    price_minor bigint, currency text, vat_basis_points integer, weight_grams integer, stock bigint, version bigint,
    image_url text, image_alt text, offers jsonb, code jsonb, used bigint
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT c.id, now(), i.quantity, p.id, p.slug, p.name, p.status, p.price_minor, p.currency, p.vat_basis_points,
        p.weight_grams, p.stock + coalesce(h.units, 0), p.version, m.url, m.alt,
        (SELECT jsonb_agg(d) FROM discounts_of(p.id, now()) d),
        to_jsonb(k),
        CASE WHEN k.id IS NOT NULL THEN (
            SELECT count(*) FROM code_redemptions r
            WHERE r.code_id = k.id AND r.released_at IS NULL AND (r.user_id = coalesce(c.user_id, c.id)
                OR r.email = (SELECT u.email FROM users u WHERE u.id = c.user_id))
                AND NOT EXISTS (
                    SELECT FROM checkouts o JOIN orders w ON w.id = o.order_id
                    WHERE o.order_id = r.order_id AND o.user_id = coalesce(c.user_id, c.id) AND o.open
                        AND w.status = 'pending_payment'))
        END
    FROM carts c
    LEFT JOIN cart_items i ON i.cart_id = c.id
    LEFT JOIN products p ON p.id = i.product_id
    LEFT JOIN product_images m ON m.product_id = p.id AND m.position = 0
    LEFT JOIN LATERAL held_by(coalesce(c.user_id, c.id)) h ON h.product_id = p.id
    LEFT JOIN cart_codes cc ON cc.cart_id = c.id
    LEFT JOIN codes k ON k.id = cc.code_id
    WHERE c.user_id = p_user OR c.token_hash = p_token
    ORDER BY i.added_at, i.product_id;
END
$$;

-- What orders that were made from a cart remember of it, one row per line.
CREATE FUNCTION read_checkouts(p_orders uuid[]) RETURNS TABLE (
    order_id uuid, email text, shipping_address jsonb, shipping_method text, code text, discount_minor bigint,
    shipping_minor bigint, currency text, total_minor bigint, list_minor bigint, line_discount_minor bigint,
    vat_basis_points integer
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT k.order_id, k.email, k.shipping_address, k.shipping_method, k.code, o.discount_minor, o.shipping_minor,
        o.currency, l.total_minor, c.list_minor, c.discount_minor, c.vat_basis_points
    FROM checkouts k
    JOIN orders o ON o.id = k.order_id
    JOIN order_lines l ON l.order_id = k.order_id
    JOIN checkout_lines c ON c.order_id = l.order_id AND c.position = l.position
    WHERE k.order_id = ANY (p_orders) ORDER BY k.order_id, l.position;
END
$$;
