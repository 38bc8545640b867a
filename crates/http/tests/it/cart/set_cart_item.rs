use doorbuster_domain::identity::Role;
use doorbuster_testkit::Shop;
use serde_json::json;

use super::{Guest, Shopper as _, cart, guest_with, put};

#[tokio::test]
async fn a_guests_cart_is_kept_under_its_token() {
    let shop = Shop::start().await;
    let (kettle, lamp) = (shop.product(5).await, shop.product(5).await);
    let guest = guest_with(&shop, kettle, 2).await;
    let answer = put(&shop, &guest, lamp, 1).await.assert_status(200);
    assert!(answer.field("cart-token").is_empty(), "the token stays");
    let seen = cart(&shop, &guest).await;
    assert_eq!(
        (seen.json["count"].as_i64(), seen.json["items"].as_array().map(Vec::len)),
        (Some(3), Some(2))
    );
    assert_eq!(seen.json["total"], json!({"amount": 3 * 19_999, "currency": "EUR"}));
    assert_eq!(seen.json["items"][0]["product"]["id"], json!(kettle));
    assert_eq!(seen.json["items"][0]["available"], 5);

    // It sets, it does not add; what is taken out is gone; all of it can go.
    assert_eq!(put(&shop, &guest, kettle, 1).await.json["count"], 2);
    let path = format!("/api/v1/cart/items/{kettle}");
    for _ in 0..2 {
        assert_eq!(guest.sign(shop.delete(&path)).send().await.assert_status(200).json["count"], 1);
    }
    guest.sign(shop.delete("/api/v1/cart")).send().await.assert_status(204);
    assert_eq!(cart(&shop, &guest).await.json["count"], 0);
    shop.audit().await;
}

#[tokio::test]
async fn an_account_has_one_cart_whatever_token_comes_along() {
    let shop = Shop::start().await;
    let (customer, other) = (shop.customer().await, shop.customer().await);
    let product = shop.product(5).await;
    let guest = guest_with(&shop, product, 1).await;
    put(&shop, &customer, product, 2).await.assert_status(200);
    let both = guest.sign(customer.sign(shop.get("/api/v1/cart"))).send().await;
    assert_eq!(both.json["count"], 2);
    assert_eq!(cart(&shop, &guest).await.json["count"], 1);
    assert_eq!(cart(&shop, &other).await.json["count"], 0, "nobody sees somebody else's");
}

#[tokio::test]
async fn tokens_that_nobody_knows_are_empty_carts() {
    let shop = Shop::start().await;
    let product = shop.product(5).await;
    for token in ["x", "ffffffffffffffffffffffffffffffffffffffffffF", "' OR 1=1 --", &"a".repeat(5_000)] {
        let stranger = Guest { token: token.to_owned() };
        assert_eq!(cart(&shop, &stranger).await.json["count"], 0);
        stranger.sign(shop.delete("/api/v1/cart")).send().await.assert_status(204);
        let answer = put(&shop, &stranger, product, 1).await.assert_status(200);
        let fresh = Guest { token: answer.field("cart-token").to_owned() };
        assert_ne!(fresh.token, token, "nobody chooses their token");
        assert_eq!(cart(&shop, &fresh).await.json["count"], 1);
    }
    assert_eq!(cart(&shop, &Guest::default()).await.json["count"], 0);
    shop.delete("/api/v1/cart").send().await.assert_status(204);
    shop.get("/api/v1/cart").bearer("x").send().await.assert_problem(401, "unauthenticated");
}

