//! Paying in the browser: begin, confirm there, ask again.

use std::time::Duration;

use doorbuster_engine::payments::reconcile;
use doorbuster_testkit::stripe::StripeEmulator;
use doorbuster_testkit::{SaleSpec, Shop};
use futures::future::join_all;
use serde_json::json;

use super::scene::Scene;

const PATIENCE: Duration = Duration::from_secs(10);

#[tokio::test]
async fn begin_confirm_in_the_browser_and_ask_again() {
    let stripe = StripeEmulator::start();
    let shop = Shop::builder().stripe(&stripe, PATIENCE).start().await;
    assert_eq!(shop.get("/api/v1/shop").send().await.text("/payment_provider"), "stripe");
    let sale = shop.live_sale(1).await;
    let customer = shop.customer().await;
    let order = shop.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();

    let begun = shop.pay_with_stripe(&customer, &order, "k").await.assert_status(200);
    assert_eq!(begun.text("/status"), "pending_payment");
    assert_eq!((begun.text("/payment/provider"), begun.text("/payment/status")), ("stripe", "pending"));
    assert_eq!(begun.text("/payment/step"), "awaiting_customer");
    assert_eq!(begun.text("/payment/browser/publishable_key"), "pk_test_1");
    let secret = begun.text("/payment/browser/client_secret").to_owned();
    let id = secret.split("_secret_").next().unwrap();
    let intent = stripe.intent(id).await;
    assert_eq!((&intent["amount"], &intent["currency"]), (&json!(9999), &json!("eur")));
    // Whatever else a customer could pay with cannot be captured by hand.
    assert_eq!(
        (&intent["capture_method"], &intent["payment_method_types"]),
        (&json!("manual"), &json!(["card"]))
    );

    // Nobody else learns the secret, and the database does not keep it.
    let read = shop.order_of(&customer, &order).await;
    assert!(read.json["payment"].get("browser").is_none() && !read.json.to_string().contains("_secret_"));
    let mut owner = shop.sql().await;
    let kept: String =
        sqlx::query_scalar("SELECT to_jsonb(p)::text FROM payments p").fetch_one(&mut owner).await.unwrap();
    assert!(kept.contains(id) && !kept.contains("_secret_"), "{kept}");

    // Asking again before the customer did anything begins nothing new. Another browser goes on with the same payment.
    let again = shop.pay_with_stripe(&customer, &order, "k").await.assert_status(200);
    assert_eq!(again.field("idempotency-replayed"), "true");
    let elsewhere = shop.pay_with_stripe(&customer, &order, "another").await.assert_status(200);
    for answer in [&again, &elsewhere] {
        assert_eq!(answer.text("/payment/browser/client_secret"), secret);
    }

    assert_eq!(stripe.confirm(&secret, "pm_card_visa").await.0, 200);
    let paid = shop.pay_with_stripe(&customer, &order, "k").await.assert_status(200);
    assert_eq!((paid.text("/status"), paid.text("/payment/status")), ("paid", "captured"));
    assert!(paid.json["payment"].get("browser").is_none());
    assert_eq!(stripe.intent(id).await["amount_received"], 9999);
    shop.pay_with_stripe(&customer, &order, "k").await.assert_status(200);
    let creations = stripe.requests().await.into_iter().filter(|request| request["endpoint"] == "create");
    assert_eq!(creations.count(), 1);
    shop.audit().await;
}

#[tokio::test]
async fn a_refused_card_is_said_and_another_one_pays() {
    let Scene { stripe, shop, customer, order } = Scene::alive(PATIENCE).await;
    shop.confirmed(&stripe, &customer, &order, "pm_card_declined").await;
    let refused = shop.pay_with_stripe(&customer, &order, "pay").await.assert_status(200);
    assert_eq!((refused.text("/payment/status"), refused.text("/payment/step")), ("pending", "failed"));
    assert_eq!(refused.text("/payment/failure"), "insufficient_funds");
    assert_eq!(shop.order_of(&customer, &order).await.text("/payment/step"), "failed");

    shop.confirmed(&stripe, &customer, &order, "pm_card_visa").await;
    let paid = shop.pay_with_stripe(&customer, &order, "pay").await.assert_status(200);
    assert_eq!((paid.text("/status"), paid.text("/payment/failure")), ("paid", ""));
    shop.audit().await;
}

#[tokio::test]
async fn the_bank_asks_and_stripe_thinks() {
    let stripe = StripeEmulator::start();
    let shop = Shop::builder().stripe(&stripe, PATIENCE).start().await;
    let sale = shop.live_sale(2).await;
    for (method, step) in
        [("pm_card_authenticationRequired", "requires_action"), ("pm_processing", "processing")]
    {
        let customer = shop.customer().await;
        let order = shop.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();
        let id = shop.confirmed(&stripe, &customer, &order, method).await;
        let waiting = shop.pay_with_stripe(&customer, &order, "pay").await.assert_status(200);
        assert_eq!(waiting.text("/payment/step"), step);
        // While Stripe thinks there is nothing to do in the browser.
        assert_eq!(waiting.json["payment"].get("browser").is_some(), step == "requires_action");
        stripe.finish(&id, "succeed").await;
        let paid = shop.pay_with_stripe(&customer, &order, "pay").await.assert_status(200);
        assert_eq!(paid.text("/status"), "paid");
    }
    shop.audit().await;
}

