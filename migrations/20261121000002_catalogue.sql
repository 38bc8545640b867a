-- Products as far as a sale needs them, and the movements that explain every unit of stock.

CREATE TABLE products (
    id uuid PRIMARY KEY,
    slug text NOT NULL,
    name text NOT NULL CONSTRAINT products_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
    description text NOT NULL DEFAULT '',
    image_url text,
    price_minor bigint NOT NULL CONSTRAINT products_price_positive CHECK (price_minor >= 0),
    currency text NOT NULL CONSTRAINT products_currency CHECK (currency ~ '^[A-Z]{3}$'),
    stock bigint NOT NULL DEFAULT 0 CONSTRAINT products_stock_covers CHECK (stock >= 0),
    status text NOT NULL CONSTRAINT products_status CHECK (status IN ('draft', 'published', 'archived')),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT products_slug_unique UNIQUE (slug)
);
CREATE INDEX products_newest ON products (created_at DESC, id DESC) WHERE status = 'published';

-- Append-only: a product's stock is the sum of its movements.
CREATE TABLE stock_movements (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id uuid NOT NULL REFERENCES products (id),
    units bigint NOT NULL CONSTRAINT stock_movements_moves CHECK (units <> 0),
    reason text NOT NULL CONSTRAINT stock_movements_reason
        CHECK (reason IN ('received', 'sale_opened', 'sale_settled', 'hold_lapsed')),
    sale_id uuid,
    order_id uuid,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX stock_movements_product ON stock_movements (product_id);
