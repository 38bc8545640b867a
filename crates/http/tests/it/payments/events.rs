//! What Stripe tells by itself, and what others pretend that it told.

use std::time::Duration;

use doorbuster_domain::identity::Role;
use doorbuster_engine::ambient::now;
use doorbuster_testkit::stripe::{StripeEmulator, sign};
use doorbuster_testkit::{Person, STRIPE_WEBHOOK_SECRET, Shop};
use serde_json::{Value, json};

use super::scene::Scene;

const PATIENCE: Duration = Duration::from_secs(10);

/// A shop with an order that its customer has confirmed in the browser and then left.
struct Left {
    stripe: StripeEmulator,
    shop: Shop,
    customer: Person,
    order: String,
    intent: String,
}

impl Left {
    async fn with(patience: Duration) -> Self {
        let Scene { stripe, shop, customer, order } = Scene::quiet(patience).await;
        let intent = shop.confirmed(&stripe, &customer, &order, "pm_card_visa").await;
        Self { stripe, shop, customer, order, intent }
    }

    /// The order's state and its payment's.
    async fn states(&self) -> (String, String) {
        let read = self.shop.order_of(&self.customer, &self.order).await;
        (read.text("/status").to_owned(), read.text("/payment/status").to_owned())
    }

    /// The latest event of this kind.
    async fn event(&self, kind: &str) -> Value {
        self.stripe.events().await.into_iter().rfind(|event| event["type"] == kind).unwrap()
    }

    async fn kept_events(&self) -> i64 {
        let mut owner = self.shop.sql().await;
        sqlx::query_scalar("SELECT count(*) FROM payment_events WHERE applied_at IS NOT NULL")
            .fetch_one(&mut owner)
            .await
            .unwrap()
    }
}

fn both(order: &str, payment: &str) -> (String, String) {
    (order.to_owned(), payment.to_owned())
}

#[tokio::test]
async fn an_event_pays_for_a_customer_who_left() {
    let left = Left::with(PATIENCE).await;
    let event = left.event("payment_intent.amount_capturable_updated").await;
    left.shop.deliver_event(&event).await.assert_status(204);
    assert_eq!(left.states().await, both("paid", "captured"));
    // Told again, it changes nothing and asks nobody.
    let asked = left.stripe.requests().await.len();
    for _ in 0..3 {
        left.shop.deliver_event(&event).await.assert_status(204);
    }
    assert_eq!((left.kept_events().await, left.stripe.requests().await.len()), (1, asked));
    left.shop.audit().await;
}

#[tokio::test]
async fn events_in_any_order_and_twice_come_to_the_same() {
    let left = Left::with(PATIENCE).await;
    left.shop.pay_with_stripe(&left.customer, &left.order, "pay").await.assert_status(200);
    left.shop.cancel(&left.customer, &left.order).await.assert_status(200);
    let mut events = left.stripe.events().await;
    assert!(events.len() >= 4, "{events:?}");
    events.reverse();
    for event in events.iter().chain(events.iter().rev()) {
        left.shop.deliver_event(event).await.assert_status(204);
        assert_eq!(left.states().await, both("cancelled", "refunded"));
    }
    assert_eq!(usize::try_from(left.kept_events().await).unwrap(), events.len());
    left.shop.audit().await;
}

