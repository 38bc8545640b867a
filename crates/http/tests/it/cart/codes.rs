use doorbuster_domain::identity::Role;
use doorbuster_testkit::Shop;
use serde_json::{Value, json};

use super::{
    Shopper as _, apply, cancel, cart, check_out, checking_out, checkout_body, code, guest_with, pay, put,
};

#[tokio::test]
async fn a_code_is_read_as_people_write_it() {
    let shop = Shop::start().await;
    code(&shop, &json!({"code": " welcome-10 "})).await.assert_status(201);
    let product = shop.product(5).await;
    let guest = guest_with(&shop, product, 1).await;
    for text in ["WELCOME-10", "welcome-10", "  Wel come-10\t"] {
        let seen = apply(&shop, &guest, text).await.assert_status(200);
        assert_eq!(
            (seen.text("/code/code"), &seen.json["discount"]["amount"]),
            ("WELCOME-10", &json!(2_000))
        );
        assert_eq!(seen.json["total"]["amount"], 17_999, "19.999 less 10 %, rounded for the customer");
    }
    for text in ["", "NO-SUCH-CODE", "x' OR '1'='1", "\u{0}\u{1}\u{2}", &"A".repeat(10_000)] {
        apply(&shop, &guest, text).await.assert_problem(422, "code_not_valid");
        assert_eq!(cart(&shop, &guest).await.text("/code/code"), "WELCOME-10", "the cart is as it was");
    }
    for _ in 0..2 {
        let bare = guest.sign(shop.delete("/api/v1/cart/code")).send().await.assert_status(200);
        assert_eq!((&bare.json["code"], &bare.json["discount"]["amount"]), (&json!(null), &json!(0)));
    }
    apply(&shop, &super::Guest::default(), "WELCOME-10").await.assert_problem(409, "cart_empty");
}

#[tokio::test]
async fn a_code_has_a_window_a_minimum_and_limits() {
    let shop = Shop::start().await;
    let product = shop.product(9).await;
    let guest = guest_with(&shop, product, 1).await;
    let text = async |changes: Value| code(&shop, &changes).await.assert_status(201).text("/code").to_owned();
    let refused = async |text: &str| {
        apply(&shop, &guest, text)
            .await
            .assert_problem(422, "code_not_valid")
            .text("/code_problem")
            .to_owned()
    };
    assert_eq!(refused(&text(json!({"starts_at": "2028-01-01T00:00:00Z"})).await).await, "not_started");
    assert_eq!(refused(&text(json!({"ends_at": "2021-01-01T00:00:00Z"})).await).await, "over");

    let dear = text(json!({"percent": null, "amount": {"amount": 500, "currency": "EUR"},
        "minimum": {"amount": 30_000, "currency": "EUR"}}))
    .await;
    let seen = apply(&shop, &guest, &dear).await.assert_status(200);
    assert_eq!(
        (seen.text("/code/problem"), &seen.json["discount"]["amount"]),
        ("minimum_not_reached", &json!(0))
    );
    let refused = check_out(&shop, &guest).await.assert_problem(409, "code_not_applicable");
    assert_eq!(refused.text("/code_problem"), "minimum_not_reached");
    let seen = put(&shop, &guest, product, 2).await.assert_status(200);
    assert_eq!(
        (&seen.json["code"]["problem"], &seen.json["discount"]["amount"]),
        (&json!(null), &json!(500))
    );
    let placed = check_out(&shop, &guest).await.assert_status(201);
    assert_eq!((placed.text("/code"), &placed.json["discount"]["amount"]), (dear.as_str(), &json!(500)));
    assert_eq!(placed.json["total"]["amount"], 2 * 19_999 - 500 + 490);
    pay(&shop, &guest, placed.text("/id"), "success").await.assert_status(200);
    assert_eq!(cart(&shop, &guest).await.json["code"], json!(null), "a code goes with what it was used for");
    shop.audit().await;
}

