use doorbuster_testkit::{Answer, Shop};
use serde_json::{Value, json};

use super::{ME, execute, me};

async fn update(shop: &Shop, token: &str, body: Value) -> Answer {
    shop.patch(ME).bearer(token).json(&body).send().await
}

#[tokio::test]
async fn a_name_is_set_kept_and_removed() {
    let shop = Shop::start().await;
    let ada = shop.customer().await;
    let bob = shop.customer().await;
    let answer = update(&shop, &ada.token, json!({"name": " Ada 😀 "})).await.assert_status(200);
    assert_eq!(answer.text("/name"), "Ada 😀");
    assert_eq!(me(&shop, &ada.token).await.json, answer.json);
    assert_eq!(me(&shop, &bob.token).await.json["name"], Value::Null, "nobody else's");

    let same = update(&shop, &ada.token, json!({})).await.assert_status(200);
    assert_eq!(same.json, answer.json, "what is not said stays");
    let none = update(&shop, &ada.token, json!({"name": null})).await.assert_status(200);
    assert_eq!(none.json["name"], Value::Null);
}

#[tokio::test]
async fn a_name_has_a_shape() {
    let shop = Shop::start().await;
    let ada = shop.customer().await;
    for name in [json!(""), json!("   "), json!("a\u{0}b"), json!("a\nb"), json!("ä".repeat(101)), json!(7)]
    {
        let answer = update(&shop, &ada.token, json!({"name": name})).await;
        let answer = answer.assert_problem(422, "validation");
        assert_eq!(answer.text("/errors/0/pointer"), "/name");
    }
    update(&shop, &ada.token, json!({"name": "ä".repeat(100)})).await.assert_status(200);
}

#[tokio::test]
async fn nothing_else_can_be_changed() {
    let shop = Shop::start().await;
    let ada = shop.customer().await;
    for body in [
        json!({"role": "admin"}),
        json!({"email": "x@example.com"}),
        json!({"id": ada.id}),
        json!({"epoch": 9}),
    ] {
        update(&shop, &ada.token, body).await.assert_problem(422, "validation");
    }
}

#[tokio::test]
async fn a_disabled_account_changes_nothing_even_before_its_token_is_known_to_be_dead() {
    let shop = Shop::builder().without_tasks().start().await;
    let ada = shop.customer().await;
    execute(&shop, "UPDATE users SET disabled_at = now()").await;
    update(&shop, &ada.token, json!({"name": "Ada"})).await.assert_problem(401, "unauthenticated");
}
