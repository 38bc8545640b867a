-- The latest attempt to pay each of these orders, and whether anything was ever to go back of it. Every reading of an order asks
-- this, and PostgreSQL planned it anew each time, for twice as long as it took to answer: it is planned once per session here
-- (docs/bench/tried.md, 20261130000050).
CREATE FUNCTION latest_payments(p_orders uuid[]) RETURNS TABLE (
    id uuid, order_id uuid, provider text, reference text, status text, step text, failure text, dispute text,
    amount_minor bigint, currency text, updated_at timestamptz, has_refunds boolean
) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
    RETURN QUERY
    SELECT DISTINCT ON (p.order_id) p.id, p.order_id, p.provider, p.reference, p.status, p.step, p.failure, p.dispute,
        p.amount_minor, p.currency, p.updated_at, EXISTS (SELECT FROM refunds r WHERE r.order_id = p.order_id)
    FROM payments p WHERE p.order_id = ANY (p_orders) ORDER BY p.order_id, p.id DESC;
END
$$;
