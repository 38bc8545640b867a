//! What carts, checkouts and codes promise fires when the data is broken by hand.

use doorbuster_domain::identity::Role;
use doorbuster_testkit::Shop;
use serde_json::json;

use crate::broken::{broken, run};

/// A shop with a paid order, a cancelled one and an unpaid one, each with a use of a code.
async fn lived_in() -> Shop {
    let shop = Shop::builder().without_tasks().start().await;
    let staff = shop.person(Role::Staff).await;
    let code = json!({"code": "SPRING", "title": "Spring", "percent": 10, "per_customer_limit": 1, "total_limit": 9,
        "starts_at": "2020-01-01T00:00:00Z", "ends_at": "2029-01-01T00:00:00Z"});
    shop.post("/api/v1/codes").bearer(&staff.token).json(&code).send().await.assert_status(201);
    let product = shop.product(9).await;
    for (n, next) in ["payment", "cancel", ""].into_iter().enumerate() {
        let put = shop.put(&format!("/api/v1/cart/items/{product}")).json(&json!({"quantity": 2}));
        let token = put.send().await.assert_status(200).field("cart-token").to_owned();
        let post = |path: &str| shop.post(&format!("/api/v1/{path}")).header("cart-token", &token).key("k");
        post("cart/code").json(&json!({"code": "spring"})).send().await.assert_status(200);
        let address = json!({"name": "Ada", "line1": "Street 1", "postal_code": "75001", "city": "Paris", "country": "FR"});
        let checkout = json!({"email": format!("guest-{n}@shop.test"), "shipping_address": address,
            "shipping_method": "standard"});
        let order =
            post("cart/checkout").json(&checkout).send().await.assert_status(201).text("/id").to_owned();
        if !next.is_empty() {
            let body = if next == "payment" { json!({"test_outcome": "success"}) } else { json!({}) };
            post(&format!("orders/{order}/{next}")).json(&body).send().await.assert_status(200);
        }
    }
    shop
}

/// Breaks the data with `statements` and returns which checks fire.
async fn after(statements: &[&'static str]) -> Vec<&'static str> {
    let shop = lived_in().await;
    shop.audit().await;
    let mut owner = shop.sql().await;
    for statement in statements {
        run(&mut owner, statement).await;
    }
    broken(&shop).await
}

#[tokio::test]
async fn a_checkout_that_is_not_as_its_order_says_is_seen() {
    for statement in [
        "UPDATE checkouts SET open = NOT open",
        "UPDATE checkouts SET pay_by = pay_by + interval '1 second' WHERE open",
        "UPDATE checkouts SET user_id = gen_random_uuid() WHERE open",
        "UPDATE checkout_lines SET discount_minor = discount_minor - 1",
        "DELETE FROM checkout_lines",
        "UPDATE stock_movements SET reason = 'counted' WHERE reason = 'order_released'",
    ] {
        assert_eq!(after(&[statement]).await, ["checkouts"], "{statement}");
    }
    let sold_twice = "INSERT INTO stock_movements (product_id, units, reason, order_id)
        SELECT product_id, units, reason, order_id FROM stock_movements WHERE reason = 'ordered' LIMIT 1";
    assert_eq!(after(&[sold_twice]).await, ["product_stock", "checkouts"]);
    assert_eq!(after(&["DELETE FROM checkouts WHERE open"]).await, ["orphans"]);
    assert_eq!(
        after(&["UPDATE orders SET user_id = gen_random_uuid() WHERE status = 'paid'"]).await,
        ["orphans", "checkouts"]
    );
    assert_eq!(after(&["UPDATE cart_items SET product_id = gen_random_uuid()"]).await, ["orphans"]);
}

#[tokio::test]
async fn a_code_beyond_its_limits_is_seen() {
    for statements in [
        &["UPDATE codes SET redeemed = redeemed + 1"][..],
        &["UPDATE codes SET redeemed = redeemed - 1"],
        // Its own limit is a constraint; with that out of the way it is still counted.
        &["ALTER TABLE codes DROP CONSTRAINT codes_within_limit", "UPDATE codes SET total_limit = 1"],
        &["UPDATE code_redemptions SET email = 'one@shop.test'"],
        &["UPDATE code_redemptions SET user_id = '00000000-0000-0000-0000-000000000001'"],
        &["UPDATE code_redemptions SET order_id = gen_random_uuid() WHERE released_at IS NULL"],
        &[
            "UPDATE code_redemptions SET released_at = now() WHERE released_at IS NULL",
            "UPDATE codes SET redeemed = 0",
        ],
    ] {
        assert_eq!(after(statements).await, ["codes"], "{statements:?}");
    }
}
