//! Many shoppers at once, on a real PostgreSQL.

use std::time::Duration;

use doorbuster_engine::cart::end_holds;
use doorbuster_testkit::{Race, Shop};
use futures::future::join_all;
use serde_json::json;

use super::{
    Shopper as _, apply, cancel, cart, check_out, checking_out, checkout_body, code, guest_with, pay, put,
    stock,
};

async fn deadlocks(shop: &Shop) -> i64 {
    let mut owner = shop.sql().await;
    sqlx::query_scalar("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        .fetch_one(&mut owner)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_guests_and_fifty_units() {
    let shop = Shop::start().await;
    let product = shop.product(50).await;
    let purchases = join_all((0..300).map(async |_| {
        let guest = put(&shop, &super::Guest::default(), product, 1).await;
        if guest.status == 409 {
            return "sold out before";
        }
        let guest = super::Guest { token: guest.assert_status(200).field("cart-token").to_owned() };
        let answer = check_out(&shop, &guest).await;
        if answer.status != 201 {
            let refused = answer.assert_problem(409, "insufficient_stock");
            assert_eq!(refused.json["items"][0]["product_id"], json!(product));
            assert_eq!(cart(&shop, &guest).await.json["items"].as_array().map(Vec::len), Some(1));
            return "refused";
        }
        pay(&shop, &guest, answer.text("/id"), "success").await.assert_status(200);
        "bought"
    }))
    .await;
    assert_eq!(purchases.iter().filter(|purchase| **purchase == "bought").count(), 50);
    assert_eq!(stock(&shop, product).await, 0);
    shop.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_unit_goes_to_one_of_two() {
    let shop = Shop::start().await;
    for _ in 0..10 {
        let product = shop.product(1).await;
        let guests = [guest_with(&shop, product, 1).await, guest_with(&shop, product, 1).await];
        let answers = join_all(guests.iter().map(|guest| check_out(&shop, guest))).await;
        let won = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(won, 1);
        for (guest, answer) in guests.iter().zip(answers) {
            if answer.status != 201 {
                let refused = answer.assert_problem(409, "insufficient_stock");
                assert_eq!(
                    (refused.text("/items/0/problem"), &refused.json["items"][0]["available"]),
                    ("out_of_stock", &json!(0))
                );
            }
            assert_eq!(cart(&shop, guest).await.json["items"].as_array().map(Vec::len), Some(1));
        }
    }
    shop.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_one_use_is_used_once_by_two_hundred() {
    let shop = Shop::start().await;
    let product = shop.product(500).await;
    let made = code(&shop, &json!({"total_limit": 1})).await.assert_status(201);
    let guests = join_all((0..200).map(async |_| {
        let guest = guest_with(&shop, product, 1).await;
        apply(&shop, &guest, made.text("/code")).await.assert_status(200);
        guest
    }))
    .await;
    let answers = join_all(guests.iter().enumerate().map(|(n, guest)| {
        let mut body = checkout_body();
        body["email"] = json!(format!("guest-{n}@shop.test"));
        checking_out(&shop, guest, &body).send()
    }))
    .await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    for answer in answers.into_iter().filter(|answer| answer.status != 201) {
        assert_eq!(answer.assert_problem(409, "code_not_applicable").text("/code_problem"), "used_up");
    }
    assert_eq!(stock(&shop, product).await, 499);
    shop.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_clicks_of_one_key_are_one_order() {
    let shop = Shop::start().await;
    let product = shop.product(10).await;
    let guest = guest_with(&shop, product, 2).await;
    let clicks = (0..50)
        .map(|_| guest.sign(shop.post("/api/v1/cart/checkout")).key("one").json(&checkout_body()).send());
    let answers = join_all(clicks).await;
    assert!(
        answers.iter().all(|answer| answer.status == 201 && answer.text("/id") == answers[0].text("/id"))
    );
    assert_eq!(answers.iter().filter(|answer| answer.field("idempotency-replayed") == "true").count(), 49);
    assert_eq!(stock(&shop, product).await, 8);
    // Without a common key the last one stands.
    let answers = join_all((0..20).map(|_| check_out(&shop, &guest))).await;
    assert!(answers.iter().all(|answer| answer.status == 201));
    assert_eq!(stock(&shop, product).await, 8);
    shop.audit().await;
}

/// Carts with the same two products in opposite order, checked out, paid, cancelled, expired and merged at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everything_at_once() {
    let shop = Shop::start().await;
    let other = Shop::builder().beside(&shop).await;
    let products = [shop.product(60).await, shop.product(60).await];
    let made = code(&shop, &json!({"total_limit": 30})).await.assert_status(201);
    let customers = shop.customers(40).await;
    let race = Race::until(60);
    let lives = customers.iter().enumerate().map(async |(n, customer)| {
        let shop = if n % 2 == 0 { &shop } else { &other };
        for turn in n.. {
            if !race.is_on() {
                break;
            }
            let (first, second) = if n % 2 == 0 { (0, 1) } else { (1, 0) };
            let answer = put(shop, &super::Guest::default(), products[first], 1 + i64::from(turn % 3 == 0)).await;
            if answer.status != 200 {
                tokio::time::sleep(Duration::from_millis(5)).await;
                continue;
            }
            let guest = super::Guest { token: answer.field("cart-token").to_owned() };
            put(shop, &guest, products[second], 1).await;
            if turn % 2 == 0 {
                apply(shop, &guest, made.text("/code")).await;
            }
            let answer = check_out(shop, &guest).await;
            assert!(answer.status.as_u16() < 500, "{}", answer.json);
            if answer.status != 201 {
                continue;
            }
            race.count();
            let order = answer.text("/id");
            match turn % 5 {
                0 => {
                    let (paid, cancelled) =
                        tokio::join!(pay(shop, &guest, order, "success"), cancel(shop, &guest, order));
                    assert!(paid.status.as_u16() < 500 && cancelled.status.as_u16() < 500, "{} {}", paid.json, cancelled.json);
                }
                1 => {
                    let (paid, again) = tokio::join!(pay(shop, &guest, order, "success"), check_out(shop, &guest));
                    assert!(paid.status.as_u16() < 500 && again.status.as_u16() < 500, "{} {}", paid.json, again.json);
                }
                2 => {
                    let merge = guest.sign(customer.sign(shop.post("/api/v1/cart/merge"))).send();
                    let (merged, paid) = tokio::join!(merge, pay(shop, &guest, order, "success"));
                    assert!(merged.status == 200 && paid.status.as_u16() < 500, "{} {}", merged.json, paid.json);
                    let again = checking_out(shop, customer, &json!({"shipping_address": super::address(), "shipping_method": "standard"}));
                    assert!(again.send().await.status.as_u16() < 500);
                }
                3 => assert_eq!(cancel(shop, &guest, order).await.status, 200),
                _ => {
                    let mut owner = shop.sql().await;
                    let id: uuid::Uuid = order.parse().unwrap();
                    for sql in ["UPDATE orders SET pay_by = now() WHERE id = $1", "UPDATE checkouts SET pay_by = (SELECT o.pay_by FROM orders o WHERE o.id = $1) WHERE order_id = $1"] {
                        sqlx::query(sql).bind(id).execute(&mut owner).await.unwrap();
                    }
                }
            }
        }
    });
    let sweeping = async {
        while race.is_on() {
            end_holds(&shop.engine).await.unwrap();
            end_holds(&other.engine).await.unwrap();
        }
    };
    tokio::join!(join_all(lives), sweeping);
    race.finish();
    assert_eq!(deadlocks(&shop).await, 0);
    // The last holds end before the audit looks at them.
    tokio::time::sleep(Duration::from_secs(2)).await;
    shop.audit().await;
}
