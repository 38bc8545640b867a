use doorbuster_domain::identity::Role;
use doorbuster_testkit::Shop;
use serde_json::json;

use super::{Guest, Shopper as _, cart, check_out, checking_out, checkout_body, guest_with, pay, put, stock};

#[tokio::test]
async fn a_guest_orders_and_pays() {
    let shop = Shop::start().await;
    let (kettle, lamp) = (shop.product(5).await, shop.product(5).await);
    let guest = guest_with(&shop, kettle, 2).await;
    put(&shop, &guest, lamp, 1).await.assert_status(200);
    let total = json!({"amount": 3 * 19_999 + 490, "currency": "EUR"});
    let mut body = checkout_body();
    body["expected_total"] = total.clone();
    let placed = checking_out(&shop, &guest, &body).send().await.assert_status(201);
    let order = placed.text("/id").to_owned();
    assert_eq!(placed.field("location"), format!("/api/v1/orders/{order}"));
    assert_eq!((placed.text("/status"), &placed.json["sale_id"]), ("pending_payment", &json!(null)));
    assert_eq!((stock(&shop, kettle).await, stock(&shop, lamp).await), (3, 4));
    assert_eq!(cart(&shop, &guest).await.json["count"], 3, "the cart is kept until it is paid");

    // What was put together without reading is what is read.
    let mut read = guest.sign(shop.get(&format!("/api/v1/orders/{order}"))).send().await.assert_status(200);
    read.json["server_time"] = placed.json["server_time"].clone();
    assert_eq!(read.json, placed.json);
    assert_eq!(read.json["total"], total);
    assert_eq!(read.json["subtotal"]["amount"], 3 * 19_999);
    assert_eq!(read.json["shipping"]["amount"], 490);
    assert_eq!((read.text("/email"), read.text("/shipping_address/city")), ("guest@shop.test", "Paris"));

    pay(&shop, &guest, &order, "decline").await.assert_problem(402, "payment_declined");
    assert_eq!(cart(&shop, &guest).await.json["count"], 3, "a declined payment keeps the cart");
    // Somebody changes their mind meanwhile: one more lamp.
    put(&shop, &guest, lamp, 2).await.assert_status(200);
    let paid = pay(&shop, &guest, &order, "success").await.assert_status(200);
    assert_eq!(paid.text("/status"), "paid");
    let left = cart(&shop, &guest).await;
    assert_eq!(left.json["count"], 1, "what was bought is gone, what was added since is not");
    assert_eq!(left.json["items"][0]["product"]["id"], json!(lamp));
    shop.audit().await;
}

#[tokio::test]
async fn nobody_else_reaches_an_order_of_a_guest() {
    let shop = Shop::start().await;
    let product = shop.product(5).await;
    let guest = guest_with(&shop, product, 1).await;
    let order = check_out(&shop, &guest).await.assert_status(201).text("/id").to_owned();
    let path = format!("/api/v1/orders/{order}");
    shop.get(&path).send().await.assert_problem(401, "unauthenticated");
    let other = guest_with(&shop, product, 1).await;
    other.sign(shop.get(&path)).send().await.assert_problem(404, "not_found");
    shop.get(&path).bearer(&shop.customer().await.token).send().await.assert_problem(404, "not_found");
    super::cancel(&shop, &other, &order).await.assert_problem(404, "not_found");
    pay(&shop, &other, &order, "success").await.assert_problem(404, "not_found");
    guest.sign(shop.get(&path)).send().await.assert_status(200);
    guest.sign(shop.get("/api/v1/orders")).send().await.assert_problem(401, "unauthenticated");
}

#[tokio::test]
async fn an_account_uses_its_address_book_and_finds_its_orders() {
    let shop = Shop::start().await;
    let (customer, other) = (shop.customer().await, shop.customer().await);
    let product = shop.product(5).await;
    let sale = shop.live_sale(5).await;
    let entry = async |who: &doorbuster_testkit::Person| {
        let request = shop.post("/api/v1/users/me/addresses").bearer(&who.token).json(&super::address());
        request.send().await.assert_status(201).text("/id").to_owned()
    };
    let (mine, theirs) = (entry(&customer).await, entry(&other).await);
    put(&shop, &customer, product, 1).await.assert_status(200);
    let body = |id: &str| json!({"address_id": id, "shipping_method": "express"});
    let stolen =
        checking_out(&shop, &customer, &body(&theirs)).send().await.assert_problem(422, "validation");
    assert_eq!(stolen.text("/errors/0/pointer"), "/address_id");
    let placed = checking_out(&shop, &customer, &body(&mine)).send().await.assert_status(201);
    assert_eq!(
        (placed.text("/email"), placed.text("/shipping_address/name")),
        (customer.email.as_str(), "Ada Lovelace")
    );
    let bought = shop.buy(&customer, sale, 1).await.assert_status(201);
    assert!(bought.json.get("subtotal").is_none(), "an order of a sale looks as ever");

    let list = shop.get("/api/v1/orders?limit=1").bearer(&customer.token).send().await.assert_status(200);
    assert_eq!(list.text("/items/0/id"), bought.text("/id"));
    let next = format!("/api/v1/orders?limit=1&cursor={}", list.text("/next_cursor"));
    let next = shop.get(&next).bearer(&customer.token).send().await.assert_status(200);
    assert_eq!((next.text("/items/0/id"), &next.json["next_cursor"]), (placed.text("/id"), &json!(null)));
    let of_sale = format!("/api/v1/orders?sale_id={sale}");
    let of_sale = shop.get(&of_sale).bearer(&customer.token).send().await;
    assert_eq!(of_sale.json["items"].as_array().map(Vec::len), Some(1));
    shop.audit().await;
}

