use serde_json::json;

use super::Reviewed;

#[tokio::test]
async fn staff_read_what_waits_longest_first_and_decide() {
    let shop = Reviewed::open().await;
    let (author, first) = shop.written(5, "first").await;
    let (_, second) = shop.written(1, "second").await;
    let list = |query: &'static str| {
        shop.shop.get(&format!("/api/v1/reviews{query}")).bearer(&shop.staff.token).send()
    };
    let waiting = list("").await.assert_status(200);
    assert_eq!((waiting.text("/items/0/text"), waiting.text("/items/1/text")), ("first", "second"));
    assert_eq!(waiting.text("/items/0/product_name"), "Thing");
    let page = list("?limit=1").await;
    let next = shop.shop.get(&format!("/api/v1/reviews?limit=1&cursor={}", page.text("/next_cursor")));
    let next = next.bearer(&shop.staff.token).send().await.assert_status(200);
    assert_eq!((next.text("/items/0/text"), &next.json["next_cursor"]), ("second", &json!(null)));

    let published = shop.publish(first.text("/id"), "\"1\"").await.assert_status(200);
    assert_eq!((published.text("/status"), published.field("etag")), ("published", "\"2\""));
    let again = shop.publish(first.text("/id"), "\"1\"").await.assert_status(200);
    assert_eq!(again.json, published.json, "a retry changes nothing");
    let rejected = shop.reject(second.text("/id"), "\"1\"", " Off topic ").await.assert_status(200);
    assert_eq!((rejected.text("/status"), rejected.text("/reason")), ("rejected", "Off topic"));
    let again = shop.reject(second.text("/id"), "\"1\"", "Off topic").await.assert_status(200);
    assert_eq!(again.json, rejected.json);
    assert_eq!(shop.shown().await, ["first"]);
    for (query, text) in [("?status=published", "first"), ("?status=rejected", "second")] {
        let page = list(query).await.assert_status(200);
        assert_eq!((page.text("/items/0/text"), &page.json["items"][1]), (text, &json!(null)));
    }
    assert_eq!(list("?status=pending").await.json["items"], json!([]));
    list("?status=withdrawn").await.assert_problem(422, "validation");

    // They may change their mind, both ways.
    shop.reject(first.text("/id"), "\"2\"", "Not polite").await.assert_status(200);
    assert_eq!(shop.shown().await, Vec::<String>::new());
    let own = shop.shop.get(&format!("{}/own", shop.path())).bearer(&author.token).send().await;
    assert_eq!(own.text("/items/0/reason"), "Not polite", "its author learns why");
    let back = shop.publish(first.text("/id"), "\"3\"").await.assert_status(200);
    assert_eq!(back.json["reason"], json!(null));
    assert_eq!(shop.shown().await, ["first"]);
}

#[tokio::test]
async fn nobody_publishes_what_they_have_not_read() {
    let shop = Reviewed::open().await;
    let (author, made) = shop.written(5, "nice").await;
    let id = made.text("/id");
    shop.edit(&author, id, "\"1\"", &json!({"text": "an insult"})).await.assert_status(200);
    shop.publish(id, "\"1\"").await.assert_problem(412, "precondition_failed");
    shop.reject(id, "\"1\"", "No").await.assert_problem(412, "precondition_failed");
    let bare = shop.shop.post(&format!("/api/v1/reviews/{id}/publish")).bearer(&shop.staff.token);
    bare.send().await.assert_problem(428, "precondition_required");
    for bad in ["", "  ", "a\u{0}", &"a".repeat(501)] {
        let answer = shop.reject(id, "\"2\"", bad).await.assert_problem(422, "validation");
        assert_eq!(answer.text("/errors/0/pointer"), "/reason");
    }
    shop.publish("019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e", "*").await.assert_problem(404, "not_found");
    let publish = shop.shop.post(&format!("/api/v1/reviews/{id}/publish")).bearer(&author.token);
    publish.header("if-match", "*").send().await.assert_problem(403, "forbidden");
    assert_eq!(shop.shown().await, Vec::<String>::new());
}
