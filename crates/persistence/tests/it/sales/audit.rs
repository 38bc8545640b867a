//! What a sale promises of its units, its orders and its journal fires when the data is broken by hand.

use doorbuster_engine::sales::expire_stragglers;

use crate::broken::{after, broken, lived_in, run};

#[tokio::test]
async fn a_lost_unit_is_seen() {
    let fired = after(&["UPDATE sales SET remaining = remaining - 1"]).await;
    assert_eq!(fired, ["sale_units", "sale_ledgers"]);
}

#[tokio::test]
async fn an_invented_unit_is_seen() {
    let fired = after(&["UPDATE orders SET units_held = units_held + 1 WHERE status = 'paid'"]).await;
    assert_eq!(fired, ["sale_units"]);
}

#[tokio::test]
async fn a_second_active_order_is_seen() {
    let fired = after(&[
        "DROP INDEX orders_active_once",
        "INSERT INTO orders (id, user_id, sale_id, created_at, pay_by, total_minor, currency, units_held, status)
         SELECT gen_random_uuid(), user_id, sale_id, created_at, now() + interval '1 hour', 0, currency, 0,
             'pending_payment'
         FROM orders WHERE status = 'paid'",
    ])
    .await;
    assert_eq!(fired, ["one_active_order", "order_totals", "sale_ledgers", "sale_journals"]);
}

#[tokio::test]
async fn an_order_above_the_limit_is_seen() {
    let fired = after(&["UPDATE sales SET per_customer_limit = 1"]).await;
    assert_eq!(fired, ["one_active_order"]);
}

/// Staff lowered the limit: what was sold before may be above it, what is sold afterwards may not.
#[tokio::test]
async fn an_order_is_judged_by_the_limit_of_its_time() {
    const LOWERED: &str = "WITH edited AS (
            UPDATE sales SET per_customer_limit = 1, version = version + 1, seq = seq + 1 RETURNING id, seq
        )
        INSERT INTO sale_ledger (sale_id, seq, kind, units, limit_before) SELECT id, seq, 'edited', 0, 3 FROM edited";
    assert_eq!(after(&[LOWERED]).await, Vec::<&str>::new());
    let later = "UPDATE orders SET created_at = clock_timestamp() WHERE status = 'paid'";
    assert_eq!(after(&[LOWERED, later]).await, ["one_active_order", "sale_journals"]);
}

#[tokio::test]
async fn a_hold_of_a_sale_that_was_called_off_is_seen() {
    let fired = after(&["UPDATE sales SET cancelled = true, settled = true"]).await;
    assert_eq!(fired, ["overdue_holds"]);
}

#[tokio::test]
async fn a_hold_that_never_ends_is_seen() {
    let fired = after(&[
        "UPDATE orders SET pay_by = now() - interval '6 seconds' WHERE status = 'pending_payment'",
        // The sweep finds due orders by their batch: this one it never will.
        "UPDATE sale_ledger SET swept_at = now() WHERE kind = 'sold'",
    ])
    .await;
    assert_eq!(fired, ["overdue_holds"]);
}

#[tokio::test]
async fn a_gap_in_the_ledger_is_seen() {
    let fired = after(&["DELETE FROM sale_ledger WHERE seq = 2"]).await;
    assert!(fired.contains(&"sale_ledgers"), "{fired:?}");
}

#[tokio::test]
async fn an_order_outside_the_ledger_is_seen() {
    let fired = after(&["UPDATE sale_ledger SET orders = orders - 1 WHERE seq = 2"]).await;
    assert_eq!(fired, ["sale_ledgers", "sale_journals"]);
}

