//! Refunds of orders that were made from a cart: discount, shipping, stock.

use doorbuster_domain::identity::Role;
use doorbuster_testkit::{Person, Shop};
use serde_json::{Value, json};

use super::{Guest, apply, cancel, check_out, code, guest_with, pay, put, stock};

fn amount(minor: i64) -> Value {
    json!({"amount": minor, "currency": "EUR"})
}

/// A paid order of a guest: three of one product and one of another, a tenth off, and what the parcel costs.
async fn order(shop: &Shop) -> (String, Guest, Person, [doorbuster_domain::ProductId; 2]) {
    let products = [shop.product(10).await, shop.product(10).await];
    let code = code(shop, &json!({})).await.assert_status(201).text("/code").to_owned();
    let guest = guest_with(shop, products[0], 3).await;
    put(shop, &guest, products[1], 1).await.assert_status(200);
    apply(shop, &guest, &code).await.assert_status(200);
    let order = check_out(shop, &guest).await.assert_status(201).text("/id").to_owned();
    pay(shop, &guest, &order, "success").await.assert_status(200);
    (order, guest, shop.person(Role::Staff).await, products)
}

#[tokio::test]
async fn units_go_back_at_what_was_paid_and_into_the_stock() {
    let shop = Shop::start().await;
    let (order, guest, staff, [first, second]) = order(&shop).await;
    let line = |product, quantity: u32| json!({"product_id": product, "quantity": quantity});
    // 199.99, a tenth off: of 3 × 199.99 − 60.00 a third, and of 199.99 − 20.00 all.
    let body = json!({"lines": [line(first, 1)], "restock": true, "reason": "Too many"});
    let made = shop.refund(&staff, &order, &body).await.assert_status(201);
    let one = made.json["refund"]["refund"]["amount"]["amount"].as_i64().unwrap();
    assert!((17_998..=17_999).contains(&one), "{one}");
    let body = json!({"lines": [line(second, 1)], "shipping": true, "restock": false, "reason": "Broken"});
    let made = shop.refund(&staff, &order, &body).await.assert_status(201);
    let refund = &made.json["refund"]["refund"];
    let shipping = refund["shipping"]["amount"].as_i64().unwrap();
    assert_eq!(
        refund["amount"]["amount"].as_i64().unwrap(),
        refund["lines"][0]["amount"]["amount"].as_i64().unwrap() + shipping
    );
    assert_eq!(refund["shipping"], made.json["order"]["order"]["shipping"]);
    assert_eq!((stock(&shop, first).await, stock(&shop, second).await), (8, 9));
    shop.audit().await;

    let cancelled = cancel(&shop, &guest, &order).await.assert_status(200);
    assert_eq!((cancelled.text("/status"), cancelled.text("/payment/status")), ("cancelled", "refunded"));
    assert_eq!(cancelled.json["payment"]["refunded"], cancelled.json["total"]);
    assert_eq!((stock(&shop, first).await, stock(&shop, second).await), (10, 9), "the broken one is gone");
    shop.audit().await;
}

#[tokio::test]
async fn money_alone_is_split_over_lines_and_shipping_and_moves_no_stock() {
    let shop = Shop::start().await;
    let (order, guest, staff, [first, second]) = order(&shop).await;
    let made = shop
        .refund(&staff, &order, &json!({"amount": amount(1_000), "reason": "Late"}))
        .await
        .assert_status(201);
    let refund = &made.json["refund"]["refund"];
    let parts = refund["lines"].as_array().unwrap();
    let sum: i64 = parts.iter().map(|part| part["amount"]["amount"].as_i64().unwrap()).sum();
    assert_eq!(sum + refund["shipping"]["amount"].as_i64().unwrap(), 1_000);
    assert!(parts.iter().all(|part| part["quantity"] == 0));
    assert_eq!((stock(&shop, first).await, stock(&shop, second).await), (7, 9));
    let seen = shop.get(&format!("/api/v1/orders/{order}")).header("cart-token", &guest.token).send().await;
    assert_eq!((seen.text("/status"), seen.text("/refunds/0/reason")), ("paid", "Late"));
    shop.audit().await;
}