#[tokio::test]
async fn forged_stale_and_broken_events_are_refused() {
    let left = Left::with(PATIENCE).await;
    let event = left.event("payment_intent.amount_capturable_updated").await;
    let body = event["body"].as_str().unwrap();
    let at = now().timestamp();
    let good = sign(STRIPE_WEBHOOK_SECRET, at, body.as_bytes());
    for signature in [
        String::new(),
        "t=1,v1=00".to_owned(),
        sign("whsec_of_somebody_else", at, body.as_bytes()),
        good.replace(&format!("t={at}"), &format!("t={}", at - 1)),
        sign(STRIPE_WEBHOOK_SECRET, at - 400, body.as_bytes()),
        sign(STRIPE_WEBHOOK_SECRET, at + 400, body.as_bytes()),
    ] {
        left.shop.deliver_signed(body, &signature).await.assert_problem(400, "invalid_signature");
    }
    left.shop.deliver_signed(&format!("{body} "), &good).await.assert_problem(400, "invalid_signature");
    let nonsense = "{\"id\": 7}";
    let signature = sign(STRIPE_WEBHOOK_SECRET, at, nonsense.as_bytes());
    left.shop.deliver_signed(nonsense, &signature).await.assert_problem(400, "malformed_json");
    assert_eq!((left.kept_events().await, left.states().await), (0, both("pending_payment", "pending")));
    left.shop.deliver_signed(body, &good).await.assert_status(204);
    assert_eq!(left.states().await, both("paid", "captured"));
    left.shop.audit().await;
}

#[tokio::test]
async fn what_is_none_of_ours_is_received_and_changes_nothing() {
    let left = Left::with(PATIENCE).await;
    let told = |id: &str, kind: &str, object: Value| json!({"body": json!({"id": id, "type": kind, "data": {"object": object}}).to_string()});
    for event in [
        told(
            "evt_a",
            "payment_intent.succeeded",
            json!({"object": "payment_intent", "id": "pi_unknown", "metadata": {}}),
        ),
        told(
            "evt_b",
            "charge.refunded",
            json!({"object": "charge", "payment_intent": "pi_unknown", "amount_refunded": 1}),
        ),
        told(
            "evt_c",
            "charge.dispute.created",
            json!({"object": "dispute", "id": "dp_1", "payment_intent": "pi_unknown"}),
        ),
        told("evt_d", "customer.created", json!({"object": "customer", "id": "cus_1"})),
        told("evt_e", "an.event.of.tomorrow", json!({"object": "something_new"})),
        told("evt_f", "charge.succeeded", json!({"object": "charge", "id": "ch_1", "payment_intent": null})),
    ] {
        left.shop.deliver_event(&event).await.assert_status(204);
    }
    assert_eq!((left.kept_events().await, left.states().await), (6, both("pending_payment", "pending")));
    left.shop.audit().await;
}

#[tokio::test]
async fn another_sum_never_claims_an_order() {
    for change in [json!({"amount": 1}), json!({"currency": "huf"}), json!({"amount": 10_000})] {
        let Scene { stripe, shop, customer, order } = Scene::quiet(PATIENCE).await;
        let begun = shop.pay_with_stripe(&customer, &order, "pay").await.assert_status(200);
        let secret = begun.text("/payment/browser/client_secret").to_owned();
        let id = secret.split("_secret_").next().unwrap();
        stripe.ask(&format!("/_control/intents/{id}"), Some(&change)).await;
        stripe.confirm(&secret, "pm_card_visa").await;
        let event = stripe.events().await.pop().unwrap();
        shop.deliver_event(&event).await.assert_status(204);
        let read = shop.order_of(&customer, &order).await;
        assert_eq!((read.text("/status"), read.text("/payment/status")), ("pending_payment", "voided"));
        assert_eq!(stripe.intent(id).await["status"], "canceled", "{change}");
        shop.audit().await;
    }
}

#[tokio::test]
async fn an_event_that_cannot_be_asked_about_is_told_again() {
    let left = Left::with(Duration::from_millis(400)).await;
    let event = left.event("payment_intent.amount_capturable_updated").await;
    left.stripe.fault(&json!({"endpoint": "retrieve", "kind": "status", "status": 500})).await;
    left.shop.deliver_event(&event).await.assert_problem(503, "unavailable");
    assert_eq!((left.kept_events().await, left.states().await), (0, both("pending_payment", "pending")));
    left.stripe.heal().await;
    left.shop.deliver_event(&event).await.assert_status(204);
    assert_eq!((left.kept_events().await, left.states().await), (1, both("paid", "captured")));
    left.shop.audit().await;
}

