-- Carts: what somebody means to buy. Nothing is held by a cart; a checkout holds.

CREATE TABLE carts (
    -- For a guest it is also the id of the guest: the `user_id` of their orders.
    id uuid PRIMARY KEY,
    user_id uuid,
    -- SHA-256 of the guest's token.
    token_hash bytea,
    -- To the day: when somebody last put something in.
    touched_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT carts_owner CHECK ((user_id IS NULL) <> (token_hash IS NULL)),
    CONSTRAINT carts_of_user UNIQUE (user_id),
    CONSTRAINT carts_of_token UNIQUE (token_hash)
);
CREATE INDEX carts_untouched ON carts (touched_at) WHERE token_hash IS NOT NULL;

-- No foreign key to the product, which would be locked by everybody who wants it. Products are never deleted.
CREATE TABLE cart_items (
    cart_id uuid NOT NULL REFERENCES carts (id) ON DELETE CASCADE,
    product_id uuid NOT NULL,
    quantity integer NOT NULL CONSTRAINT cart_items_quantity CHECK (quantity BETWEEN 1 AND 999),
    added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (cart_id, product_id)
);

-- Apart from the cart, like its items: a payment that empties a cart locks neither the cart nor waits for who has locked it.
CREATE TABLE cart_codes (
    cart_id uuid PRIMARY KEY REFERENCES carts (id) ON DELETE CASCADE,
    code_id uuid NOT NULL REFERENCES codes (id)
);

-- The cart of an account or of a guest, locked until the end of the transaction, and made when there is none.
CREATE FUNCTION hold_cart(p_user uuid, p_token bytea, p_fresh uuid, p_fresh_token bytea) RETURNS uuid
LANGUAGE plpgsql AS $$
DECLARE
    mine uuid;
BEGIN
    SELECT c.id INTO mine FROM carts c WHERE c.user_id = p_user OR c.token_hash = p_token FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO carts (id, user_id, token_hash) VALUES (p_fresh, p_user, CASE WHEN p_user IS NULL THEN p_fresh_token END)
        ON CONFLICT DO NOTHING RETURNING id INTO mine;
        IF mine IS NULL THEN
            SELECT c.id INTO mine FROM carts c WHERE c.user_id = p_user FOR UPDATE;
        END IF;
    END IF;
    RETURN mine;
END
$$;
