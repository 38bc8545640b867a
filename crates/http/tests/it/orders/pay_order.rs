use std::time::Duration;

use doorbuster_engine::payments::{Reconciled, reconcile};
use doorbuster_testkit::{SaleSpec, Shop};
use futures::future::join_all;
use serde_json::json;
use tokio::time::sleep;

#[tokio::test]
async fn paying_authorises_claims_and_captures() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(1).await;
    let customer = shop.customer().await;
    let order = shop.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();

    let declined = shop.pay(&customer, &order, "decline").await.assert_problem(402, "payment_declined");
    assert!(declined.text("/detail").contains("held"));
    let paid = shop.pay(&customer, &order, "success").await.assert_status(200);
    assert_eq!((paid.text("/status"), paid.text("/payment/status")), ("paid", "captured"));
    let walk: Vec<_> =
        paid.json["timeline"].as_array().unwrap().iter().map(|entry| &entry["status"]).collect();
    assert_eq!(walk, ["pending_payment", "authorized", "paid"]);

    // Paying a paid order again, with any key, changes nothing.
    let again = shop.pay(&customer, &order, "success").await.assert_status(200);
    assert_eq!(again.json["timeline"], paid.json["timeline"]);
    shop.audit().await;
}

#[tokio::test]
async fn a_payments_key_is_required_and_remembered() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(2).await;
    let customer = shop.customer().await;
    let order = shop.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();
    let path = format!("/api/v1/orders/{order}/payment");
    let pay =
        |outcome: &str| shop.post(&path).bearer(&customer.token).json(&json!({"test_outcome": outcome}));
    pay("success").send().await.assert_problem(400, "idempotency_key_missing");
    pay("decline").key("a").send().await.assert_problem(402, "payment_declined");
    pay("decline").key("a").send().await.assert_problem(402, "payment_declined");
    pay("success").key("a").send().await.assert_problem(422, "idempotency_mismatch");
    pay("success").key("b").send().await.assert_status(200);
    let replay = pay("success").key("b").send().await.assert_status(200);
    assert_eq!(replay.field("idempotency-replayed"), "true");
    pay("maybe").key("c").send().await.assert_problem(422, "validation");
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_payments_at_once_charge_once() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(1).await;
    let customer = shop.customer().await;
    let order = shop.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();
    let answers = join_all((0..20).map(|_| shop.pay(&customer, &order, "success"))).await;
    for answer in &answers {
        assert!(answer.status == 200 || answer.code() == "payment_in_progress", "{}", answer.json);
    }
    let mut owner = shop.sql().await;
    let captured: i64 = sqlx::query_scalar("SELECT count(*) FROM payments WHERE status = 'captured'")
        .fetch_one(&mut owner)
        .await
        .unwrap();
    assert_eq!(captured, 1);
    shop.audit().await;
}

#[tokio::test]
async fn a_payment_that_comes_after_the_hold_is_given_back() {
    let shop = Shop::start().await;
    // The slow provider takes four seconds.
    let sale = shop.sale(SaleSpec { hold_seconds: 2, ..SaleSpec::of(1) }).await;
    let customer = shop.customer().await;
    let order = shop.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();
    shop.pay(&customer, &order, "slow").await.assert_problem(409, "hold_expired");
    let read = shop.get(&format!("/api/v1/orders/{order}")).bearer(&customer.token).send().await;
    assert_eq!((read.text("/status"), read.text("/payment/status")), ("expired", "voided"));
    assert_eq!(shop.remaining(sale).await, 1);
    shop.audit().await;
}

#[tokio::test]
async fn a_slow_payment_in_time_succeeds() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(1).await;
    let customer = shop.customer().await;
    let order = shop.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();
    let other_try = async {
        sleep(Duration::from_secs(1)).await;
        shop.pay(&customer, &order, "success").await.assert_problem(409, "payment_in_progress");
        shop.cancel(&customer, &order).await
    };
    // The customer cancels while the provider thinks: the cancellation wins, the authorisation is given back.
    let (paid, cancelled) = tokio::join!(shop.pay(&customer, &order, "slow"), other_try);
    cancelled.assert_status(200);
    paid.assert_problem(409, "hold_expired");
    shop.audit().await;
}

#[tokio::test]
async fn without_a_provider_orders_cannot_be_paid() {
    let shop = Shop::builder().payments(None).start().await;
    let sale = shop.live_sale(1).await;
    let customer = shop.customer().await;
    let order = shop.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();
    let answer = shop.pay(&customer, &order, "success").await.assert_problem(503, "payments_unavailable");
    assert_eq!(answer.field("retry-after"), "60");
}

/// A process that died between two steps leaves payments that the reconciler finishes.
#[tokio::test]
async fn the_reconciler_finishes_what_was_cut_short() {
    let shop = Shop::builder().without_tasks().start().await;
    let sale = shop.live_sale(3).await;
    let mut owner = shop.sql().await;
    let mut orders = Vec::new();
    for customer in shop.customers(3).await {
        let order = shop.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();
        shop.pay(&customer, &order, "success").await.assert_status(200);
        orders.push((customer, order));
    }
    // The first died after the authorisation, the second after the claim, the third before the refund.
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "UPDATE payments SET status = 'pending' WHERE order_id = '{0}';
         UPDATE orders SET status = 'pending_payment' WHERE id = '{0}';
         DELETE FROM order_events WHERE order_id = '{0}';
         UPDATE payments SET status = 'authorized' WHERE order_id = '{1}';
         UPDATE orders SET status = 'authorized' WHERE id = '{1}';
         DELETE FROM order_events WHERE order_id = '{1}' AND status = 'paid';
         DELETE FROM fulfilments WHERE order_id IN ('{0}', '{1}');
         DELETE FROM invoice_queue WHERE about IN ('{0}', '{1}');",
        orders[0].1, orders[1].1
    )))
    .execute(&mut owner)
    .await
    .unwrap();
    shop.cancel(&orders[2].0, &orders[2].1).await.assert_status(200);
    let cut =
        format!("UPDATE refunds SET status = 'pending', ended_at = NULL WHERE order_id = '{}'", orders[2].1);
    sqlx::raw_sql(sqlx::AssertSqlSafe(cut)).execute(&mut owner).await.unwrap();

    let done = reconcile(&shop.engine, chrono::TimeDelta::zero()).await.unwrap();
    assert_eq!(done, Reconciled { voided: 1, captured: 1, refunded: 1, waiting: 0 });
    let mut states = Vec::new();
    for (customer, order) in &orders {
        let read = shop.get(&format!("/api/v1/orders/{order}")).bearer(&customer.token).send().await;
        states.push((read.text("/status").to_owned(), read.text("/payment/status").to_owned()));
    }
    let expected = [("pending_payment", "voided"), ("paid", "captured"), ("cancelled", "refunded")];
    assert_eq!(states, expected.map(|(order, payment)| (order.to_owned(), payment.to_owned())));
    shop.audit().await;
}
