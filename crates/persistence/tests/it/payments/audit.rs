//! What payments and refunds promise fires when the data is broken by hand.

use doorbuster_domain::identity::Role;
use doorbuster_engine::invoices::number_due;
use serde_json::json;

use crate::broken::{after, broken, lived_in, run};

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