#[tokio::test]
async fn one_key_is_one_order_whatever_becomes_of_the_cart() {
    let shop = Shop::start().await;
    let product = shop.product(1).await;
    let guest = guest_with(&shop, product, 1).await;
    let ask = async |body: &serde_json::Value| {
        guest.sign(shop.post("/api/v1/cart/checkout")).key("one").json(body).send().await
    };
    let first = ask(&checkout_body()).await.assert_status(201);
    assert_eq!(first.field("idempotency-replayed"), "");
    // By now the cart is sold out, by this very order.
    let again = ask(&checkout_body()).await.assert_status(201);
    assert_eq!((again.field("idempotency-replayed"), again.text("/id")), ("true", first.text("/id")));
    let mut other = checkout_body();
    other["shipping_method"] = json!("express");
    let mismatch = ask(&other).await.assert_problem(422, "idempotency_mismatch");
    assert_eq!(mismatch.text("/order_id"), first.text("/id"));
    pay(&shop, &guest, first.text("/id"), "success").await.assert_status(200);
    assert_eq!(cart(&shop, &guest).await.json["count"], 0);
    let later = ask(&checkout_body()).await.assert_status(201);
    assert_eq!((later.text("/id"), later.text("/status")), (first.text("/id"), "paid"));
    ask(&other).await.assert_problem(422, "idempotency_mismatch");
    let bare = guest.sign(shop.post("/api/v1/cart/checkout")).json(&checkout_body()).send().await;
    bare.assert_problem(400, "idempotency_key_missing");
    shop.audit().await;
}

#[tokio::test]
async fn a_repriced_cart_is_never_silently_charged() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Staff).await;
    let product = shop.product(5).await;
    let guest = guest_with(&shop, product, 1).await;
    let edit = async |body: serde_json::Value| {
        let request = shop.patch(&format!("/api/v1/products/{product}")).bearer(&staff.token);
        request.header("if-match", "*").json(&body).send().await.assert_status(200);
    };
    let mut body = checkout_body();
    body["expected_total"] = json!({"amount": 19_999 + 490, "currency": "EUR"});
    edit(json!({"price": {"amount": 29_999, "currency": "EUR"}})).await;
    let refused = checking_out(&shop, &guest, &body).send().await.assert_problem(409, "price_changed");
    assert_eq!(refused.json["total"], json!({"amount": 29_999 + 490, "currency": "EUR"}));
    assert_eq!(stock(&shop, product).await, 5, "nothing was ordered");

    edit(json!({"status": "archived"})).await;
    let refused = checking_out(&shop, &guest, &checkout_body()).send().await;
    let refused = refused.assert_problem(409, "product_unavailable");
    assert_eq!(refused.json["items"][0]["product_id"], json!(product));
    assert_eq!(cart(&shop, &guest).await.json["items"].as_array().map(Vec::len), Some(1), "the cart is kept");
    shop.audit().await;
}

/// Going back and checking out again does not hold the last unit twice.
#[tokio::test]
async fn a_new_checkout_replaces_the_unpaid_one() {
    let shop = Shop::start().await;
    let product = shop.product(2).await;
    let guest = guest_with(&shop, product, 2).await;
    let first = check_out(&shop, &guest).await.assert_status(201).text("/id").to_owned();
    assert_eq!(stock(&shop, product).await, 0);
    let seen = cart(&shop, &guest).await;
    assert_eq!(seen.json["items"][0]["problem"], json!(null), "what the own order holds can be had");
    put(&shop, &guest, product, 2).await.assert_status(200);
    let second = check_out(&shop, &guest).await.assert_status(201).text("/id").to_owned();
    let path = format!("/api/v1/orders/{first}");
    let replaced = guest.sign(shop.get(&path)).send().await.assert_status(200);
    assert_eq!(replaced.text("/status"), "cancelled");
    assert_eq!(replaced.text("/timeline/1/note"), "replaced by a newer checkout");
    pay(&shop, &guest, &first, "success").await.assert_problem(409, "illegal_transition");
    pay(&shop, &guest, &second, "success").await.assert_status(200);
    assert_eq!(stock(&shop, product).await, 0);
    // A checkout that is refused leaves the older one alone.
    let other = guest_with(&shop, shop.product(1).await, 1).await;
    let held = check_out(&shop, &other).await.assert_status(201).text("/id").to_owned();
    let mut body = checkout_body();
    body["expected_total"] = json!({"amount": 1, "currency": "EUR"});
    checking_out(&shop, &other, &body).send().await.assert_problem(409, "price_changed");
    assert_eq!(pay(&shop, &other, &held, "success").await.assert_status(200).text("/status"), "paid");
    shop.audit().await;
}

#[tokio::test]
async fn a_paid_order_that_is_cancelled_gives_its_units_back() {
    let shop = Shop::start().await;
    let product = shop.product(2).await;
    let guest: Guest = guest_with(&shop, product, 2).await;
    let order = check_out(&shop, &guest).await.assert_status(201).text("/id").to_owned();
    pay(&shop, &guest, &order, "success").await.assert_status(200);
    for _ in 0..2 {
        assert_eq!(
            super::cancel(&shop, &guest, &order).await.assert_status(200).text("/status"),
            "cancelled"
        );
    }
    assert_eq!(stock(&shop, product).await, 2);
    shop.audit().await;
}