/// A customer is an account, or whoever has the e-mail address, in whatever case.
#[tokio::test]
async fn a_customer_may_use_a_code_so_often() {
    let shop = Shop::start().await;
    let product = shop.product(20).await;
    let once =
        code(&shop, &json!({"per_customer_limit": 1})).await.assert_status(201).text("/code").to_owned();
    let try_as = async |email: &str| {
        let guest = guest_with(&shop, product, 1).await;
        apply(&shop, &guest, &once).await.assert_status(200);
        let mut body = checkout_body();
        body["email"] = json!(email);
        (checking_out(&shop, &guest, &body).send().await, guest)
    };
    let (first, ada) = try_as("Ada@Shop.Test").await;
    let first = first.assert_status(201).text("/id").to_owned();
    let (second, _) = try_as(" ada@shop.test").await;
    assert_eq!(second.assert_problem(409, "code_not_applicable").text("/code_problem"), "customer_limit");
    // The own unpaid order makes room for its successor, and a cancelled one for anybody.
    let again = check_out(&shop, &ada).await.assert_status(201);
    assert_eq!(again.json["discount"]["amount"], 2_000);
    cancel(&shop, &ada, &first).await.assert_status(200);
    cancel(&shop, &ada, again.text("/id")).await.assert_status(200);
    try_as("ADA@shop.test").await.0.assert_status(201);

    let customer = shop.customer().await;
    put(&shop, &customer, product, 1).await.assert_status(200);
    apply(&shop, &customer, &once).await.assert_status(200);
    let body = json!({"shipping_address": super::address(), "shipping_method": "standard"});
    let order = checking_out(&shop, &customer, &body).send().await.assert_status(201);
    pay(&shop, &customer, order.text("/id"), "success").await.assert_status(200);
    put(&shop, &customer, product, 1).await.assert_status(200);
    let refused = apply(&shop, &customer, &once).await.assert_problem(422, "code_not_valid");
    assert_eq!(refused.text("/code_problem"), "customer_limit");
    try_as(&customer.email).await.0.assert_problem(409, "code_not_applicable");
    shop.audit().await;
}

#[tokio::test]
async fn staff_manage_codes() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Staff).await;
    let made = code(&shop, &json!({"code": "SPRING", "total_limit": 2})).await.assert_status(201);
    assert_eq!((made.field("etag"), made.text("/code")), ("\"1\"", "SPRING"));
    code(&shop, &json!({"code": "spring"})).await.assert_problem(409, "code_taken");
    for (changes, pointer) in [
        (json!({"code": "AB"}), "/code"),
        (json!({"percent": 91}), "/percent"),
        (json!({"percent": null}), "/percent"),
        (json!({"amount": {"amount": 1, "currency": "EUR"}}), "/percent"),
        (json!({"percent": null, "amount": {"amount": -1, "currency": "EUR"}}), "/amount/amount"),
        (json!({"percent": null, "amount": {"amount": 1, "currency": "USD"}}), "/amount/currency"),
        (json!({"ends_at": "2019-01-01T00:00:00Z"}), "/ends_at"),
        (json!({"total_limit": 0}), "/total_limit"),
        (json!({"per_customer_limit": -1}), "/per_customer_limit"),
        (json!({"title": ""}), "/title"),
    ] {
        let refused = code(&shop, &changes).await.assert_problem(422, "validation");
        assert_eq!(refused.text("/errors/0/pointer"), pointer);
    }
    let product = shop.product(5).await;
    for _ in 0..2 {
        let guest = guest_with(&shop, product, 1).await;
        apply(&shop, &guest, "SPRING").await.assert_status(200);
        let mut body = checkout_body();
        body["email"] = json!(format!("guest-{}@shop.test", shop.number()));
        checking_out(&shop, &guest, &body).send().await.assert_status(201);
    }
    let path = format!("/api/v1/codes/{}", made.text("/id"));
    let edit = async |etag: &str, body: Value| {
        shop.patch(&path).bearer(&staff.token).header("if-match", etag).json(&body).send().await
    };
    edit("\"1\"", json!({"total_limit": 1})).await.assert_problem(409, "limit_below_redeemed");
    let edited = edit("\"1\"", json!({"total_limit": null, "archived": true})).await.assert_status(200);
    assert_eq!((edited.field("etag"), &edited.json["redeemed"]), ("\"2\"", &json!(2)));
    edit("\"1\"", json!({"title": "late"})).await.assert_problem(412, "precondition_failed");
    shop.patch(&path)
        .bearer(&staff.token)
        .json(&json!({}))
        .send()
        .await
        .assert_problem(428, "precondition_required");
    edit("*", json!({"percent": 20})).await.assert_problem(422, "validation");
    shop.get(&path).bearer(&staff.token).send().await.assert_status(200);
    let list = shop.get("/api/v1/codes").bearer(&staff.token).send().await.assert_status(200);
    assert_eq!(list.text("/items/0/code"), "SPRING");
    shop.get("/api/v1/codes")
        .bearer(&shop.customer().await.token)
        .send()
        .await
        .assert_problem(403, "forbidden");
    shop.audit().await;
}
