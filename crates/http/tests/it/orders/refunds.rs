use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::TimeDelta;
use doorbuster_domain::identity::Role;
use doorbuster_domain::payments::Payment;
use doorbuster_domain::{Money, RefundId};
use doorbuster_engine::payments::{fail_refund, reconcile, settle_refund};
use doorbuster_engine::sales::sweep;
use doorbuster_gateways::payments::{
    Instruction, PaymentProvider, ProviderError, RefundAnswer, Standing, TestProvider,
};
use doorbuster_testkit::{Answer, Person, SaleSpec, Shop};
use futures::future::{BoxFuture, FutureExt, ready};
use serde_json::{Value, json};

/// A shop with a paid order of three units out of five, its customer, and somebody of the staff.
async fn three_units(shop: &Shop) -> (doorbuster_domain::SaleId, String, Person, Person) {
    let sale = shop.sale(SaleSpec { limit: 3, ..SaleSpec::of(5) }).await;
    let (customer, staff) = (shop.customer().await, shop.person(Role::Staff).await);
    let order = shop.paid(&customer, sale, 3).await;
    (sale, order, customer, staff)
}

async fn seen(shop: &Shop, who: &Person, order: &str) -> Answer {
    shop.get(&format!("/api/v1/orders/{order}")).bearer(&who.token).send().await.assert_status(200)
}

/// So many units of the only line.
async fn units(shop: &Shop, who: &Person, order: &str, quantity: u32) -> Value {
    let order = seen(shop, who, order).await;
    json!([{"product_id": order.text("/lines/0/product_id"), "quantity": quantity}])
}

fn amount(minor: i64) -> Value {
    json!({"amount": minor, "currency": "EUR"})
}

#[tokio::test]
async fn units_go_back_to_the_sale_and_are_not_sent_any_more() {
    let shop = Shop::start().await;
    let (sale, order, customer, staff) = three_units(&shop).await;
    let one = units(&shop, &customer, &order, 1).await;
    let body = json!({"lines": one, "restock": true, "reason": " Too many "});
    let made = shop.refund(&staff, &order, &body).await.assert_status(201);
    assert_eq!(made.json["refund"]["refund"]["amount"], amount(9_999));
    assert_eq!(
        (made.text("/refund/refund/reason"), made.text("/refund/by/email")),
        ("Too many", staff.email.as_str())
    );
    assert_eq!((made.text("/refund/refund/status"), made.text("/order/order/status")), ("settled", "paid"));
    assert_eq!(made.json["order"]["order"]["lines"][0]["given_up"], 1);
    assert_eq!(shop.remaining(sale).await, 3, "somebody else can buy it");

    let order_seen = seen(&shop, &customer, &order).await;
    assert_eq!(
        (order_seen.text("/refunds/0/reason"), order_seen.text("/payment/status")),
        ("Too many", "captured")
    );
    assert_eq!(order_seen.json["payment"]["refunded"], amount(9_999));
    assert!(!order_seen.json.to_string().contains(&staff.email), "the customer learns who refunded it");
    let subject = format!("Your order {} was refunded", order_seen.text("/number"));
    let mail = shop.mail(&customer.email, &subject).await;
    assert!(mail.text.contains("99.99 EUR") && mail.text.contains("1 × Thing"), "{}", mail.text);

    // What is left is packed and sent, and is all of it then.
    shop.fulfil(&staff, &order).await;
    assert_eq!(seen(&shop, &customer, &order).await.json["shipments"][0]["lines"][0]["quantity"], 2);
    shop.audit().await;
}

#[tokio::test]
async fn units_that_are_gone_stay_held_whatever_becomes_of_the_order() {
    let shop = Shop::start().await;
    let (sale, order, customer, staff) = three_units(&shop).await;
    let one = units(&shop, &customer, &order, 1).await;
    shop.refund(&staff, &order, &json!({"lines": one, "reason": "Broken"})).await.assert_status(201);
    assert_eq!(shop.remaining(sale).await, 2, "a broken one cannot be sold");
    shop.audit().await;
    let cancelled = shop.cancel(&customer, &order).await.assert_status(200);
    assert_eq!((cancelled.text("/status"), cancelled.text("/payment/status")), ("cancelled", "refunded"));
    assert_eq!(cancelled.json["refunds"][1]["amount"], amount(19_998), "what was left");
    assert_eq!(shop.remaining(sale).await, 4);
    shop.audit().await;
}

