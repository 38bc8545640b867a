//! Everybody has an address book, and nobody sees another's.

use axum::http::Method;
use doorbuster_testkit::{Answer, Shop};
use futures::future::join_all;
use serde_json::{Value, json};

const ADDRESSES: &str = "/api/v1/users/me/addresses";

fn address(city: &str) -> Value {
    json!({"name": "Ada Lovelace", "line1": "12 rue des Halles", "postal_code": "75001", "city": city, "country": "FR"})
}

async fn add(shop: &Shop, token: &str, body: &Value) -> Answer {
    shop.post(ADDRESSES).bearer(token).json(body).send().await
}

async fn replace(shop: &Shop, token: &str, id: &str, body: &Value) -> Answer {
    shop.request(Method::PUT, &format!("{ADDRESSES}/{id}")).bearer(token).json(body).send().await
}

async fn remove(shop: &Shop, token: &str, id: &str) -> Answer {
    shop.delete(&format!("{ADDRESSES}/{id}")).bearer(token).send().await
}

async fn book(shop: &Shop, token: &str) -> Vec<Value> {
    let page = shop.get(&format!("{ADDRESSES}?limit=100")).bearer(token).send().await.assert_status(200);
    page.json["items"].as_array().unwrap().clone()
}

/// The cities, the default first.
async fn cities(shop: &Shop, token: &str) -> (Vec<String>, Vec<String>) {
    let book = book(shop, token).await;
    let city = |entry: &Value| entry["city"].as_str().unwrap().to_owned();
    let (default, others): (Vec<_>, Vec<_>) = book.iter().partition(|entry| entry["is_default"] == true);
    (default.into_iter().map(city).collect(), others.into_iter().map(city).collect())
}

#[tokio::test]
async fn there_is_one_default_as_long_as_there_is_an_address() {
    let shop = Shop::start().await;
    let ada = shop.customer().await.token;
    let paris = add(&shop, &ada, &address("Paris")).await.assert_status(201);
    assert_eq!(paris.json["is_default"], true, "the first one is");
    let lyon = add(&shop, &ada, &address("Lyon")).await.assert_status(201);
    assert_eq!(lyon.json["is_default"], false);
    let mut nice = address("Nice");
    nice["is_default"] = json!(true);
    let nice = add(&shop, &ada, &nice).await.assert_status(201);
    assert_eq!(cities(&shop, &ada).await, (vec!["Nice".into()], vec!["Lyon".into(), "Paris".into()]));

    let mut elsewhere = address("Lille");
    elsewhere["is_default"] = json!(true);
    replace(&shop, &ada, paris.text("/id"), &elsewhere).await.assert_status(200);
    // It stays one until another becomes it.
    replace(&shop, &ada, paris.text("/id"), &address("Lille")).await.assert_status(200);
    assert_eq!(cities(&shop, &ada).await, (vec!["Lille".into()], vec!["Nice".into(), "Lyon".into()]));

    remove(&shop, &ada, paris.text("/id")).await.assert_status(204);
    assert_eq!(cities(&shop, &ada).await, (vec!["Nice".into()], vec!["Lyon".into()]));
    remove(&shop, &ada, paris.text("/id")).await.assert_problem(404, "not_found");
    remove(&shop, &ada, nice.text("/id")).await.assert_status(204);
    remove(&shop, &ada, lyon.text("/id")).await.assert_status(204);
    assert_eq!(book(&shop, &ada).await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_book_is_its_owners() {
    let shop = Shop::start().await;
    let [ada, eve] = [shop.customer().await.token, shop.customer().await.token];
    let paris = add(&shop, &ada, &address("Paris")).await.assert_status(201);
    let id = paris.text("/id");
    replace(&shop, &eve, id, &address("Rome")).await.assert_problem(404, "not_found");
    remove(&shop, &eve, id).await.assert_problem(404, "not_found");
    assert_eq!(book(&shop, &eve).await, Vec::<Value>::new());
    assert_eq!(cities(&shop, &ada).await.0, ["Paris"]);
}

#[tokio::test]
async fn every_mistake_is_told() {
    let shop = Shop::start().await;
    let ada = shop.customer().await.token;
    let wrong = json!({"name": " ", "line1": "", "postal_code": "", "city": "Paris", "country": "Atlantis"});
    let answer = add(&shop, &ada, &wrong).await.assert_problem(422, "validation");
    let errors = answer.json["errors"].as_array().unwrap().clone();
    let pointers: Vec<_> = errors.iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    assert_eq!(pointers, ["/name", "/line1", "/postal_code", "/country"]);
    let mut unknown = address("Paris");
    unknown["planet"] = json!("Earth");
    add(&shop, &ada, &unknown).await.assert_problem(422, "validation");
    let kept = add(&shop, &ada, &address(" Paris ")).await.assert_status(201);
    assert_eq!((kept.text("/city"), &kept.json["company"]), ("Paris", &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_has_twenty_entries_and_one_default_however_many_are_added_at_once() {
    let shop = Shop::start().await;
    let ada = shop.customer().await.token;
    let mut default = address("Paris");
    default["is_default"] = json!(true);
    let answers = join_all((0..30).map(|_| add(&shop, &ada, &default))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 20);
    assert_eq!(answers.iter().filter(|answer| answer.code() == "address_book_full").count(), 10);
    let (default, others) = cities(&shop, &ada).await;
    assert_eq!((default.len(), others.len()), (1, 19));
}
