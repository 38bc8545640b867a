//! Every invariant fires when the data is broken by hand.

use doorbuster_domain::identity::Role;
use doorbuster_engine::invoices::number_due;
use doorbuster_engine::sales::expire_stragglers;
use doorbuster_testkit::{Person, SaleSpec, Shop};
use serde_json::json;
use sqlx::PgConnection;

/// A shop with something of everything: a paid order, a cancelled paid one, a pending one, an expired one.
async fn lived_in() -> (Shop, Person) {
    let shop = Shop::start().await;
    let sale = shop.sale(SaleSpec { limit: 3, ..SaleSpec::of(20) }).await;
    let customer = shop.customer().await;
    let order = shop.buy(&customer, sale, 2).await.assert_status(201).text("/id").to_owned();
    shop.pay(&customer, &order, "success").await.assert_status(200);
    let regretful = shop.customer().await;
    let order = shop.buy(&regretful, sale, 1).await.assert_status(201).text("/id").to_owned();
    shop.pay(&regretful, &order, "success").await.assert_status(200);
    shop.cancel(&regretful, &order).await.assert_status(200);
    let waiting = shop.customer().await;
    shop.buy(&waiting, sale, 1).await.assert_status(201);
    // Before anything is broken, so that no invoice is made of what is.
    number_due(&shop.engine).await.unwrap();
    (shop, customer)
}

async fn broken(shop: &Shop) -> Vec<&'static str> {
    let findings = shop.findings().await;
    findings.iter().filter(|finding| finding.violations > 0).map(|finding| finding.check).collect()
}

async fn run(owner: &mut PgConnection, statement: &'static str) {
    let done = sqlx::query(statement).execute(&mut *owner).await;
    let done = done.unwrap_or_else(|error| panic!("{statement}: {error}"));
    assert!(
        done.rows_affected() > 0 || statement.starts_with("ALTER") || statement.starts_with("DROP"),
        "{statement}"
    );
}

