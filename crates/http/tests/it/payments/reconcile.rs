//! No event comes, no customer asks: the reconciler finds out.

use std::time::Duration;

use chrono::TimeDelta;
use doorbuster_engine::payments::{Reconciled, reconcile};
use doorbuster_engine::sales::sweep;
use doorbuster_testkit::stripe::StripeEmulator;
use doorbuster_testkit::{SaleSpec, Shop};
use serde_json::json;
use tokio::time::sleep;

use super::scene::Scene;

const PATIENCE: Duration = Duration::from_secs(10);

async fn reconciled(shop: &Shop) -> Reconciled {
    reconcile(&shop.engine, TimeDelta::zero()).await.unwrap()
}

#[tokio::test]
async fn whoever_still_has_time_is_waited_for() {
    let Scene { stripe, shop, customer, order } = Scene::quiet(PATIENCE).await;
    let begun = shop.pay_with_stripe(&customer, &order, "pay").await.assert_status(200);
    for _ in 0..3 {
        assert_eq!(reconciled(&shop).await, Reconciled { waiting: 1, ..Reconciled::default() });
    }
    // The customer pays and closes the browser; every event is lost.
    stripe.confirm(begun.text("/payment/browser/client_secret"), "pm_card_visa").await;
    assert_eq!(reconciled(&shop).await, Reconciled { captured: 1, ..Reconciled::default() });
    let read = shop.order_of(&customer, &order).await;
    assert_eq!((read.text("/status"), read.text("/payment/status")), ("paid", "captured"));
    assert_eq!(reconciled(&shop).await, Reconciled::default());
    shop.audit().await;
}

/// Nobody is asked about more often than needed: not before the time that the caller names.
#[tokio::test]
async fn what_was_asked_about_lately_is_left_alone() {
    let Scene { stripe, shop, customer, order } = Scene::quiet(PATIENCE).await;
    shop.confirmed(&stripe, &customer, &order, "pm_card_visa").await;
    let asked = stripe.requests().await.len();
    let done = reconcile(&shop.engine, TimeDelta::seconds(30)).await.unwrap();
    assert_eq!((done, stripe.requests().await.len()), (Reconciled::default(), asked));
}

#[tokio::test]
async fn a_process_that_died_between_authorisation_and_capture_is_finished_by_another() {
    let Scene { stripe, shop, customer, order } = Scene::quiet(Duration::from_millis(600)).await;
    shop.confirmed(&stripe, &customer, &order, "pm_card_visa").await;
    stripe.fault(&json!({"endpoint": "capture", "kind": "status", "status": 500})).await;
    let answer = shop.pay_with_stripe(&customer, &order, "pay").await.assert_status(200);
    assert_eq!(answer.text("/status"), "authorized");
    shop.engine.stop().await;
    stripe.heal().await;

    let restarted = Shop::builder().stripe(&stripe, PATIENCE).without_tasks().beside(&shop).await;
    assert_eq!(reconciled(&restarted).await.captured, 1);
    let read = restarted.order_of(&customer, &order).await;
    assert_eq!((read.text("/status"), read.text("/payment/status")), ("paid", "captured"));
    restarted.audit().await;
}

/// Stripe's own lists know no such way, but whatever it says: an order is never left with a payment that holds nothing.
#[tokio::test]
async fn an_authorisation_that_holds_nothing_any_more_gives_the_order_back() {
    let Scene { stripe, shop, customer, order } = Scene::quiet(Duration::from_millis(600)).await;
    let intent = shop.confirmed(&stripe, &customer, &order, "pm_card_visa").await;
    stripe.fault(&json!({"endpoint": "capture", "kind": "status", "status": 500})).await;
    shop.pay_with_stripe(&customer, &order, "pay").await.assert_status(200);
    stripe.heal().await;
    stripe.ask(&format!("/_control/intents/{intent}"), Some(&json!({"unreserved": true}))).await;

    // Nobody can confirm it once more, and whether it is called off is known before the order goes on.
    stripe.fault(&json!({"endpoint": "cancel", "kind": "status", "status": 500})).await;
    assert_eq!(reconciled(&shop).await, Reconciled::default());
    assert_eq!(shop.order_of(&customer, &order).await.text("/status"), "authorized");
    stripe.heal().await;
    assert_eq!(reconciled(&shop).await.captured, 1);
    assert_eq!(stripe.intent(&intent).await["status"], "canceled");
    let read = shop.order_of(&customer, &order).await;
    assert_eq!((read.text("/status"), read.text("/payment/status")), ("pending_payment", "declined"));
    let begun = shop.pay_with_stripe(&customer, &order, "again").await.assert_status(200);
    stripe.confirm(begun.text("/payment/browser/client_secret"), "pm_card_visa").await;
    assert_eq!(reconciled(&shop).await.captured, 1);
    assert_eq!(shop.order_of(&customer, &order).await.text("/status"), "paid");
    shop.audit().await;
}

