use doorbuster_testkit::Answer;
use serde_json::json;

use super::{Backoffice, pointers, product, with};

/// `kind:slug` of each.
fn suggested(answer: &Answer) -> String {
    let items = answer.json["items"].as_array().unwrap().iter();
    let one = |item: &serde_json::Value| {
        format!("{}:{}", item["kind"].as_str().unwrap(), item["slug"].as_str().unwrap())
    };
    items.map(one).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn names_that_begin_so_are_suggested() {
    let office = Backoffice::open().await;
    office.made("categories", &json!({"slug": "cheese", "name": "Fromage"})).await;
    office.made("brands", &json!({"slug": "frost", "name": "Frost & Fils"})).await;
    office.made("regions", &json!({"slug": "friuli", "name": "Friuli"})).await;
    office.made("tags", &json!({"slug": "fresh", "name": "Not so fresh"})).await;
    let image = json!({"images": [{"url": "/a.svg", "alt": "A wheel"}, {"url": "/b.svg"}]});
    office.made("products", &with(product("chevre"), &with(json!({"name": "Chèvre frais"}), &image))).await;
    office.made("products", &with(product("knife"), &json!({"description": "for fromage"}))).await;
    office.made("products", &with(product("fry"), &json!({"name": "Frying pan"}))).await;
    for (q, expected) in [
        ("fr", "category:cheese brand:frost region:friuli tag:fresh product:fry product:chevre"),
        ("fr&limit=2", "category:cheese brand:frost"),
        ("Fils", "brand:frost"),
        ("fils+fro", "brand:frost"),
        ("ch%C3%A8vre", "product:chevre"),
        ("fra+che", "product:chevre"),
        ("fromaj", "category:cheese"),
        ("for", ""),
        ("", ""),
        ("%27", ""),
    ] {
        let answer = office.look(&format!("products/suggestions?q={q}")).await.assert_status(200);
        assert_eq!(suggested(&answer), expected, "{q}");
    }
    let chevre = office.look("products/suggestions?q=chevre").await;
    let image = &chevre.json["items"][0]["image"];
    assert_eq!((&image["url"], &image["alt"]), (&json!("/a.svg"), &json!("A wheel")));
    for (path, status) in [("products/chevre", "archived"), ("products/fry", "draft")] {
        office.edit(path, "*", &json!({"status": status})).await.assert_status(200);
    }
    office.edit("categories/cheese", "*", &json!({"archived": true})).await.assert_status(200);
    let answer = office.look("products/suggestions?q=fr").await;
    assert_eq!(suggested(&answer), "brand:frost region:friuli tag:fresh");
}

#[tokio::test]
async fn odd_questions_are_refused() {
    let office = Backoffice::open().await;
    for (query, pointer) in
        [("q=a&limit=0", "#limit"), ("q=a&limit=21", "#limit"), ("q=a%00", "#q"), ("q=%1B", "#q")]
    {
        let answer = office.look(&format!("products/suggestions?{query}")).await;
        assert_eq!(pointers(&answer.assert_problem(422, "validation")), [pointer], "{query}");
    }
    // The place is taken.
    let taken = office.make("products", &product("suggestions")).await;
    assert_eq!(pointers(&taken.assert_problem(422, "validation")), ["/slug"]);
}
