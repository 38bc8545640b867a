use futures::future::join_all;
use serde_json::json;

use super::{Backoffice, pointers, product, with};

#[tokio::test]
async fn staff_make_products_that_everybody_sees() {
    let office = Backoffice::open().await;
    let brand = office.made("brands", &json!({"slug": "ember", "name": "Ember"})).await;
    let kitchen = office.category("kitchen", None).await;
    let tags = [
        office.made("tags", &json!({"slug": "blue", "name": "Blue"})).await,
        office.made("tags", &json!({"slug": "antique", "name": "Antique"})).await,
    ];
    let body = with(
        product("ember-kettle"),
        &json!({
            "name": "  Ember kettle ", "description": "Pours.\nSlowly.", "stock": 5, "weight_grams": 850,
            "vat_basis_points": 550, "brand_id": brand, "category_id": kitchen,
            "tag_ids": [tags[0], tags[1], tags[0]],
            "images": [{"url": "/demo/front.svg", "alt": "From the front"}, {"url": "https://cdn.test/back.avif"}],
        }),
    );
    let made = office.make("products", &body).await.assert_status(201);
    assert_eq!((made.field("etag"), made.field("location")), ("\"1\"", "/api/v1/products/ember-kettle"));
    let read = office.shop.get(made.field("location")).send().await.assert_status(200);
    assert_eq!(read.json, made.json);
    assert_eq!((read.text("/name"), read.text("/status")), ("Ember kettle", "published"));
    assert_eq!((&read.json["stock"], &read.json["weight_grams"]), (&json!(5), &json!(850)));
    assert_eq!(read.json["vat_basis_points"], 550);
    assert_eq!((&read.json["list_price"], &read.json["discount"]), (&json!(null), &json!(null)));
    assert_eq!((read.text("/brand/slug"), read.text("/category/slug")), ("ember", "kitchen"));
    assert_eq!(read.json["region"], json!(null));
    // Tags by name, each once; pictures as they were sent.
    assert_eq!((read.text("/tags/0/slug"), read.text("/tags/1/slug")), ("antique", "blue"));
    assert_eq!(read.json["tags"].as_array().map(Vec::len), Some(2));
    let not_ours = |url, alt| json!({"url": url, "alt": alt, "width": null, "height": null, "sources": []});
    let images =
        json!([not_ours("/demo/front.svg", "From the front"), not_ours("https://cdn.test/back.avif", "")]);
    assert_eq!(read.json["images"], images);
    office.make("products", &body).await.assert_problem(409, "slug_taken");
    office.shop.audit().await;
}

#[tokio::test]
async fn what_is_wrong_is_named_and_nothing_is_made() {
    let office = Backoffice::open().await;
    let bad = with(
        product("kettle"),
        &json!({
            "slug": "019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e", "name": "a\u{0}", "description": "\u{0}",
            "weight_grams": 1_000_001, "vat_basis_points": 10_001,
            "images": [{"url": "/fine.svg"}, {"url": "javascript:alert(1)"}],
        }),
    );
    let answer = office.make("products", &bad).await.assert_problem(422, "validation");
    let expected = ["/slug", "/name", "/description", "/vat_basis_points", "/weight_grams", "/images/1/url"];
    assert_eq!(pointers(&answer), expected);
    let tag = office.made("tags", &json!({"slug": "blue", "name": "Blue"})).await;
    for (field, value, pointer) in [
        ("price", json!({"amount": 1, "currency": "USD"}), "/price/currency"),
        ("price", json!({"amount": -1, "currency": "EUR"}), "/price/amount"),
        ("stock", json!(-1), "/stock"),
        ("stock", json!(1_000_000_001), "/stock"),
        ("brand_id", json!("019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e"), "/brand_id"),
        ("brand_id", json!(tag), "/brand_id"),
        ("tag_ids", json!([tag, "019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e"]), "/tag_ids"),
        ("image_url", json!("/a.svg"), "/image_url"),
    ] {
        let answer = office.make("products", &with(product("kettle"), &json!({field: value}))).await;
        assert_eq!(pointers(&answer.assert_problem(422, "validation")), [pointer]);
    }
    office.look("products/kettle").await.assert_problem(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_slug_is_one_product_however_many_ask() {
    let office = Backoffice::open().await;
    let body = with(product("ember-kettle"), &json!({"stock": 5}));
    let answers = join_all((0..20).map(|_| office.make("products", &body))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.code() == "slug_taken").count(), 19);
    office.shop.audit().await;
}
