//! Many buyers at once, on a real PostgreSQL.

use std::collections::{BTreeMap, BTreeSet};

use doorbuster_testkit::{Answer, SaleSpec, Shop};
use futures::future::join_all;

fn codes(answers: &[Answer]) -> BTreeMap<String, usize> {
    let mut codes = BTreeMap::new();
    for answer in answers {
        let name = if answer.status == 201 { "201" } else { answer.code() };
        *codes.entry(name.to_owned()).or_default() += 1;
    }
    codes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_buyers_and_a_hundred_units() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(100).await;
    let customers = shop.customers(1_000).await;
    let answers = join_all(customers.iter().map(|customer| shop.buy(customer, sale, 1))).await;
    let expected = BTreeMap::from([("201".to_owned(), 100), ("sold_out".to_owned(), 900)]);
    assert_eq!(codes(&answers), expected);
    assert_eq!(shop.remaining(sale).await, 0);
    shop.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_sell_one_sale() {
    let shop = Shop::start().await;
    let other = Shop::builder().beside(&shop).await;
    let sale = shop.live_sale(100).await;
    let customers = shop.customers(600).await;
    // Every customer asks both.
    let here = join_all(customers.iter().map(|customer| shop.buy(customer, sale, 1)));
    let there = join_all(customers.iter().map(|customer| other.buy(customer, sale, 1)));
    let (here, there) = tokio::join!(here, there);
    let answers = [here, there].concat();
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 100);
    assert!(answers.iter().all(|answer| answer.status == 201 || answer.status == 409));
    shop.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mixed_quantities_sell_every_unit_and_no_more() {
    let shop = Shop::start().await;
    let sale = shop.sale(SaleSpec { limit: 5, ..SaleSpec::of(500) }).await;
    let customers = shop.customers(400).await;
    let wishes = customers.iter().zip((1..=5).cycle());
    let answers = join_all(wishes.map(|(customer, quantity)| shop.buy(customer, sale, quantity))).await;
    let sold: i64 = answers
        .iter()
        .filter(|answer| answer.status == 201)
        .filter_map(|answer| answer.json["lines"][0]["quantity"].as_i64())
        .sum();
    // Somebody wanted a single unit until the very end, so greedy serving leaves none.
    assert_eq!(sold, 500);
    assert_eq!(shop.remaining(sale).await, 0);
    shop.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_clicks_of_one_buyer_are_one_order() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(100).await;
    let customer = shop.customer().await;
    let answers = join_all((0..50).map(|_| shop.buy(&customer, sale, 1))).await;
    let expected = BTreeMap::from([("201".to_owned(), 1), ("already_purchased".to_owned(), 49)]);
    assert_eq!(codes(&answers), expected);
    let order = answers.iter().find(|answer| answer.status == 201).unwrap().text("/id");
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        assert_eq!(answer.text("/order_id"), order);
    }
    assert_eq!(shop.remaining(sale).await, 99);
    shop.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_fifty_times_is_one_order() {
    let shop = Shop::start().await;
    let other = Shop::builder().beside(&shop).await;
    let sale = shop.live_sale(100).await;
    let customer = shop.customer().await;
    let clicks = (0..50).map(|n| {
        let shop = if n % 2 == 0 { &shop } else { &other };
        shop.buying(&customer, sale, 1).key("one").send()
    });
    let answers = join_all(clicks).await;
    assert!(answers.iter().all(|answer| answer.status == 201), "{:?}", codes(&answers));
    let orders: BTreeSet<&str> = answers.iter().map(|answer| answer.text("/id")).collect();
    assert_eq!(orders.len(), 1);
    let replays = answers.iter().filter(|answer| answer.field("idempotency-replayed") == "true").count();
    assert_eq!(replays, 49);
    assert_eq!(shop.remaining(sale).await, 99);
    shop.audit().await;
}
