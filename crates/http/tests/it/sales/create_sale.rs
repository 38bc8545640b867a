use chrono::{TimeDelta, Utc};
use doorbuster_domain::identity::Role;
use doorbuster_engine::ambient::{fresh_id, now};
use doorbuster_testkit::Shop;
use futures::future::join_all;
use serde_json::{Value, json};

fn body(product: impl std::fmt::Display, allocated: i64) -> Value {
    let at = |time: chrono::DateTime<Utc>| time.to_rfc3339();
    json!({
        "product_id": product.to_string(),
        "title": "Kettle drop",
        "price": {"amount": 5900, "currency": "EUR"},
        "starts_at": at(now() - TimeDelta::seconds(1)),
        "ends_at": at(now() + TimeDelta::hours(1)),
        "allocated": allocated,
    })
}

#[tokio::test]
async fn staff_open_a_sale_with_units_of_the_stock() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Staff).await;
    let product = shop.product(10).await;
    let made = shop.post("/api/v1/sales").bearer(&staff.token).json(&body(product, 7)).send().await;
    let made = made.assert_status(201);
    assert_eq!((made.text("/status"), &made.json["remaining"]), ("live", &json!(7)));
    assert_eq!((&made.json["per_customer_limit"], &made.json["hold_seconds"]), (&json!(1), &json!(600)));
    let read = shop.get(made.field("location")).send().await.assert_status(200);
    assert_eq!(read.json["id"], made.json["id"]);

    let mut owner = shop.sql().await;
    let stock: i64 = sqlx::query_scalar("SELECT stock FROM products").fetch_one(&mut owner).await.unwrap();
    assert_eq!(stock, 3);
    let again = shop.post("/api/v1/sales").bearer(&staff.token).json(&body(product, 4)).send().await;
    again.assert_problem(409, "insufficient_stock");
    let nothing = shop.post("/api/v1/sales").bearer(&staff.token).json(&body(fresh_id(), 1)).send().await;
    nothing.assert_problem(404, "not_found");
    shop.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_sales_at_once_never_share_a_unit() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Admin).await;
    let product = shop.product(50).await;
    let request = shop.post("/api/v1/sales").bearer(&staff.token).json(&body(product, 8));
    let answers = join_all((0..20).map(|_| request.clone().send())).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 6);
    assert_eq!(answers.iter().filter(|answer| answer.code() == "insufficient_stock").count(), 14);
    shop.audit().await;
}

#[tokio::test]
async fn every_mistake_is_named() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Staff).await;
    let product = shop.product(10).await;
    let pointers = async |change: Value| {
        let mut body = body(product, 1);
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        let answer = shop.post("/api/v1/sales").bearer(&staff.token).json(&body).send().await;
        let answer = answer.assert_problem(422, "validation");
        let errors = answer.json["errors"].as_array().unwrap().clone();
        errors.iter().map(|error| error["pointer"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let past = (now() - TimeDelta::hours(2)).to_rfc3339();
    assert_eq!(pointers(json!({"ends_at": past})).await, ["/ends_at"]);
    let older = (now() - TimeDelta::hours(3)).to_rfc3339();
    assert_eq!(pointers(json!({"starts_at": older, "ends_at": past})).await, ["/ends_at"]);
    assert_eq!(
        pointers(json!({"allocated": 0, "per_customer_limit": 1001})).await,
        ["/allocated", "/per_customer_limit"]
    );
    assert_eq!(pointers(json!({"allocated": -1})).await, ["/allocated"]);
    assert_eq!(pointers(json!({"hold_seconds": 9})).await, ["/hold_seconds"]);
    assert_eq!(pointers(json!({"title": "  "})).await, ["/title"]);
    assert_eq!(pointers(json!({"price": {"amount": 1, "currency": "USD"}})).await, ["/price/currency"]);
    assert_eq!(pointers(json!({"price": {"amount": 0, "currency": "EUR"}})).await, ["/price/amount"]);
    assert_eq!(pointers(json!({"price": {"amount": 1.5, "currency": "EUR"}})).await, ["/price/amount"]);
    assert_eq!(pointers(json!({"starts_at": "tomorrow"})).await, ["/starts_at"]);
    assert_eq!(pointers(json!({"remaining": 5})).await, ["/remaining"]);
}