#[tokio::test]
async fn a_full_refund_before_anything_left_cancels_the_order() {
    let shop = Shop::start().await;
    for (restock, remaining) in [(true, 5), (false, 2)] {
        let (sale, order, customer, staff) = three_units(&shop).await;
        let goodwill = json!({"amount": amount(1_000), "reason": "It took so long"});
        shop.refund(&staff, &order, &goodwill).await.assert_status(201);
        let all = json!({"restock": restock, "reason": "We cannot send it"});
        let made = shop.refund(&staff, &order, &all).await.assert_status(201);
        assert_eq!(made.json["refund"]["refund"]["amount"], amount(28_997));
        assert_eq!(
            (made.text("/order/order/status"), made.text("/order/order/payment/status")),
            ("cancelled", "refunded")
        );
        assert_eq!(shop.remaining(sale).await, remaining);
        shop.refund(&staff, &order, &all).await.assert_problem(409, "nothing_to_refund");
        // Whoever had it may buy again.
        if restock {
            shop.buy(&customer, sale, 1).await.assert_status(201);
        }
        shop.audit().await;
    }
}

#[tokio::test]
async fn what_came_back_after_the_sale_goes_into_the_stock() {
    let shop = Shop::builder().without_tasks().start().await;
    let spec = SaleSpec { limit: 3, ends_in: TimeDelta::seconds(2), ..SaleSpec::of(5) };
    let sale = shop.sale(spec).await;
    let (customer, staff) = (shop.customer().await, shop.person(Role::Staff).await);
    let order = shop.paid(&customer, sale, 3).await;
    shop.fulfil(&staff, &order).await;
    tokio::time::sleep(std::time::Duration::from_millis(2_100)).await;
    sweep(&shop.engine).await.unwrap();
    let two = units(&shop, &customer, &order, 2).await;
    shop.refund(&staff, &order, &json!({"lines": two, "restock": true, "reason": "Sent back"}))
        .await
        .assert_status(201);
    let mut owner = shop.sql().await;
    let stock: i64 = sqlx::query_scalar("SELECT stock FROM products").fetch_one(&mut owner).await.unwrap();
    assert_eq!((stock, shop.remaining(sale).await), (4, 0));
    shop.audit().await;
    let one = units(&shop, &customer, &order, 1).await;
    let last = json!({"lines": one, "restock": true, "reason": "Sent back"});
    let made = shop.refund(&staff, &order, &last).await.assert_status(201);
    assert_eq!(
        (made.text("/order/order/status"), made.text("/order/order/payment/status")),
        ("returned", "refunded")
    );
    shop.audit().await;
}

