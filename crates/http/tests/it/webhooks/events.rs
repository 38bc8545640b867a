use std::collections::BTreeSet;
use std::time::Duration;

use doorbuster_domain::OrderId;
use doorbuster_domain::identity::Role;
use doorbuster_domain::orders::{Actor, OrderStatus};
use doorbuster_persistence::orders::{lock, move_to};
use doorbuster_testkit::{SaleSpec, Shop};
use serde_json::json;
use tokio::time::sleep;

use super::Scene;
use crate::cart;

#[tokio::test]
async fn an_order_is_told_from_its_placing_to_its_door() {
    let scene = Scene::set().await;
    let all = ["order.placed", "order.paid", "order.packed", "order.shipped", "order.delivered"];
    scene.endpoint(&all).await;
    let staff = scene.shop.person(Role::Staff).await;
    let (order, customer) = scene.paid().await;
    scene.shop.fulfil(&staff, &order).await;
    let received = scene.receiver.wait_for(5).await;
    let types: BTreeSet<&str> = received.iter().map(|one| one.text("/type")).collect();
    assert_eq!(types, all.into_iter().collect());
    let seen = scene.shop.get(&format!("/api/v1/orders/{order}")).bearer(&customer.token).send().await;
    for one in &received {
        assert_eq!(one.text("/data/order_id"), order);
        assert_eq!(one.text("/data/number"), seen.text("/number"));
        assert_eq!(one.json["data"]["sale_id"], seen.json["sale_id"]);
        assert_eq!(one.json["data"]["total"], seen.json["total"]);
        assert_eq!(one.field("webhook-id"), one.text("/id"));
        assert_eq!(one.field("content-type"), "application/json");
        assert!(!one.json.to_string().contains(&customer.email), "nothing about a person: {}", one.json);
    }
    let paid = received.iter().find(|one| one.text("/type") == "order.paid").unwrap();
    let moved =
        seen.json["timeline"].as_array().unwrap().iter().find(|entry| entry["status"] == "paid").unwrap();
    assert_eq!(paid.json["created_at"], moved["at"]);
    assert_eq!(paid.text("/data/status"), "paid");
    let placed = received.iter().find(|one| one.text("/type") == "order.placed").unwrap();
    assert_eq!(placed.text("/data/status"), "pending_payment");
    scene.shop.audit().await;
}

#[tokio::test]
async fn what_is_cancelled_and_what_expires_is_told() {
    let scene = Scene::set().await;
    scene.endpoint(&["order.cancelled", "order.expired", "order.returned"]).await;
    let (order, customer) = scene.paid().await;
    scene.shop.cancel(&customer, &order).await.assert_status(200);
    let cancelled = scene.receiver.wait_for(1).await.remove(0);
    assert_eq!(
        (cancelled.text("/type"), cancelled.text("/data/order_id")),
        ("order.cancelled", order.as_str())
    );

    let sale = scene.shop.sale(SaleSpec { hold_seconds: 1, ..SaleSpec::of(30) }).await;
    for customer in scene.shop.customers(30).await {
        scene.shop.buy(&customer, sale, 1).await.assert_status(201);
    }
    // The sweep moves them all with a few statements: each is told once.
    let received = scene.receiver.wait_for(31).await;
    let orders: BTreeSet<&str> = received.iter().skip(1).map(|one| one.text("/data/order_id")).collect();
    assert_eq!(orders.len(), 30);
    assert!(received.iter().skip(1).all(|one| one.text("/type") == "order.expired"));
    scene.shop.audit().await;
}

/// Once for each refund, whoever asked for it.
#[tokio::test]
async fn money_that_went_back_is_told() {
    let scene = Scene::set().await;
    scene.endpoint(&["refund.settled"]).await;
    let (order, customer) = scene.paid().await;
    scene.shop.cancel(&customer, &order).await.assert_status(200);
    let settled = scene.receiver.wait_for(1).await.remove(0);
    assert_eq!((settled.text("/type"), settled.text("/data/order_id")), ("refund.settled", order.as_str()));
    assert_eq!(settled.json["data"]["amount"], json!({"amount": 9_999, "currency": "EUR"}));
    assert_eq!(scene.count("SELECT count(*) FROM webhook_events").await, 1);
    scene.shop.audit().await;
}

