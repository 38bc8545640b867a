-- Staff steer a running sale: edit, pause, resume, cancel.

-- Counts what staff did to the sale, as its ETag. Purchases and releases leave it alone.
ALTER TABLE sales ADD COLUMN version bigint NOT NULL DEFAULT 1;

-- Every move of the staff is an entry of the ledger too: it raises `seq`, by which readers tell the newer of two snapshots.
ALTER TABLE sale_ledger DROP CONSTRAINT sale_ledger_kind;
ALTER TABLE sale_ledger ADD CONSTRAINT sale_ledger_kind CHECK (kind IN
    ('opened', 'sold', 'released', 'settled', 'edited', 'paused', 'resumed', 'cancelled'));
-- An edit: the limit per customer that was in force until then. The audit needs it to judge older orders.
ALTER TABLE sale_ledger ADD COLUMN limit_before integer;

-- Units that an edit moved between the product's stock and the sale.
ALTER TABLE stock_movements DROP CONSTRAINT stock_movements_reason;
ALTER TABLE stock_movements ADD CONSTRAINT stock_movements_reason CHECK (reason IN
    ('received', 'sale_opened', 'sale_edited', 'sale_settled', 'hold_lapsed'));