#[tokio::test]
async fn the_key_of_a_refund_is_required_and_remembered() {
    let shop = Shop::start().await;
    let (_, order, _, staff) = three_units(&shop).await;
    let path = format!("/api/v1/orders/{order}/refunds");
    let refund = |minor: i64| {
        shop.post(&path).bearer(&staff.token).json(&json!({"amount": amount(minor), "reason": "Sorry"}))
    };
    refund(100).send().await.assert_problem(400, "idempotency_key_missing");
    let first = refund(100).key("a").send().await.assert_status(201);
    let again = refund(100).key("a").send().await.assert_status(201);
    assert_eq!((first.field("idempotency-replayed"), again.field("idempotency-replayed")), ("false", "true"));
    assert_eq!(first.json["refund"], again.json["refund"]);
    refund(200).key("a").send().await.assert_problem(422, "idempotency_mismatch");
    let listed = shop.get(&path).bearer(&staff.token).send().await.assert_status(200);
    assert_eq!(listed.json["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(listed.json["left"]["amount"], amount(29_897));
    assert_eq!(
        (&listed.json["left"]["lines"][0]["quantity"], &listed.json["left"]["lines"][0]["unsent"]),
        (&json!(3), &json!(3))
    );
    shop.audit().await;
}

#[tokio::test]
async fn refunds_that_cannot_be_are_refused_and_change_nothing() {
    let shop = Shop::start().await;
    let (sale, order, customer, staff) = three_units(&shop).await;
    let four = units(&shop, &customer, &order, 4).await;
    for (body, status, code, pointer) in [
        (json!({"amount": amount(29_998), "reason": "x"}), 422, "refund_exceeds_paid", "/amount"),
        (json!({"amount": amount(0), "reason": "x"}), 422, "validation", "/amount/amount"),
        (json!({"amount": amount(-1), "reason": "x"}), 422, "validation", "/amount/amount"),
        (
            json!({"amount": {"amount": 1, "currency": "USD"}, "reason": "x"}),
            422,
            "refund_exceeds_paid",
            "/amount",
        ),
        (json!({"lines": four, "reason": "x"}), 422, "validation", "/lines/0/quantity"),
        (
            json!({"lines": [{"product_id": order, "quantity": 1}], "reason": "x"}),
            422,
            "validation",
            "/lines/0/quantity",
        ),
        (json!({"shipping": true, "reason": "x"}), 409, "nothing_to_refund", ""),
        (json!({"reason": " "}), 422, "validation", "/reason"),
    ] {
        let refused = shop.refund(&staff, &order, &body).await.assert_problem(status, code);
        if !pointer.is_empty() {
            assert_eq!(refused.text("/errors/0/pointer"), pointer, "{body}");
        }
    }
    let unpaid = shop.buy(&staff, sale, 1).await.assert_status(201).text("/id").to_owned();
    shop.refund(&staff, &unpaid, &json!({"reason": "x"})).await.assert_problem(409, "nothing_to_refund");
    let listed = shop.get(&format!("/api/v1/orders/{unpaid}/refunds")).bearer(&staff.token).send().await;
    assert_eq!(listed.json["left"], Value::Null);
    assert_eq!(seen(&shop, &customer, &order).await.json["refunds"], json!([]));
    let nowhere = "019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e";
    shop.refund(&staff, nowhere, &json!({"reason": "x"})).await.assert_problem(404, "not_found");
    shop.audit().await;
}

/// Takes payments as the test provider does, and refunds as it is told: lost, then still working, then done; or never.
#[derive(Default)]
struct Moody {
    declines: bool,
    asked: AtomicUsize,
}

impl PaymentProvider for Moody {
    fn name(&self) -> &'static str {
        "moody"
    }

    fn authorize<'a>(
        &'a self,
        payment: &'a Payment,
        instruction: Instruction,
    ) -> BoxFuture<'a, Result<Standing, ProviderError>> {
        TestProvider.authorize(payment, instruction)
    }

    fn look_up<'a>(&'a self, payments: &'a [Payment]) -> BoxFuture<'a, Vec<Result<Standing, ProviderError>>> {
        TestProvider.look_up(payments)
    }

    fn capture<'a>(&'a self, _: &'a Payment) -> BoxFuture<'a, Result<(), ProviderError>> {
        ready(Ok(())).boxed()
    }

    fn void<'a>(&'a self, _: &'a Payment) -> BoxFuture<'a, Result<(), ProviderError>> {
        ready(Ok(())).boxed()
    }

    fn refund<'a>(
        &'a self,
        _: &'a Payment,
        _: Money,
        _: RefundId,
    ) -> BoxFuture<'a, Result<RefundAnswer, ProviderError>> {
        let asked = self.asked.fetch_add(1, Ordering::SeqCst);
        let reference = "re_1".to_owned();
        ready(match (self.declines, asked) {
            (true, _) => Err(ProviderError::Declined),
            (false, 0) => Err(ProviderError::Unreachable),
            (false, 1) => Ok(RefundAnswer { reference, settled: false }),
            (false, _) => Ok(RefundAnswer { reference, settled: true }),
        })
        .boxed()
    }
}

