-- Money that went back is told to webhooks, too: once for each refund, when its provider has it.

CREATE FUNCTION tell_webhooks_of_refund() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM webhooks WHERE enabled) THEN
        PERFORM tell_webhooks(ARRAY['refund.settled'], ARRAY[NEW.order_id],
            ARRAY[jsonb_build_object('refund_id', NEW.id, 'order_id', NEW.order_id, 'number', order_number(NEW.order_id),
                'amount', jsonb_build_object('amount', NEW.amount_minor, 'currency', NEW.currency))],
            ARRAY[NEW.ended_at]);
    END IF;
    RETURN NULL;
END
$$;
-- A refund of nothing is settled when it is made.
CREATE TRIGGER refunds_webhooks_made AFTER INSERT ON refunds FOR EACH ROW
    WHEN (NEW.status = 'settled') EXECUTE FUNCTION tell_webhooks_of_refund();
CREATE TRIGGER refunds_webhooks_settled AFTER UPDATE OF status ON refunds FOR EACH ROW
    WHEN (NEW.status = 'settled' AND OLD.status <> 'settled') EXECUTE FUNCTION tell_webhooks_of_refund();