/// Breaks the data with `statements` and returns which checks fire.
async fn after(statements: &[&'static str]) -> Vec<&'static str> {
    let (shop, _) = lived_in().await;
    assert_eq!(broken(&shop).await, Vec::<&str>::new(), "before anything is broken");
    let mut owner = shop.sql().await;
    for statement in statements {
        run(&mut owner, statement).await;
    }
    let fired = broken(&shop).await;
    // A test that breaks many shops keeps the connections of one.
    shop.engine.stop().await;
    fired
}

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
async fn stock_without_a_movement_is_seen() {
    assert_eq!(after(&["UPDATE products SET stock = stock + 1"]).await, ["product_stock"]);
}

#[tokio::test]
async fn a_wrong_total_is_seen() {
    let fired =
        after(&["UPDATE orders SET total_minor = total_minor - 1 WHERE status = 'pending_payment'"]).await;
    assert_eq!(fired, ["order_totals"]);
}

#[tokio::test]
async fn a_line_that_does_not_add_up_is_seen() {
    let fired = after(&["UPDATE order_lines SET unit_minor = unit_minor + 1"]).await;
    assert_eq!(fired, ["order_totals"]);
}

#[tokio::test]
async fn an_order_without_lines_is_seen() {
    assert_eq!(after(&["DELETE FROM order_lines"]).await, ["order_totals", "sale_journals", "refunds"]);
}

#[tokio::test]
async fn an_illegal_move_is_seen() {
    let fired = after(&["DELETE FROM order_events WHERE status = 'authorized'"]).await;
    assert_eq!(fired, ["order_timelines"]);
}

#[tokio::test]
async fn a_state_without_its_move_is_seen() {
    let fired = after(&["UPDATE orders SET status = 'shipped' WHERE status = 'paid'"]).await;
    assert_eq!(fired, ["order_timelines", "fulfilments"]);
}

/// Broken and mended again, one after the other.
#[tokio::test]
async fn a_parcel_or_a_list_that_lies_is_seen() {
    let (shop, customer) = lived_in().await;
    let staff = shop.person(Role::Staff).await;
    let orders = shop.get("/api/v1/orders").bearer(&customer.token).send().await;
    shop.fulfil(&staff, orders.text("/items/0/id")).await;
    let mut owner = shop.sql().await;
    assert_eq!(broken(&shop).await, Vec::<&str>::new());
    for (lie, truth) in [
        (
            "UPDATE shipment_lines SET quantity = quantity + 1",
            "UPDATE shipment_lines SET quantity = quantity - 1",
        ),
        (
            "UPDATE shipment_lines SET quantity = quantity - 1",
            "UPDATE shipment_lines SET quantity = quantity + 1",
        ),
        ("UPDATE shipments SET delivered_at = NULL", "UPDATE shipments SET delivered_at = now()"),
        (
            "UPDATE fulfilments SET status = 'packed' WHERE status = 'cancelled'",
            "UPDATE fulfilments SET status = 'cancelled' WHERE status = 'packed'",
        ),
        (
            "DELETE FROM fulfilments WHERE status = 'cancelled'",
            "INSERT INTO fulfilments SELECT id, status, now() FROM orders WHERE status = 'cancelled'",
        ),
    ] {
        run(&mut owner, lie).await;
        assert_eq!(broken(&shop).await, ["fulfilments"], "{lie}");
        run(&mut owner, truth).await;
    }
    assert_eq!(broken(&shop).await, Vec::<&str>::new());
}

#[tokio::test]
async fn a_paid_order_without_money_is_seen() {
    let fired = after(&["DELETE FROM payments WHERE refunded_minor = 0"]).await;
    assert_eq!(fired, ["payments"]);
}

#[tokio::test]
async fn a_charge_for_a_cancelled_order_is_seen() {
    let fired = after(&["UPDATE payments SET refunded_minor = 0 WHERE refunded_minor > 0"]).await;
    assert_eq!(fired, ["payments"]);
    // Told of neither by the payment nor by its refunds: the order's state says that it must be.
    let fired =
        after(&["DELETE FROM refund_lines", "DELETE FROM refunds", "UPDATE payments SET refunded_minor = 0"])
            .await;
    assert_eq!(fired, ["payments", "invoices"]);
}

/// What failed is not a mistake of the data: staff look at it. What failed of another refund is no excuse.
#[tokio::test]
async fn a_refund_that_failed_accounts_for_itself_alone() {
    const FAIL: &str = "UPDATE refunds SET status = 'failed', failure = 'no'";
    assert_eq!(after(&[FAIL]).await, Vec::<&str>::new());
    let less = "UPDATE refunds SET amount_minor = amount_minor - 1";
    let less_lines = "UPDATE refund_lines SET amount_minor = amount_minor - 1";
    assert_eq!(after(&[FAIL, less, less_lines]).await, ["payments", "invoices"]);
}

/// Broken and mended again, one after the other.
#[tokio::test]
async fn refunds_that_do_not_add_up_are_seen() {
    let (shop, customer) = lived_in().await;
    let staff = shop.person(Role::Staff).await;
    let orders = shop.get("/api/v1/orders").bearer(&customer.token).send().await;
    let (order, product) = (orders.text("/items/0/id"), orders.text("/items/0/lines/0/product_id"));
    let body =
        json!({"lines": [{"product_id": product, "quantity": 1}], "restock": true, "reason": "Broken"});
    shop.refund(&staff, order, &body).await.assert_status(201);
    number_due(&shop.engine).await.unwrap();
    let mut owner = shop.sql().await;
    assert_eq!(broken(&shop).await, Vec::<&str>::new());
    for (lie, truth, fired) in [
        (
            "UPDATE refund_lines SET amount_minor = amount_minor + 1 WHERE unsent = 1 AND amount_minor = 9999",
            "UPDATE refund_lines SET amount_minor = amount_minor - 1 WHERE amount_minor = 10000",
            &["refunds"][..],
        ),
        (
            "UPDATE refunds SET amount_minor = amount_minor + 1 WHERE NOT ends_order",
            "UPDATE refunds SET amount_minor = amount_minor - 1 WHERE NOT ends_order",
            &["payments", "refunds", "invoices"],
        ),
        (
            "UPDATE payments SET refunded_minor = refunded_minor + 1 WHERE refunded_minor = 9999 AND amount_minor > 9999",
            "UPDATE payments SET refunded_minor = refunded_minor - 1 WHERE refunded_minor = 10000",
            &["payments"],
        ),
        (
            "UPDATE refund_lines l SET restocked = false FROM refunds r WHERE r.id = l.refund_id AND NOT r.ends_order",
            "UPDATE refund_lines SET restocked = true",
            &["sale_journals", "refunds"],
        ),
        (
            "UPDATE refund_lines l SET quantity = 3 FROM refunds r WHERE r.id = l.refund_id AND NOT r.ends_order",
            "UPDATE refund_lines SET quantity = 1",
            &["sale_journals", "refunds"],
        ),
        (
            "UPDATE orders SET units_held = units_held + 1 WHERE status = 'paid'",
            "UPDATE orders SET units_held = units_held - 1 WHERE status = 'paid'",
            &["sale_units", "refunds"],
        ),
        (
            "UPDATE refunds SET shipping_minor = 1, amount_minor = amount_minor + 1 WHERE NOT ends_order",
            "UPDATE refunds SET shipping_minor = 0, amount_minor = amount_minor - 1 WHERE NOT ends_order",
            &["payments", "refunds", "invoices"],
        ),
        (
            "UPDATE refunds SET currency = 'USD' WHERE ends_order",
            "UPDATE refunds SET currency = 'EUR' WHERE ends_order",
            &["refunds", "invoices"],
        ),
    ] {
        run(&mut owner, lie).await;
        assert_eq!(broken(&shop).await, fired, "{lie}");
        run(&mut owner, truth).await;
        assert_eq!(broken(&shop).await, Vec::<&str>::new(), "{truth}");
    }
}

/// Broken and mended again, one after the other.
#[tokio::test]
async fn returns_that_do_not_add_up_are_seen() {
    let (shop, customer) = lived_in().await;
    let staff = shop.person(Role::Staff).await;
    let orders = shop.get("/api/v1/orders").bearer(&customer.token).send().await;
    let (order, product) = (orders.text("/items/0/id"), orders.text("/items/0/lines/0/product_id"));
    shop.fulfil(&staff, order).await;
    let body = json!({"lines": [{"product_id": product, "quantity": 1}], "reason": "Broken"});
    let path = format!("/api/v1/orders/{order}/returns");
    let mut last = String::new();
    for key in ["a", "b"] {
        let asked =
            shop.post(&path).bearer(&customer.token).key(key).json(&body).send().await.assert_status(201);
        let known = asked.json["returns"].as_array().unwrap().last().unwrap()["id"].as_str().unwrap();
        last = format!("/api/v1/returns/{known}");
    }
    let act = |what: &str, body| {
        shop.post(&format!("{last}/{what}")).bearer(&staff.token).key("c").json(&body).send()
    };
    act("approve", json!({})).await.assert_status(200);
    act("receive", json!({"restock": true})).await.assert_status(200);
    let mut owner = shop.sql().await;
    assert_eq!(broken(&shop).await, Vec::<&str>::new());
    for (lie, truth) in [
        (
            "UPDATE return_lines l SET quantity = 3 FROM returns r WHERE r.id = l.return_id AND r.status = 'requested'",
            "UPDATE return_lines SET quantity = 1",
        ),
        (
            "UPDATE returns SET status = 'rejected', answer = 'no' WHERE status = 'received'",
            "UPDATE returns SET status = 'received', answer = NULL WHERE status = 'rejected'",
        ),
        (
            "UPDATE refunds SET return_id = (SELECT id FROM returns WHERE status = 'requested') WHERE return_id IS NOT NULL",
            "UPDATE refunds SET return_id = (SELECT id FROM returns WHERE status = 'received') WHERE return_id IS NOT NULL",
        ),
        (
            "UPDATE returns SET order_id = (SELECT id FROM orders WHERE status = 'cancelled') WHERE status = 'received'",
            "UPDATE returns SET order_id = (SELECT id FROM orders WHERE status = 'delivered') WHERE status = 'received'",
        ),
        (
            "UPDATE return_lines l SET product_id = gen_random_uuid() FROM returns r
             WHERE r.id = l.return_id AND r.status = 'received'",
            "UPDATE return_lines l SET product_id = s.product_id FROM sales s",
        ),
    ] {
        run(&mut owner, lie).await;
        assert_eq!(broken(&shop).await, ["returns"], "{lie}");
        run(&mut owner, truth).await;
        assert_eq!(broken(&shop).await, Vec::<&str>::new(), "{truth}");
    }
    // An order that is not returned although all of it came back: one more unit is in the house than the order says.
    run(&mut owner, "UPDATE refund_lines l SET quantity = 2 FROM refunds r WHERE r.id = l.refund_id AND r.return_id IS NOT NULL").await;
    assert!(broken(&shop).await.contains(&"returns"));
}

/// The database counts: no statement pays back more than was captured, whatever it has seen.
#[tokio::test]
async fn more_than_was_captured_cannot_be_refunded() {
    let (shop, _) = lived_in().await;
    let mut owner = shop.sql().await;
    for (statement, constraint) in [
        (
            "INSERT INTO refunds (id, order_id, payment_id, amount_minor, shipping_minor, currency, reason, actor, status, ends_order)
             SELECT gen_random_uuid(), order_id, id, 1, 0, currency, 'x', 'staff', 'pending', false
             FROM payments WHERE refunded_minor > 0",
            "payments_refunds_covered",
        ),
        (
            "INSERT INTO refunds (id, order_id, payment_id, amount_minor, shipping_minor, currency, reason, actor, status, ends_order)
             SELECT gen_random_uuid(), order_id, id, amount_minor + 1, 0, currency, 'x', 'staff', 'pending', false
             FROM payments WHERE refunded_minor = 0",
            "payments_refunds_covered",
        ),
        (
            "INSERT INTO refunds (id, order_id, payment_id, amount_minor, shipping_minor, currency, reason, actor, status, ends_order)
             SELECT gen_random_uuid(), order_id, id, 1, 0, 'USD', 'x', 'staff', 'pending', false
             FROM payments WHERE refunded_minor = 0",
            "payments_refunds_covered",
        ),
        ("UPDATE refunds SET status = 'failed'", "refunds_why_failed"),
    ] {
        let refused = sqlx::query(statement).execute(&mut owner).await.unwrap_err();
        assert_eq!(refused.as_database_error().unwrap().constraint(), Some(constraint), "{statement}");
    }
    shop.audit().await;
}

#[tokio::test]
async fn a_charge_without_an_order_is_seen() {
    let fired = after(&[
        "ALTER TABLE payments DROP CONSTRAINT payments_order_id_fkey",
        "INSERT INTO payments (id, order_id, provider, status, amount_minor, currency, idempotency_key,
             idempotency_body)
         VALUES (gen_random_uuid(), gen_random_uuid(), 'test', 'captured', 1, 'EUR', '', '')",
    ])
    .await;
    assert_eq!(fired, ["payments"]);
}

#[tokio::test]
async fn a_charge_of_another_amount_is_seen() {
    let fired =
        after(&["UPDATE payments SET amount_minor = amount_minor - 1 WHERE refunded_minor = 0"]).await;
    assert_eq!(fired, ["payments"]);
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
async fn orphans_are_seen() {
    let fired = after(&["UPDATE orders SET user_id = gen_random_uuid() WHERE status = 'paid'"]).await;
    assert_eq!(fired, ["orphans", "sale_journals"]);
    let fired = after(&["UPDATE order_lines SET order_id = gen_random_uuid()"]).await;
    assert_eq!(fired, ["order_totals", "orphans", "sale_journals", "refunds"]);
    let fired =
        after(&["UPDATE order_events SET order_id = gen_random_uuid() WHERE status = 'cancelled'"]).await;
    assert_eq!(fired, ["order_timelines", "orphans", "sale_journals"]);
    let fired = after(&[
        // Without a hash it would be chained to its sale, which must be there.
        "INSERT INTO sale_ledger (sale_id, seq, kind, units, previous, hash)
         VALUES (gen_random_uuid(), 1, 'released', 1, '', '')",
    ])
    .await;
    assert_eq!(fired, ["orphans", "sale_journals"]);
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

#[tokio::test]
async fn an_outbox_that_speaks_of_nothing_is_seen() {
    // Nothing moves by itself here: the relay would pass the messages on before the audit sees them.
    let shop = Shop::builder().without_tasks().start().await;
    shop.live_sale(1).await;
    assert_eq!(broken(&shop).await, Vec::<&str>::new());
    let mut owner = shop.sql().await;
    run(
        &mut owner,
        "INSERT INTO outbox (topic, sale_id, payload) SELECT topic, sale_id, payload FROM outbox",
    )
    .await;
    assert_eq!(broken(&shop).await, ["outbox"]);
    run(&mut owner, "DELETE FROM outbox").await;
    run(
        &mut owner,
        "INSERT INTO outbox (topic, sale_id, payload) SELECT 'x', id, '{\"seq\": 4711}' FROM sales",
    )
    .await;
    assert_eq!(broken(&shop).await, ["outbox"]);
}

/// The catalogue's own rules, with the constraints out of the way that keep them.
#[tokio::test]
async fn a_catalogue_that_cannot_be_is_seen() {
    const TAXA: &str = "INSERT INTO taxa (id, kind, slug, name) VALUES
        ('00000000-0000-0000-0000-00000000000a', 'category', 'a', 'A'),
        ('00000000-0000-0000-0000-00000000000b', 'category', 'b', 'B'),
        ('00000000-0000-0000-0000-00000000000c', 'brand', 'c', 'C'),
        ('00000000-0000-0000-0000-00000000000d', 'brand', 'd', 'D')";
    const FILED: &str = "INSERT INTO product_taxa (product_id, taxon_id, kind)
        SELECT p.id, t.id, t.kind FROM products p, taxa t WHERE t.kind = 'brand'";
    let nothing: [&str; 0] = [];
    assert_eq!(after(&[TAXA, "UPDATE taxa SET archived = true"]).await, nothing);
    let fired = after(&[TAXA, "DROP INDEX product_taxa_one", FILED]).await;
    assert_eq!(fired, ["catalogue"]);
    let cycle = "UPDATE taxa SET parent_id = CASE slug WHEN 'a' THEN '00000000-0000-0000-0000-00000000000b'
        ELSE '00000000-0000-0000-0000-00000000000a' END::uuid WHERE kind = 'category'";
    assert_eq!(after(&[TAXA, "ALTER TABLE taxa DISABLE TRIGGER taxa_tree", cycle]).await, ["catalogue"]);
    let nested = "UPDATE taxa SET parent_id = '00000000-0000-0000-0000-00000000000c' WHERE slug = 'd'";
    assert_eq!(after(&[TAXA, "ALTER TABLE taxa DROP CONSTRAINT taxa_nesting", nested]).await, ["catalogue"]);
    let unpublished = "UPDATE products SET published_at = NULL";
    let constraint = "ALTER TABLE products DROP CONSTRAINT products_published";
    assert_eq!(after(&[constraint, unpublished]).await, ["catalogue"]);
}

#[tokio::test]
async fn orphans_of_the_catalogue_are_seen() {
    for (constraint, row) in [
        (
            "ALTER TABLE product_images DROP CONSTRAINT product_images_product_id_fkey",
            "INSERT INTO product_images (product_id, position, url, alt) VALUES (gen_random_uuid(), 0, '/a.svg', '')",
        ),
        (
            "ALTER TABLE product_images DROP CONSTRAINT product_images_kept",
            "INSERT INTO product_images (product_id, position, url, alt) SELECT id, 9, '/images/a.jpg', '' FROM products",
        ),
        (
            "ALTER TABLE banners DROP CONSTRAINT banners_kept",
            "INSERT INTO banners (id, title, link, starts_at, image_url)
             VALUES (gen_random_uuid(), 'x', '/', now(), '/images/a.jpg')",
        ),
        (
            "ALTER TABLE product_taxa DROP CONSTRAINT product_taxa_taxon",
            "INSERT INTO product_taxa (product_id, taxon_id, kind) SELECT id, gen_random_uuid(), 'tag' FROM products",
        ),
        (
            "ALTER TABLE discounts DROP CONSTRAINT discounts_product",
            "INSERT INTO discounts (id, title, percent, starts_at, ends_at, product_id)
             VALUES (gen_random_uuid(), 'x', 1, now(), now() + interval '1 hour', gen_random_uuid())",
        ),
        (
            "ALTER TABLE discounts DROP CONSTRAINT discounts_taxon",
            "INSERT INTO discounts (id, title, percent, starts_at, ends_at, taxon_id)
             VALUES (gen_random_uuid(), 'x', 1, now(), now() + interval '1 hour', gen_random_uuid())",
        ),
    ] {
        assert_eq!(after(&[constraint, row]).await, ["orphans"], "{row}");
    }
}

#[tokio::test]
async fn a_book_without_a_default_and_a_job_given_up_without_a_reason_are_seen() {
    let address = "INSERT INTO addresses (id, user_id, name, line1, postal_code, city, country)
        SELECT gen_random_uuid(), id, 'Ada', 'Street 1', '75001', 'Paris', 'FR' FROM users LIMIT 1";
    assert_eq!(after(&[address]).await, ["accounts"]);
    let job = "INSERT INTO jobs (id, payload, attempts, failed_at)
        VALUES (gen_random_uuid(), '{}', 1, clock_timestamp())";
    assert_eq!(after(&[job]).await, ["accounts"]);
}

/// Broken and mended again, one after the other.
#[tokio::test]
async fn a_review_of_what_nobody_got_is_seen() {
    let (shop, customer) = lived_in().await;
    let mut owner = shop.sql().await;
    run(
        &mut owner,
        "INSERT INTO reviews (id, order_id, position, product_id, user_id, stars, title, text)
         SELECT gen_random_uuid(), o.id, l.position, l.product_id, o.user_id, 5, '', ''
         FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.status = 'paid'",
    )
    .await;
    assert_eq!(broken(&shop).await, ["reviews"], "it was not delivered");
    let staff = shop.person(Role::Staff).await;
    let orders = shop.get("/api/v1/orders").bearer(&customer.token).send().await;
    shop.fulfil(&staff, orders.text("/items/0/id")).await;
    assert_eq!(broken(&shop).await, Vec::<&str>::new());
    run(&mut owner, "UPDATE reviews SET position = position + 1").await;
    assert_eq!(broken(&shop).await, ["reviews"], "there is no such line");
    run(&mut owner, "UPDATE reviews SET position = position - 1").await;
    run(
        &mut owner,
        "UPDATE reviews SET user_id = (SELECT user_id FROM orders WHERE status = 'pending_payment')",
    )
    .await;
    assert_eq!(broken(&shop).await, ["reviews"], "somebody else got it");
}

/// Broken and mended again, one after the other.
#[tokio::test]
async fn an_invoice_that_lies_or_lacks_is_seen() {
    let (shop, _) = lived_in().await;
    let mut owner = shop.sql().await;
    for (lie, truth) in [
        ("UPDATE invoices SET number = 3 WHERE number = 2", "UPDATE invoices SET number = 2 WHERE number = 3"),
        ("UPDATE invoice_series SET last = last + 1", "UPDATE invoice_series SET last = last - 1"),
        ("UPDATE invoice_series SET year = year + 1", "UPDATE invoice_series SET year = year - 1"),
        (
            "UPDATE invoices SET total_minor = total_minor + 1",
            "UPDATE invoices SET total_minor = total_minor - 1",
        ),
        (
            "UPDATE invoices SET contents = jsonb_set(contents, '{rates,0,net,amount}', '1')",
            "UPDATE invoices SET contents = jsonb_set(contents, '{rates,0,net,amount}', contents -> 'total' -> 'amount')",
        ),
        (
            "INSERT INTO invoices (id, kind, year, number, order_id, issued_at, total_minor, currency, contents)
             SELECT gen_random_uuid(), kind, year, 3, o.id, issued_at, i.total_minor, i.currency, contents
             FROM invoices i, orders o WHERE i.kind = 'invoice' AND i.number = 2 AND o.status = 'pending_payment'",
            "DELETE FROM invoices WHERE number = 3",
        ),
        (
            "UPDATE invoices SET refund_id = gen_random_uuid() WHERE kind = 'credit_note'",
            "UPDATE invoices SET refund_id = (SELECT id FROM refunds) WHERE kind = 'credit_note'",
        ),
        (
            "UPDATE invoices SET total_minor = 1 WHERE kind = 'credit_note'",
            "UPDATE invoices SET total_minor = (SELECT amount_minor FROM refunds) WHERE kind = 'credit_note'",
        ),
        (
            "UPDATE invoices SET order_id = (SELECT id FROM orders WHERE status = 'paid') WHERE kind = 'credit_note'",
            "UPDATE invoices SET order_id = (SELECT order_id FROM refunds) WHERE kind = 'credit_note'",
        ),
        (
            "INSERT INTO invoice_queue (kind, about, due_at) SELECT 'credit_note', id, ended_at FROM refunds",
            "DELETE FROM invoice_queue",
        ),
        (
            "INSERT INTO invoice_queue (kind, about, due_at, queued_at)
             VALUES ('invoice', gen_random_uuid(), now(), now() - interval '2 minutes')",
            "DELETE FROM invoice_queue",
        ),
    ] {
        run(&mut owner, lie).await;
        assert_eq!(broken(&shop).await, ["invoices"], "{lie}");
        run(&mut owner, truth).await;
    }
    assert_eq!(broken(&shop).await, Vec::<&str>::new());
    // The last of a series, with its number: only the order misses it.
    run(&mut owner, "DELETE FROM invoices WHERE number = 2").await;
    run(&mut owner, "UPDATE invoice_series SET last = 1").await;
    assert_eq!(broken(&shop).await, ["invoices"]);
}