#[tokio::test]
async fn a_payment_that_was_called_off_is_over_and_the_next_one_pays() {
    let Scene { stripe, shop, customer, order } = Scene::alive(PATIENCE).await;
    let id = shop.confirmed(&stripe, &customer, &order, "pm_card_authenticationRequired").await;
    stripe.finish(&id, "cancel").await;
    shop.pay_with_stripe(&customer, &order, "pay").await.assert_problem(402, "payment_declined");
    shop.pay_with_stripe(&customer, &order, "pay").await.assert_problem(402, "payment_declined");
    assert_eq!(shop.order_of(&customer, &order).await.text("/payment/status"), "voided");
    let begun = shop.pay_with_stripe(&customer, &order, "new").await.assert_status(200);
    stripe.confirm(begun.text("/payment/browser/client_secret"), "pm_card_visa").await;
    let paid = shop.pay_with_stripe(&customer, &order, "new").await.assert_status(200);
    assert_eq!(paid.text("/status"), "paid");
    shop.audit().await;
}

/// Twenty browsers begin, the customer confirms once, twenty ask.
#[tokio::test(flavor = "multi_thread")]
async fn twenty_at_once_charge_once() {
    let Scene { stripe, shop, customer, order } = Scene::alive(PATIENCE).await;
    let keys: Vec<String> = (0..20).map(|n| format!("k{n}")).collect();
    let begun = join_all(keys.iter().map(|key| shop.pay_with_stripe(&customer, &order, key))).await;
    let secrets: std::collections::BTreeSet<_> = begun
        .iter()
        .filter(|answer| answer.status == 200)
        .map(|answer| answer.text("/payment/browser/client_secret").to_owned())
        .collect();
    assert_eq!(secrets.len(), 1, "{begun:?}");
    stripe.confirm(secrets.first().unwrap(), "pm_card_visa").await;
    let paid = join_all(keys.iter().map(|key| shop.pay_with_stripe(&customer, &order, key))).await;
    for answer in &paid {
        assert!(answer.status == 200 || answer.code() == "payment_in_progress", "{}", answer.json);
    }
    let read = shop.order_of(&customer, &order).await;
    assert_eq!((read.text("/status"), read.text("/payment/status")), ("paid", "captured"));
    shop.audit().await;
}

#[tokio::test]
async fn bodies_say_what_the_provider_can_hear() {
    let Scene { stripe: _stripe, shop, customer, order } = Scene::alive(PATIENCE).await;
    // Nobody pays a real shop by saying so.
    let answer = shop.pay(&customer, &order, "success").await.assert_problem(422, "validation");
    assert_eq!(answer.text("/errors/0/pointer"), "/test_outcome");
    let testing = Shop::start().await;
    let sale = testing.live_sale(1).await;
    let customer = testing.customer().await;
    let order = testing.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();
    testing.pay_with_stripe(&customer, &order, "k").await.assert_problem(422, "validation");
}

/// The customer confirms when the hold is over and somebody else has the unit.
#[tokio::test]
async fn what_comes_after_the_hold_is_given_back() {
    let stripe = StripeEmulator::start();
    let shop = Shop::builder().stripe(&stripe, PATIENCE).start().await;
    let sale = shop.sale(SaleSpec { hold_seconds: 2, ..SaleSpec::of(1) }).await;
    let late = shop.customer().await;
    let order = shop.buy(&late, sale, 1).await.assert_status(201).text("/id").to_owned();
    let begun = shop.pay_with_stripe(&late, &order, "pay").await.assert_status(200);
    tokio::time::sleep(Duration::from_secs(4)).await;
    let next = shop.customer().await;
    let theirs = shop.buy(&next, sale, 1).await.assert_status(201).text("/id").to_owned();

    let secret = begun.text("/payment/browser/client_secret").to_owned();
    assert_eq!(stripe.confirm(&secret, "pm_card_visa").await.0, 200);
    shop.pay_with_stripe(&late, &order, "pay").await.assert_problem(409, "hold_expired");
    let id = secret.split("_secret_").next().unwrap();
    assert_eq!(stripe.intent(id).await["status"], "canceled");
    let read = shop.order_of(&late, &order).await;
    assert_eq!((read.text("/status"), read.text("/payment/status")), ("expired", "voided"));

    let id = shop.confirmed(&stripe, &next, &theirs, "pm_card_visa").await;
    shop.pay_with_stripe(&next, &theirs, "pay").await.assert_status(200);
    assert_eq!(stripe.intent(&id).await["status"], "succeeded");
    shop.audit().await;
}

/// Somebody lets money be taken at Stripe's own pages, for an order that is gone.
#[tokio::test]
async fn what_was_taken_without_an_order_is_paid_back() {
    let Scene { stripe, shop, customer, order } = Scene::quiet(PATIENCE).await;
    let id = shop.confirmed(&stripe, &customer, &order, "pm_card_visa").await;
    shop.cancel(&customer, &order).await.assert_status(200);
    stripe.finish(&id, "capture").await;
    reconcile(&shop.engine, chrono::TimeDelta::zero()).await.unwrap();
    let read = shop.order_of(&customer, &order).await;
    assert_eq!((read.text("/status"), read.text("/payment/status")), ("cancelled", "voided"));
    assert_eq!(refunded(&stripe, &id).await, 9999);
    shop.audit().await;
}

/// What Stripe paid back of an intent.
async fn refunded(stripe: &StripeEmulator, id: &str) -> i64 {
    let events = stripe.events().await;
    let refunds = events.iter().filter(|event| event["type"] == "charge.refunded");
    let objects = refunds.map(|event| {
        let body: serde_json::Value = serde_json::from_str(event["body"].as_str().unwrap()).unwrap();
        body["data"]["object"].clone()
    });
    let of_it = objects.filter(|charge| charge["payment_intent"] == id);
    of_it.map(|charge| charge["amount_refunded"].as_i64().unwrap()).max().unwrap_or(0)
}
