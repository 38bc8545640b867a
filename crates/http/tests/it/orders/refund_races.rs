//! Refunds against each other and against everything else that moves an order, its money or its sale's units.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use doorbuster_domain::identity::Role;
use doorbuster_engine::sales::sweep;
use doorbuster_testkit::{Answer, Person, SaleSpec, Shop};
use futures::future::{join, join_all};
use serde_json::{Value, json};

async fn order_of(shop: &Shop, who: &Person, order: &str) -> Value {
    shop.get(&format!("/api/v1/orders/{order}")).bearer(&who.token).send().await.assert_status(200).json
}

async fn no_deadlock(shop: &Shop) {
    let mut owner = shop.sql().await;
    let deadlocks: i64 =
        sqlx::query_scalar("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            .fetch_one(&mut owner)
            .await
            .unwrap();
    assert_eq!(deadlocks, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_refunds_at_once_never_pay_back_more_than_was_captured() {
    let shop = Shop::start().await;
    let other = Shop::builder().beside(&shop).await;
    let sale = shop.live_sale(1).await;
    let (customer, staff) = (shop.customer().await, shop.person(Role::Staff).await);
    let order = shop.paid(&customer, sale, 1).await;
    // 99.99: three of 30.00 fit, whoever they are.
    let body = json!({"amount": {"amount": 3_000, "currency": "EUR"}, "reason": "Sorry"});
    let asked = (0..20).map(|n| if n % 2 == 0 { &shop } else { &other }.refund(&staff, &order, &body));
    let answers = join_all(asked).await;
    // The two count their keys alike: of one key and body both hear the same.
    let made = |answer: &&Answer| answer.status == 201 && answer.field("idempotency-replayed") == "false";
    assert_eq!(answers.iter().filter(made).count(), 3);
    for loser in answers.into_iter().filter(|answer| answer.status != 201) {
        loser.assert_problem(422, "refund_exceeds_paid");
    }
    let seen = order_of(&shop, &customer, &order).await;
    assert_eq!(seen["payment"]["refunded"]["amount"], 9_000);
    no_deadlock(&shop).await;
    shop.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_full_refunds_at_once_are_one() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(8).await;
    let staff = shop.person(Role::Staff).await;
    let races = shop.customers(8).await.into_iter().map(|customer| async {
        let customer = customer;
        let order = shop.paid(&customer, sale, 1).await;
        let body = json!({"restock": true, "reason": "Sorry"});
        let (first, second) =
            join(shop.refund(&staff, &order, &body), shop.refund(&staff, &order, &body)).await;
        let (won, lost) = if first.status == 201 { (first, second) } else { (second, first) };
        assert_eq!(won.text("/order/order/status"), "cancelled");
        lost.assert_problem(409, "nothing_to_refund");
    });
    join_all(races).await;
    assert_eq!(shop.remaining(sale).await, 8);
    no_deadlock(&shop).await;
    shop.audit().await;
}

/// Whoever comes first: the customer gets exactly what they paid.
#[tokio::test(flavor = "multi_thread")]
async fn of_refunding_cancelling_and_paying_each_has_its_turn() {
    let shop = Shop::start().await;
    let sale = shop.sale(SaleSpec { limit: 2, ..SaleSpec::of(40) }).await;
    let staff = shop.person(Role::Staff).await;
    let races = shop.customers(20).await.into_iter().enumerate().map(|(n, customer)| {
        let (shop, staff) = (&shop, &staff);
        async move {
            let order = shop.buy(&customer, sale, 2).await.assert_status(201).text("/id").to_owned();
            let seen = order_of(shop, &customer, &order).await;
            let line = json!([{"product_id": seen["lines"][0]["product_id"], "quantity": 1}]);
            let body = json!({"lines": line, "restock": n % 2 == 0, "reason": "Sorry"});
            if n % 4 < 2 {
                shop.pay(&customer, &order, "success").await.assert_status(200);
            }
            let (refunded, cancelled, paid) = tokio::join!(
                shop.refund(staff, &order, &body),
                shop.cancel(&customer, &order),
                shop.pay(&customer, &order, "success")
            );
            for answer in [&refunded, &cancelled, &paid] {
                assert!(answer.status.as_u16() < 500, "{}", answer.json);
            }
            let seen = order_of(shop, &customer, &order).await;
            if seen["status"] == "cancelled"
                && !seen["payment"].is_null()
                && seen["payment"]["status"] != "voided"
            {
                assert_eq!(seen["payment"]["refunded"], seen["total"], "{seen}");
            }
        }
    });
    join_all(races).await;
    no_deadlock(&shop).await;
    shop.audit().await;
}

/// Units that come back are bought at once, while the sale ends and is settled: none is lost, none is sold twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn restocking_meets_purchases_and_the_end_of_the_sale() {
    let shop = Shop::start().await;
    let other = Shop::builder().beside(&shop).await;
    let spec = SaleSpec { limit: 2, ends_in: TimeDelta::seconds(6), ..SaleSpec::of(20) };
    let sale = shop.sale(spec).await;
    let staff = shop.person(Role::Staff).await;
    let customers = shop.customers(24).await;
    let until = Instant::now() + Duration::from_secs(9);
    let lives = customers.iter().enumerate().map(async |(n, customer)| {
        let shop = if n % 2 == 0 { &shop } else { &other };
        let mut refunded = 0;
        while Instant::now() < until {
            let bought = shop.buy(customer, sale, 2).await;
            assert!(bought.status.as_u16() < 500, "{}", bought.json);
            if bought.status != 201 {
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            }
            let order = bought.text("/id");
            shop.pay(customer, order, "success").await.assert_status(200);
            let line = json!([{"product_id": bought.text("/lines/0/product_id"), "quantity": 1}]);
            // Some units are gone, so that the sale runs dry; some orders are refunded after it is settled.
            if n % 5 == 0 {
                let rest = until.saturating_duration_since(Instant::now());
                tokio::time::sleep(rest).await;
            }
            let one = json!({"lines": line, "restock": n % 7 != 0, "reason": "Sorry"});
            let (first, second) =
                join(shop.refund(&staff, order, &one), shop.refund(&staff, order, &one)).await;
            first.assert_status(201);
            second.assert_status(201);
            refunded += 1;
        }
        refunded
    });
    let sweeping = async {
        while Instant::now() < until {
            sweep(&shop.engine).await.unwrap();
            sweep(&other.engine).await.unwrap();
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let (refunded, ()) = tokio::join!(join_all(lives), sweeping);
    assert!(refunded.iter().sum::<usize>() > 10, "the race was a race: {refunded:?}");
    let mut owner = shop.sql().await;
    let settled: bool = sqlx::query_scalar("SELECT settled FROM sales").fetch_one(&mut owner).await.unwrap();
    assert!(settled);
    no_deadlock(&shop).await;
    shop.audit().await;
}