/// What only the journal notices: everything else still adds up.
#[tokio::test]
async fn a_doctored_order_is_seen() {
    for statements in [
        &[
            "UPDATE order_lines SET order_id = '00000000-0000-7000-8000-000000000007'
           WHERE order_id IN (SELECT id FROM orders WHERE status = 'pending_payment')",
            "UPDATE orders SET id = '00000000-0000-7000-8000-000000000007' WHERE status = 'pending_payment'",
        ][..],
        &[
            "UPDATE orders SET created_at = created_at + interval '1 microsecond' WHERE status = 'pending_payment'",
        ],
        // The order is given to somebody else, who exists.
        &["UPDATE orders SET user_id = (SELECT user_id FROM orders WHERE status = 'cancelled')
           WHERE status = 'pending_payment'"],
        &["UPDATE order_events SET ledger_seq = ledger_seq - 1 WHERE ledger_seq IS NOT NULL"],
    ] {
        assert_eq!(after(statements).await, ["sale_journals"], "{statements:?}");
    }
    let fired = after(&[
        "DELETE FROM order_lines WHERE order_id IN (SELECT id FROM orders WHERE status = 'pending_payment')",
        "DELETE FROM orders WHERE status = 'pending_payment'",
    ])
    .await;
    assert_eq!(fired, ["sale_units", "sale_ledgers", "sale_journals"]);
}

/// Entries 2 and 3 sold two units and one, entry 4 took one back, entry 5 sold it again.
#[tokio::test]
async fn a_doctored_journal_is_seen() {
    const PAUSED: &str =
        "WITH paused AS (UPDATE sales SET seq = seq + 1, version = version + 1 RETURNING id, seq)
        INSERT INTO sale_ledger (sale_id, seq, kind, units) SELECT id, seq, 'paused', 0 FROM paused";
    assert_eq!(after(&[PAUSED]).await, Vec::<&str>::new());
    for statements in [
        &["UPDATE sale_ledger SET units = CASE seq WHEN 2 THEN -1 ELSE -2 END WHERE seq IN (2, 3)"][..],
        &[
            "UPDATE sale_ledger SET kind = 'resumed', at = at + interval '1 microsecond' WHERE kind = 'opened'",
        ],
        &[
            "UPDATE sale_ledger SET seq = -2 WHERE seq = 2",
            "UPDATE sale_ledger SET seq = 2 WHERE seq = 3",
            "UPDATE sale_ledger SET seq = 3 WHERE seq = -2",
        ],
        &["UPDATE sale_ledger SET limit_before = 5 WHERE kind = 'opened'"],
        &["UPDATE sale_ledger SET digest = sha256('x') WHERE kind = 'released'"],
        // With a hash that fits: the next entry does not follow any more.
        &[
            "UPDATE sale_ledger SET at = at + interval '1 microsecond' WHERE kind = 'opened'",
            "UPDATE sale_ledger SET hash = journal_hash(sale_id, seq, kind, units, allocated, orders, digest,
               limit_before, at, previous) WHERE kind = 'opened'",
        ],
        // Nothing but the sale's own hash remembers the end that is cut off.
        &[PAUSED, "DELETE FROM sale_ledger WHERE kind = 'paused'", "UPDATE sales SET seq = seq - 1"],
        &["UPDATE sales SET journal_head = sha256('x')"],
    ] {
        assert_eq!(after(statements).await, ["sale_journals"], "{statements:?}");
    }
    let fired = after(&["DELETE FROM sale_ledger WHERE seq = (SELECT max(seq) FROM sale_ledger)"]).await;
    assert!(fired.contains(&"sale_journals"), "{fired:?}");
}

/// Repairing goes on from what is there and changes no history: what was doctored stays visible.
#[tokio::test]
async fn reconciling_does_not_mend_a_journal() {
    let (shop, _) = lived_in().await;
    let mut owner = shop.sql().await;
    run(&mut owner, "UPDATE sale_ledger SET at = at + interval '1 second' WHERE kind = 'opened'").await;
    run(
        &mut owner,
        "UPDATE orders SET pay_by = now() - interval '6 seconds' WHERE status = 'pending_payment'",
    )
    .await;
    assert_eq!(expire_stragglers(&shop.engine).await.unwrap(), 1);
    assert_eq!(broken(&shop).await, ["sale_journals"]);
    run(&mut owner, "UPDATE sale_ledger SET at = at - interval '1 second' WHERE kind = 'opened'").await;
    assert_eq!(broken(&shop).await, Vec::<&str>::new());
}