#[tokio::test]
async fn the_total_is_checked_against_the_stock() {
    let shop = Shop::start().await;
    let product = shop.product(3).await;
    let guest = guest_with(&shop, product, 3).await;
    let refused = put(&shop, &guest, product, 4).await.assert_problem(409, "insufficient_stock");
    assert_eq!(refused.json["available"], 3);
    assert_eq!(cart(&shop, &guest).await.json["count"], 3, "the cart is as it was");
    for wrong in [0, -1, 1_000, i64::MAX, i64::MIN] {
        put(&shop, &guest, product, wrong).await.assert_problem(422, "validation");
    }
    for raw in [r#"{"quantity": 1.5}"#, r#"{"quantity": "1"}"#, "{}", "[1]", r#"{"quantity": 1, "price": 1}"#]
    {
        let path = format!("/api/v1/cart/items/{product}");
        let request = shop.put(&path).header("content-type", "application/json");
        guest.sign(request).raw(raw).send().await.assert_problem(422, "validation");
    }
    put(&shop, &guest, doorbuster_domain::ProductId(uuid::Uuid::nil()), 1)
        .await
        .assert_problem(404, "not_found");
    assert_eq!(cart(&shop, &guest).await.json["count"], 3);
}

/// What staff do to a product shows in the cart at once.
#[tokio::test]
async fn a_cart_shows_what_became_of_its_products() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Staff).await;
    let product = shop.product(5).await;
    let guest = guest_with(&shop, product, 2).await;
    let edit = async |body: serde_json::Value| {
        let request = shop.patch(&format!("/api/v1/products/{product}")).bearer(&staff.token);
        request.header("if-match", "*").json(&body).send().await.assert_status(200);
    };
    edit(json!({"price": {"amount": 1_000, "currency": "EUR"}, "vat_basis_points": 2_000})).await;
    let seen = cart(&shop, &guest).await;
    assert_eq!(
        (&seen.json["total"]["amount"], &seen.json["vat"][0]["amount"]["amount"]),
        (&json!(2_000), &json!(333))
    );

    let discount = json!({"title": "Half", "percent": 50, "starts_at": "2020-06-01T00:00:00Z",
        "ends_at": "2020-07-01T00:00:00Z", "product_id": product});
    shop.post("/api/v1/discounts").bearer(&staff.token).json(&discount).send().await.assert_status(201);
    assert_eq!(cart(&shop, &guest).await.json["items"][0]["list_price"], json!(null), "that one is over");
    let mut owner = shop.sql().await;
    sqlx::raw_sql("UPDATE discounts SET ends_at = now() + interval '1 hour'")
        .execute(&mut owner)
        .await
        .unwrap();
    let seen = cart(&shop, &guest).await;
    assert_eq!(seen.json["items"][0]["list_price"]["amount"], 1_000);
    assert_eq!(seen.json["items"][0]["unit_price"]["amount"], 500);
    assert_eq!(seen.json["total"]["amount"], 1_000);

    sqlx::raw_sql(
        "UPDATE products SET stock = 1;
         INSERT INTO stock_movements (product_id, units, reason) SELECT id, -4, 'written_off' FROM products",
    )
    .execute(&mut owner)
    .await
    .unwrap();
    let seen = cart(&shop, &guest).await;
    assert_eq!(seen.json["items"][0]["problem"], "insufficient_stock");
    edit(json!({"status": "archived"})).await;
    let seen = cart(&shop, &guest).await;
    assert_eq!(seen.json["items"][0]["problem"], "unavailable");
    assert_eq!((&seen.json["count"], &seen.json["total"]["amount"]), (&json!(0), &json!(0)));
    put(&shop, &guest, product, 1).await.assert_problem(409, "product_unavailable");
    shop.audit().await;
}

#[tokio::test]
async fn shipping_is_known_once_country_and_method_are() {
    let shop = Shop::start().await;
    let product = shop.product(5).await;
    let guest = guest_with(&shop, product, 1).await;
    let look = async |query: &str| guest.sign(shop.get(&format!("/api/v1/cart?{query}"))).send().await;
    let nowhere = look("").await.assert_status(200);
    assert_eq!((&nowhere.json["shipping"], &nowhere.json["shipping_options"]), (&json!(null), &json!([])));
    let france = look("country=fr").await.assert_status(200);
    assert_eq!(france.json["shipping_options"][0]["price"]["amount"], 490);
    assert_eq!(france.json["total"]["amount"], 19_999);
    let sent = look("country=FR&shipping_method=standard").await.assert_status(200);
    assert_eq!(sent.json["total"]["amount"], 19_999 + 490);
    let far = look("country=JP&shipping_method=express").await.assert_status(200);
    assert_eq!(far.json["shipping"]["amount"], 3_990);
    look("country=France").await.assert_problem(422, "validation");
    look("shipping_method=pigeon").await.assert_problem(422, "validation");
    let table = shop.get("/api/v1/shipping-methods").send().await.assert_status(200);
    assert_eq!(table.json["items"][0]["zones"][0]["bands"][0]["price"]["amount"], 490);
}

#[tokio::test]
async fn a_cart_holds_a_hundred_products() {
    let shop = Shop::start().await;
    let first = shop.product(5).await;
    let guest = guest_with(&shop, first, 1).await;
    for _ in 1..100 {
        put(&shop, &guest, shop.product(5).await, 1).await.assert_status(200);
    }
    put(&shop, &guest, shop.product(5).await, 1).await.assert_problem(409, "cart_full");
    assert_eq!(put(&shop, &guest, first, 2).await.assert_status(200).json["count"], 101);
}