async fn moody(declines: bool) -> (Shop, Arc<Moody>) {
    let provider = Arc::new(Moody { declines, ..Moody::default() });
    let payments: Arc<dyn PaymentProvider> = Arc::<Moody>::clone(&provider);
    (Shop::builder().without_tasks().payments(Some(payments)).start().await, provider)
}

#[tokio::test]
async fn a_refund_is_asked_for_until_it_is_settled() {
    let (shop, provider) = moody(false).await;
    let (_, order, customer, _) = three_units(&shop).await;
    let cancelled = shop.cancel(&customer, &order).await.assert_status(200);
    assert_eq!(
        (cancelled.text("/payment/status"), cancelled.text("/refunds/0/status")),
        ("refund_pending", "pending")
    );
    shop.audit().await;
    assert_eq!(reconcile(&shop.engine, TimeDelta::hours(1)).await.unwrap().refunded, 0, "not yet");
    for expected in ["refund_pending", "refunded"] {
        assert_eq!(reconcile(&shop.engine, TimeDelta::zero()).await.unwrap().refunded, 1);
        assert_eq!(seen(&shop, &customer, &order).await.text("/payment/status"), expected);
    }
    assert_eq!(reconcile(&shop.engine, TimeDelta::zero()).await.unwrap().refunded, 0);
    assert_eq!(provider.asked.load(Ordering::SeqCst), 3);
    shop.audit().await;
}

#[tokio::test]
async fn staff_see_what_was_declined_and_may_ask_again() {
    let (shop, _) = moody(true).await;
    let (_, order, customer, staff) = three_units(&shop).await;
    let cancelled = shop.cancel(&customer, &order).await.assert_status(200);
    assert_eq!(
        (cancelled.text("/payment/status"), cancelled.text("/refunds/0/status")),
        ("captured", "failed")
    );
    assert_eq!(reconcile(&shop.engine, TimeDelta::zero()).await.unwrap().refunded, 0);
    let failed = shop.get("/api/v1/refunds").bearer(&staff.token).send().await.assert_status(200);
    assert_eq!(failed.json["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(failed.text("/items/0/refund/failure"), "the provider declined it");
    assert_eq!(
        (failed.text("/items/0/of/order/id"), failed.text("/items/0/of/customer/email")),
        (order.as_str(), customer.email.as_str())
    );
    shop.audit().await;

    let again = shop.refund(&staff, &order, &json!({"reason": "By bank transfer"})).await.assert_status(201);
    assert_eq!(again.json["refund"]["refund"]["amount"], amount(29_997));
    shop.audit().await;
}

/// What a provider tells later, in any order and as often as it likes.
#[tokio::test]
async fn what_is_told_twice_happens_once() {
    let (shop, _) = moody(false).await;
    let (_, order, customer, _) = three_units(&shop).await;
    let cancelled = shop.cancel(&customer, &order).await.assert_status(200);
    let id: RefundId = cancelled.text("/refunds/0/id").parse().unwrap();
    assert!(settle_refund(&shop.engine, id, Some("re_1")).await.unwrap());
    assert!(!settle_refund(&shop.engine, id, Some("re_1")).await.unwrap());
    assert_eq!(seen(&shop, &customer, &order).await.text("/payment/status"), "refunded");
    // The customer's bank sent it back.
    assert!(fail_refund(&shop.engine, id, None, "the account was closed").await.unwrap());
    assert!(!fail_refund(&shop.engine, id, None, "the account was closed").await.unwrap());
    assert!(!settle_refund(&shop.engine, id, Some("re_1")).await.unwrap(), "late news change nothing");
    assert_eq!(seen(&shop, &customer, &order).await.text("/payment/status"), "captured");
    let mut owner = shop.sql().await;
    let mails: i64 =
        sqlx::query_scalar("SELECT count(*) FROM jobs WHERE payload ->> 'task' = 'mail_order_refunded'")
            .fetch_one(&mut owner)
            .await
            .unwrap();
    assert_eq!(mails, 1);
    shop.audit().await;
}
