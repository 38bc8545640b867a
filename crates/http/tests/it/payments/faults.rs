//! Stripe is slow, busy, broken, or silent.

use std::time::Duration;

use chrono::TimeDelta;
use doorbuster_engine::payments::reconcile;
use doorbuster_testkit::Shop;
use doorbuster_testkit::stripe::StripeEmulator;
use futures::future::join_all;
use serde_json::json;

use super::scene::Scene;

const SOON: Duration = Duration::from_millis(1500);
const PATIENCE: Duration = Duration::from_secs(10);

async fn intents(stripe: &StripeEmulator) -> usize {
    let events = stripe.events().await;
    events.iter().filter(|event| event["type"] == "payment_intent.created").count()
}

#[tokio::test]
async fn too_many_requests_and_broken_answers_are_asked_again() {
    for (kind, status) in [("status", 429), ("status", 500), ("broken", 500), ("lose", 0)] {
        let Scene { stripe, shop, customer, order } = Scene::quiet(PATIENCE).await;
        for endpoint in ["create", "capture"] {
            let fault = json!({"endpoint": endpoint, "kind": kind, "status": status, "times": 2});
            stripe.fault(&fault).await;
        }
        let id = shop.confirmed(&stripe, &customer, &order, "pm_card_visa").await;
        let paid = shop.pay_with_stripe(&customer, &order, "pay").await.assert_status(200);
        assert_eq!(paid.text("/status"), "paid", "{kind} {status}");
        let intent = stripe.intent(&id).await;
        assert_eq!((&intent["status"], &intent["amount_received"]), (&json!("succeeded"), &json!(9999)));
        assert_eq!(intents(&stripe).await, 1, "{kind} {status}");
        shop.audit().await;
    }
}

#[tokio::test]
async fn silence_at_the_beginning_is_said_and_the_same_key_goes_on() {
    let Scene { stripe, shop, customer, order } = Scene::quiet(SOON).await;
    stripe.delay("create", 30_000).await;
    shop.pay_with_stripe(&customer, &order, "pay").await.assert_problem(503, "unavailable");
    stripe.heal().await;
    // Stripe did it, and the key finds it.
    let id = shop.confirmed(&stripe, &customer, &order, "pm_card_visa").await;
    let paid = shop.pay_with_stripe(&customer, &order, "pay").await.assert_status(200);
    assert_eq!((paid.text("/status"), intents(&stripe).await), ("paid", 1));
    assert_eq!(stripe.intent(&id).await["amount_received"], 9999);
    shop.audit().await;
}

/// The capture is asked for and its answer never comes; whether it was done or not, the order is paid in the end.
#[tokio::test]
async fn silence_at_the_capture_leaves_the_order_claimed_until_it_is_known() {
    for kind in ["delay", "lose", "status"] {
        let Scene { stripe, shop, customer, order } = Scene::quiet(SOON).await;
        shop.confirmed(&stripe, &customer, &order, "pm_card_visa").await;
        stripe.fault(&json!({"endpoint": "capture", "kind": kind, "millis": 30_000, "status": 500})).await;
        let waiting = shop.pay_with_stripe(&customer, &order, "pay").await.assert_status(200);
        assert_eq!(
            (waiting.text("/status"), waiting.text("/payment/status")),
            ("authorized", "authorized"),
            "{kind}"
        );
        // It can neither be cancelled nor expire while it may have been paid.
        shop.cancel(&customer, &order).await.assert_problem(409, "illegal_transition");
        shop.audit().await;
        stripe.heal().await;
        let done = reconcile(&shop.engine, TimeDelta::zero()).await.unwrap();
        assert_eq!(done.captured, 1);
        let read = shop.order_of(&customer, &order).await;
        assert_eq!((read.text("/status"), read.text("/payment/status")), ("paid", "captured"), "{kind}");
        shop.audit().await;
    }
}

/// Stripe calls off what was authorised, before it is captured.
#[tokio::test]
async fn a_capture_after_the_end_gives_the_order_back_to_its_hold() {
    let Scene { stripe, shop, customer, order } = Scene::quiet(SOON).await;
    let id = shop.confirmed(&stripe, &customer, &order, "pm_card_visa").await;
    stripe.fault(&json!({"endpoint": "capture", "kind": "status", "status": 500})).await;
    let waiting = shop.pay_with_stripe(&customer, &order, "pay").await.assert_status(200);
    assert_eq!(waiting.text("/status"), "authorized");
    stripe.heal().await;
    stripe.finish(&id, "cancel").await;
    reconcile(&shop.engine, TimeDelta::zero()).await.unwrap();
    let read = shop.order_of(&customer, &order).await;
    assert_eq!((read.text("/status"), read.text("/payment/status")), ("pending_payment", "declined"));
    shop.audit().await;
    // And the next try pays.
    let begun = shop.pay_with_stripe(&customer, &order, "next").await.assert_status(200);
    stripe.confirm(begun.text("/payment/browser/client_secret"), "pm_card_visa").await;
    let paid = shop.pay_with_stripe(&customer, &order, "next").await.assert_status(200);
    assert_eq!(paid.text("/status"), "paid");
    shop.audit().await;
}

/// Sixty customers at once, and Stripe sees no more than 25 of them in any second.
#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_is_let_through_at_stripes_pace() {
    let stripe = StripeEmulator::start();
    let shop = Shop::builder().stripe(&stripe, PATIENCE).without_tasks().start().await;
    let sale = shop.live_sale(60).await;
    let customers = shop.customers(60).await;
    let bought = join_all(customers.iter().map(|customer| shop.buy(customer, sale, 1))).await;
    let orders: Vec<String> =
        bought.into_iter().map(|answer| answer.assert_status(201).text("/id").to_owned()).collect();
    let paying =
        customers.iter().zip(&orders).map(|(customer, order)| shop.pay_with_stripe(customer, order, "k"));
    for answer in join_all(paying).await {
        answer.assert_status(200);
    }
    let requests = stripe.requests().await;
    let mut times: Vec<i64> = requests
        .iter()
        .filter(|request| request["endpoint"] == "create")
        .map(|request| request["at_millis"].as_i64().unwrap())
        .collect();
    times.sort_unstable();
    assert_eq!(times.len(), 60);
    let busiest = times.windows(26).map(|window| window[25] - window[0]).min().unwrap();
    assert!(busiest >= 950, "26 requests within {busiest} ms");
    shop.audit().await;
}
