use doorbuster_domain::identity::Role;
use doorbuster_testkit::Shop;
use futures::future::join_all;
use serde_json::{Value, json};

fn kettle() -> Value {
    json!({"slug": "ember-kettle", "name": "Ember kettle", "price": {"amount": 11_900, "currency": "EUR"}, "stock": 5})
}

#[tokio::test]
async fn staff_make_products_that_everybody_sees() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Staff).await;
    let make = |body: Value| shop.post("/api/v1/products").bearer(&staff.token).json(&body).send();
    let made = make(kettle()).await.assert_status(201);
    assert_eq!((made.text("/status"), &made.json["stock"]), ("published", &json!(5)));
    let read = shop.get(made.field("location")).send().await.assert_status(200);
    assert_eq!(read.json, made.json);
    make(kettle()).await.assert_problem(409, "slug_taken");

    let mut draft = kettle();
    (draft["slug"], draft["status"]) = (json!("secret"), json!("draft"));
    make(draft).await.assert_status(201);
    shop.get("/api/v1/products/secret").send().await.assert_problem(404, "not_found");
    let list = shop.get("/api/v1/products").send().await.assert_status(200);
    assert_eq!(list.json["items"].as_array().map(Vec::len), Some(1));

    let mut bad = kettle();
    (bad["slug"], bad["name"], bad["image_url"]) =
        (json!("Bad Slug"), json!(""), json!("javascript:alert(1)"));
    let answer = make(bad).await.assert_problem(422, "validation");
    let pointers: Vec<_> =
        answer.json["errors"].as_array().unwrap().iter().map(|e| e["pointer"].clone()).collect();
    assert_eq!(pointers, ["/slug", "/name", "/image_url"]);
    shop.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_slug_is_one_product_however_many_ask() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Staff).await;
    let request = shop.post("/api/v1/products").bearer(&staff.token).json(&kettle());
    let answers = join_all((0..20).map(|_| request.clone().send())).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.code() == "slug_taken").count(), 19);
    shop.audit().await;
}