#[tokio::test]
async fn a_full_refund_of_an_order_that_arrived_returns_it() {
    let shop = Shop::start().await;
    let (order, guest, staff, [first, second]) = order(&shop).await;
    shop.fulfil(&staff, &order).await;
    let made = shop
        .refund(&staff, &order, &json!({"restock": true, "reason": "All came back"}))
        .await
        .assert_status(201);
    assert_eq!(made.json["refund"]["refund"]["amount"], made.json["order"]["order"]["total"]);
    assert_eq!(
        (made.text("/order/order/status"), made.text("/order/order/payment/status")),
        ("returned", "refunded")
    );
    assert_eq!((stock(&shop, first).await, stock(&shop, second).await), (10, 10));
    cancel(&shop, &guest, &order).await.assert_problem(409, "illegal_transition");
    shop.audit().await;
}

/// A parcel that nobody took: it is back before it is said to have arrived.
#[tokio::test]
async fn what_came_back_from_its_way_is_returned_once_it_is_over() {
    let shop = Shop::start().await;
    let (order, _, staff, [first, _]) = order(&shop).await;
    shop.pack(&staff, &order).await.assert_status(200);
    shop.ship(&staff, &order, &json!({"carrier": "DHL"})).await.assert_status(201);
    let made = shop
        .refund(&staff, &order, &json!({"restock": true, "reason": "Not taken"}))
        .await
        .assert_status(201);
    assert_eq!(made.text("/order/order/status"), "shipped");
    assert_eq!(stock(&shop, first).await, 10);
    shop.audit().await;
    let delivered = shop.deliver(&staff, &order).await.assert_status(200);
    assert_eq!(delivered.text("/order/status"), "returned");
    shop.audit().await;
}

/// A full refund before it left takes the code's use back too, as a cancellation does.
#[tokio::test]
async fn a_full_refund_before_it_left_cancels_it_with_or_without_restock() {
    let shop = Shop::start().await;
    for (restock, left) in [(true, (10, 10)), (false, (7, 9))] {
        let (order, _, staff, [first, second]) = order(&shop).await;
        let made = shop
            .refund(&staff, &order, &json!({"restock": restock, "reason": "Flooded"}))
            .await
            .assert_status(201);
        assert_eq!(
            (made.text("/order/order/status"), made.text("/order/order/payment/status")),
            ("cancelled", "refunded")
        );
        assert_eq!((stock(&shop, first).await, stock(&shop, second).await), left);
        shop.audit().await;
    }
}

/// Guests can do what customers can: the token is the key to their orders.
#[tokio::test]
async fn a_guest_sends_something_back() {
    let shop = Shop::start().await;
    let (order, guest, staff, [first, second]) = order(&shop).await;
    shop.fulfil(&staff, &order).await;
    let path = format!("/api/v1/orders/{order}/returns");
    let body = json!({"lines": [{"product_id": first, "quantity": 1}, {"product_id": second, "quantity": 1}], "reason": "Wrong"});
    let asked = shop
        .post(&path)
        .header("cart-token", &guest.token)
        .key("k")
        .json(&body)
        .send()
        .await
        .assert_status(201);
    let again = shop
        .post(&path)
        .header("cart-token", &guest.token)
        .key("k")
        .json(&body)
        .send()
        .await
        .assert_status(201);
    assert_eq!(
        (again.field("idempotency-replayed"), &again.json["returns"]),
        ("true", &asked.json["returns"])
    );
    shop.mail("guest@shop.test", &format!("Your order {}: a return was requested", asked.text("/number")))
        .await;
    let id = asked.text("/returns/0/id");
    let staffs =
        |what: &str| shop.post(&format!("/api/v1/returns/{id}/{what}")).bearer(&staff.token).key("r");
    staffs("approve").json(&json!({})).send().await.assert_status(200);
    let received =
        staffs("receive").json(&json!({"restock": true, "shipping": true})).send().await.assert_status(200);
    let refund = &received.json["of"]["order"]["refunds"][0];
    assert_eq!(refund["shipping"], received.json["of"]["order"]["shipping"]);
    assert_eq!((stock(&shop, first).await, stock(&shop, second).await), (8, 10));
    let withdraw = shop.post(&format!("/api/v1/returns/{id}/withdraw")).header("cart-token", &guest.token);
    withdraw.send().await.assert_problem(409, "illegal_transition");
    shop.audit().await;
}
