-- What is due once is due once, and found by what it is about: a shop that was just updated has a long queue.
ALTER TABLE invoice_queue DROP CONSTRAINT invoice_queue_pkey, ADD PRIMARY KEY (kind, about);
CREATE INDEX invoice_queue_next ON invoice_queue (kind, due_at, about);

-- Every refund that was settled gets a credit note, however it came to be settled; one of nothing needs none. One that failed
-- after all before it had its note needs none either.
CREATE FUNCTION queue_credit_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status = 'settled' THEN
        INSERT INTO invoice_queue (kind, about, due_at)
        SELECT 'credit_note', NEW.id, NEW.ended_at
        WHERE NOT EXISTS (SELECT FROM invoices i WHERE i.refund_id = NEW.id AND i.kind = 'credit_note')
        ON CONFLICT DO NOTHING;
    ELSE
        DELETE FROM invoice_queue q WHERE q.kind = 'credit_note' AND q.about = NEW.id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER refunds_credit_note AFTER INSERT OR UPDATE OF status ON refunds FOR EACH ROW
    WHEN (NEW.status IN ('settled', 'failed') AND NEW.amount_minor > 0) EXECUTE FUNCTION queue_credit_note();

INSERT INTO invoice_queue (kind, about, due_at)
SELECT 'credit_note', id, ended_at FROM refunds WHERE status = 'settled' AND amount_minor > 0;