#[tokio::test]
async fn a_complaint_is_seen_by_staff_and_customer() {
    let left = Left::with(PATIENCE).await;
    left.shop.pay_with_stripe(&left.customer, &left.order, "pay").await.assert_status(200);
    let (_, dispute) =
        left.stripe.ask(&format!("/_control/intents/{}/dispute", left.intent), Some(&json!({}))).await;
    let path = format!("/_control/disputes/{}", dispute["id"].as_str().unwrap());
    let created = left.event("charge.dispute.created").await;
    left.shop.deliver_event(&created).await.assert_status(204);
    let staff = left.shop.person(Role::Staff).await;
    let seen = |token: String, path: String| {
        let request = left.shop.get(&path).bearer(&token);
        async move { request.send().await.assert_status(200) }
    };
    let own = format!("/api/v1/orders/{}", left.order);
    let theirs = seen(left.customer.token.clone(), own).await;
    assert_eq!(theirs.text("/payment/dispute"), "needs_response");
    let read = seen(staff.token, format!("/api/v1/admin/orders/{}", left.order)).await;
    assert_eq!(read.text("/order/payment/dispute"), "needs_response");

    // The later event comes first: both say what the complaint is now.
    left.stripe.ask(&path, Some(&json!("under_review"))).await;
    left.stripe.ask(&path, Some(&json!("won"))).await;
    for kind in ["charge.dispute.closed", "charge.dispute.updated"] {
        let event = left.event(kind).await;
        left.shop.deliver_event(&event).await.assert_status(204);
        let read = left.shop.order_of(&left.customer, &left.order).await;
        assert_eq!((read.text("/payment/dispute"), read.text("/status")), ("won", "paid"));
    }
    left.shop.audit().await;
}

/// A refund that takes days, and one that the bank sends back afterwards.
#[tokio::test]
async fn what_becomes_of_a_refund_is_told() {
    let left = Left::with(PATIENCE).await;
    left.shop.pay_with_stripe(&left.customer, &left.order, "pay").await.assert_status(200);
    left.stripe.ask("/_control/refund-status", Some(&json!("pending"))).await;
    left.shop.cancel(&left.customer, &left.order).await.assert_status(200);
    assert_eq!(left.states().await, both("cancelled", "refund_pending"));
    let created = left.event("refund.created").await;
    left.shop.deliver_event(&created).await.assert_status(204);
    assert_eq!(left.states().await, both("cancelled", "refund_pending"));

    let body: Value = serde_json::from_str(created["body"].as_str().unwrap()).unwrap();
    let path = format!("/_control/refunds/{}", body["data"]["object"]["id"].as_str().unwrap());
    left.stripe.ask(&path, Some(&json!("succeeded"))).await;
    let updated = left.event("refund.updated").await;
    left.shop.deliver_event(&updated).await.assert_status(204);
    assert_eq!(left.states().await, both("cancelled", "refunded"));
    left.shop.audit().await;

    left.stripe.ask(&path, Some(&json!("failed"))).await;
    for kind in ["refund.failed", "charge.refunded"] {
        let event = left.event(kind).await;
        left.shop.deliver_event(&event).await.assert_status(204);
    }
    let read = left.shop.order_of(&left.customer, &left.order).await;
    assert_eq!((read.text("/status"), read.text("/refunds/0/status")), ("cancelled", "failed"));
    left.shop.audit().await;
}

#[tokio::test]
async fn a_shop_without_stripe_takes_no_events() {
    let shop = Shop::start().await;
    let body = json!({"body": "{}"});
    shop.deliver_event(&body).await.assert_problem(503, "payments_unavailable");
    let shop = Shop::builder().payments(None).start().await;
    shop.deliver_event(&body).await.assert_problem(503, "payments_unavailable");
}