/// A purchase writes one message for its batch; each order of it is told.
#[tokio::test(flavor = "multi_thread")]
async fn every_order_of_a_stampede_is_told_as_placed() {
    let scene = Scene::set().await;
    scene.endpoint(&["order.placed"]).await;
    let (mine, other) = (scene.shop.live_sale(40).await, scene.shop.live_sale(40).await);
    let customers = scene.shop.customers(60).await;
    let buy = customers
        .iter()
        .flat_map(|customer| [scene.shop.buy(customer, mine, 1), scene.shop.buy(customer, other, 1)]);
    let answers = futures::future::join_all(buy).await;
    let placed: BTreeSet<&str> =
        answers.iter().filter(|answer| answer.status == 201).map(|answer| answer.text("/id")).collect();
    assert_eq!(placed.len(), 80);
    let received = scene.receiver.wait_for(80).await;
    let told: BTreeSet<&str> = received.iter().map(|one| one.text("/data/order_id")).collect();
    assert_eq!(told, placed);
    assert_eq!(scene.count("SELECT count(*) FROM webhook_placements").await, 0);
    scene.shop.audit().await;
}

#[tokio::test]
async fn an_order_of_a_cart_is_told_as_placed() {
    let scene = Scene::set().await;
    scene.endpoint(&["order.placed"]).await;
    let product = scene.shop.product(5).await;
    let guest = cart::guest_with(&scene.shop, product, 2).await;
    let order = cart::check_out(&scene.shop, &guest).await.assert_status(201);
    let placed = scene.receiver.wait_for(1).await.remove(0);
    assert_eq!(placed.text("/data/order_id"), order.text("/id"));
    assert_eq!(placed.json["data"]["sale_id"], json!(null));
    scene.shop.audit().await;
}

/// Written in the transaction of what it tells of, or not at all.
#[tokio::test]
async fn what_is_rolled_back_is_told_to_nobody() {
    let scene = Scene::in_shop(Shop::builder().without_tasks().start().await).await;
    scene.endpoint(&["order.packed"]).await;
    let (order, _) = scene.paid().await;
    let order: OrderId = order.parse().unwrap();
    let events = "SELECT count(*) FROM webhook_events";
    for commits in [false, true] {
        let mut work = scene.shop.engine.database.begin_work().await.unwrap();
        let locked = lock(&mut work, order).await.unwrap().unwrap();
        move_to(&mut work, &locked, OrderStatus::Packed, None, Actor::Staff, None).await.unwrap();
        if commits {
            work.commit().await.unwrap();
        } else {
            drop(work);
        }
        assert_eq!(scene.count(events).await, i64::from(commits));
    }
    scene.shop.audit().await;
}

#[tokio::test]
async fn nobody_is_told_what_they_did_not_choose() {
    let scene = Scene::set().await;
    let (order, customer) = scene.paid().await;
    assert_eq!(
        scene.count("SELECT count(*) FROM webhook_events").await,
        0,
        "a shop without endpoints writes nothing"
    );
    let webhook = scene.endpoint(&["order.cancelled"]).await;
    let off = scene.endpoint(&["order.paid"]).await;
    scene.change(&off, &json!({"enabled": false})).await.assert_status(200);
    scene.paid().await;
    assert_eq!(scene.count("SELECT count(*) FROM webhook_events").await, 0);
    assert_eq!(scene.count("SELECT count(*) FROM webhook_placements").await, 0);
    scene.shop.cancel(&customer, &order).await.assert_status(200);
    scene.receiver.wait_for(1).await;
    sleep(Duration::from_millis(300)).await;
    assert_eq!(scene.deliveries(&webhook).await.len(), 1);
    assert_eq!(scene.deliveries(&off).await.len(), 0);
    scene.shop.audit().await;
}
