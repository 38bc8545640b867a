use doorbuster_testkit::Shop;
use serde_json::{Value, json};

use super::{Guest, Shopper as _, cart, checking_out, checkout_body, guest_with, stock};

#[tokio::test]
async fn a_wrong_checkout_says_what_is_wrong_and_loses_nothing() {
    let shop = Shop::start().await;
    let product = shop.product(5).await;
    let guest = guest_with(&shop, product, 1).await;
    let with = |pointer: &str, value: Value| {
        let mut body = checkout_body();
        body["expected_total"] = json!({"amount": 20_489, "currency": "EUR"});
        let (parent, field) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(parent).unwrap()[field] = value;
        body
    };
    for (pointer, value) in [
        ("/email", json!("nobody")),
        ("/email", json!(null)),
        ("/shipping_address/city", json!(" ")),
        ("/shipping_address/country", json!("XX")),
        ("/shipping_address/name", json!("a\u{0}b")),
        ("/shipping_address", json!(null)),
        ("/shipping_method", json!("pigeon")),
        ("/address_id", json!("019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e")),
        ("/total", json!({"amount": 1, "currency": "EUR"})),
        ("/expected_total/amount", json!(1.5)),
        ("/expected_total/currency", json!("USD")),
    ] {
        let body = with(pointer, value);
        let refused = checking_out(&shop, &guest, &body).send().await.assert_problem(422, "validation");
        assert_eq!(refused.text("/errors/0/pointer"), pointer);
    }
    shop.post("/api/v1/cart/checkout")
        .key("k")
        .json(&checkout_body())
        .send()
        .await
        .assert_problem(401, "unauthenticated");
    let stranger = Guest { token: "nobody knows it".to_owned() };
    checking_out(&shop, &stranger, &checkout_body()).send().await.assert_problem(409, "cart_empty");
    guest.sign(shop.delete("/api/v1/cart")).send().await.assert_status(204);
    checking_out(&shop, &guest, &checkout_body()).send().await.assert_problem(409, "cart_empty");
    assert_eq!(cart(&shop, &guest).await.json["count"], 0);
    assert_eq!(stock(&shop, product).await, 5);
    shop.audit().await;
}
