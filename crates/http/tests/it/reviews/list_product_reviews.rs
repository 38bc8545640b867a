use serde_json::json;

use super::{Reviewed, review};

#[tokio::test]
async fn everybody_reads_what_was_published_page_by_page() {
    let shop = Reviewed::open().await;
    for n in 1..=5 {
        shop.published(n, &format!("text {n}")).await;
    }
    shop.written(1, "nobody reads this").await;
    assert_eq!(shop.shown().await, ["text 5", "text 4", "text 3", "text 2", "text 1"]);

    let mut found = Vec::new();
    let mut path = format!("{}?limit=2", shop.path());
    for _ in 0..3 {
        let page = shop.shop.get(&path).send().await.assert_status(200);
        let items = page.json["items"].as_array().unwrap().clone();
        found.extend(items.into_iter().map(|item| item["stars"].as_u64().unwrap()));
        path = format!("{}?limit=2&cursor={}", shop.path(), page.text("/next_cursor"));
    }
    assert_eq!(found, [5, 4, 3, 2, 1]);
    let three = shop.shop.get(&format!("{}?stars=3", shop.path())).send().await.assert_status(200);
    assert_eq!(three.json["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(three.text("/items/0/text"), "text 3");
    for bad in ["stars=0", "stars=6", "stars=x", "limit=0", "cursor=x", "status=pending"] {
        let answer = shop.shop.get(&format!("{}?{bad}", shop.path())).send().await;
        answer.assert_problem(422, "validation");
    }
    shop.shop.get("/api/v1/products/nothing/reviews").send().await.assert_problem(404, "not_found");
}

#[tokio::test]
async fn an_author_is_a_first_name_and_an_initial() {
    let shop = Reviewed::open().await;
    let (author, order) = shop.owner().await;
    let name = |name: &'static str| {
        shop.shop.patch("/api/v1/users/me").bearer(&author.token).json(&json!({"name": name})).send()
    };
    name("Ada King Lovelace").await.assert_status(200);
    let made = shop.writing(&author, &review(order, 5, "Good")).send().await.assert_status(201);
    shop.publish(made.text("/id"), "\"1\"").await.assert_status(200);
    let page = shop.shop.get(&shop.path()).send().await;
    assert_eq!(page.text("/items/0/author"), "Ada L.");
    let fields: Vec<_> = page.json["items"][0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields, ["author", "id", "stars", "text", "title", "written_at"], "nothing else is told");
    name("Ada").await.assert_status(200);
    assert_eq!(shop.shop.get(&shop.path()).send().await.text("/items/0/author"), "Ada");
}

#[tokio::test]
async fn an_archived_product_keeps_its_reviews() {
    let shop = Reviewed::open().await;
    shop.published(4, "still here").await;
    let product = format!("/api/v1/products/{}", shop.product);
    let status = |status: &'static str| {
        let request = shop.shop.patch(&product).bearer(&shop.staff.token).header("if-match", "*");
        request.json(&json!({"status": status})).send()
    };
    status("archived").await.assert_status(200);
    assert_eq!(shop.shown().await, ["still here"]);
    let found = shop.shop.get(&product).send().await.assert_status(200);
    assert_eq!(found.json["rating"]["count"], 1);
    status("draft").await.assert_status(200);
    shop.shop.get(&shop.path()).send().await.assert_problem(404, "not_found");
}