/// The answer that names the intent is lost, and the customer never comes back.
#[tokio::test]
async fn a_payment_that_nobody_can_make_is_over() {
    let Scene { stripe, shop, customer, order } = Scene::quiet(Duration::from_millis(600)).await;
    stripe.fault(&json!({"endpoint": "create", "kind": "lose"})).await;
    shop.pay_with_stripe(&customer, &order, "pay").await.assert_problem(503, "unavailable");
    stripe.heal().await;
    // The event that tells of it names an intent that we do not know: it changes nothing.
    let event = stripe.events().await.pop().unwrap();
    shop.deliver_event(&event).await.assert_status(204);
    assert_eq!(shop.order_of(&customer, &order).await.text("/payment/status"), "pending");
    assert_eq!(reconciled(&shop).await, Reconciled { voided: 1, ..Reconciled::default() });
    let begun = shop.pay_with_stripe(&customer, &order, "again").await.assert_status(200);
    stripe.confirm(begun.text("/payment/browser/client_secret"), "pm_card_visa").await;
    assert_eq!(reconciled(&shop).await.captured, 1);
    shop.audit().await;
}

#[tokio::test]
async fn a_payment_after_the_hold_is_given_back_though_the_units_are_somebody_elses() {
    let stripe = StripeEmulator::start();
    let shop = Shop::builder().stripe(&stripe, PATIENCE).without_tasks().start().await;
    let sale = shop.sale(SaleSpec { hold_seconds: 2, ..SaleSpec::of(1) }).await;
    let late = shop.customer().await;
    let order = shop.buy(&late, sale, 1).await.assert_status(201).text("/id").to_owned();
    let begun = shop.pay_with_stripe(&late, &order, "pay").await.assert_status(200);
    let secret = begun.text("/payment/browser/client_secret").to_owned();
    sleep(Duration::from_millis(2200)).await;
    sweep(&shop.engine).await.unwrap();
    let next = shop.customer().await;
    let theirs = shop.buy(&next, sale, 1).await.assert_status(201).text("/id").to_owned();
    stripe.confirm(&secret, "pm_card_visa").await;
    let their_intent = shop.confirmed(&stripe, &next, &theirs, "pm_card_visa").await;

    let done = reconciled(&shop).await;
    assert_eq!((done.voided, done.captured), (1, 1));
    let id = secret.split("_secret_").next().unwrap();
    assert_eq!(stripe.intent(id).await["status"], "canceled");
    assert_eq!(stripe.intent(&their_intent).await["status"], "succeeded");
    assert_eq!(shop.order_of(&late, &order).await.text("/payment/status"), "voided");
    assert_eq!(shop.order_of(&next, &theirs).await.text("/status"), "paid");
    shop.audit().await;
}

/// While Stripe works on a payment it cannot be called off: it is given back when that has come to something.
#[tokio::test]
async fn what_stripe_still_thinks_about_is_given_back_later() {
    let Scene { stripe, shop, customer, order } = Scene::quiet(PATIENCE).await;
    let id = shop.confirmed(&stripe, &customer, &order, "pm_processing").await;
    shop.cancel(&customer, &order).await.assert_status(200);
    assert_eq!(reconciled(&shop).await, Reconciled::default());
    assert_eq!(shop.order_of(&customer, &order).await.text("/payment/status"), "pending");
    stripe.finish(&id, "succeed").await;
    assert_eq!(reconciled(&shop).await.voided, 1);
    assert_eq!(stripe.intent(&id).await["status"], "canceled");
    shop.audit().await;
}

/// A crowd that left is looked up in a list, not one by one.
#[tokio::test(flavor = "multi_thread")]
async fn many_are_looked_up_together() {
    let stripe = StripeEmulator::start();
    let shop = Shop::builder().stripe(&stripe, PATIENCE).without_tasks().start().await;
    let sale = shop.live_sale(30).await;
    let mut orders = Vec::new();
    for customer in shop.customers(30).await {
        let order = shop.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();
        shop.confirmed(&stripe, &customer, &order, "pm_card_visa").await;
        orders.push((customer, order));
    }
    let before = stripe.requests().await.len();
    assert_eq!(reconciled(&shop).await.captured, 30);
    let requests = stripe.requests().await;
    let asked = |endpoint: &str| {
        requests.iter().skip(before).filter(|request| request["endpoint"] == endpoint).count()
    };
    assert_eq!((asked("list"), asked("retrieve"), asked("capture")), (1, 0, 30));
    for (customer, order) in &orders {
        assert_eq!(shop.order_of(customer, order).await.text("/status"), "paid");
    }
    shop.audit().await;
}
