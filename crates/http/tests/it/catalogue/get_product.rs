use doorbuster_testkit::SaleSpec;
use serde_json::json;

use super::{Backoffice, product, with};

#[tokio::test]
async fn drafts_are_the_staff_s() {
    let office = Backoffice::open().await;
    let draft = with(product("secret"), &json!({"status": "draft"}));
    let id = office.made("products", &draft).await;
    let customer = office.shop.customer().await;
    for path in ["products/secret".to_owned(), format!("products/{id}")] {
        office.look(&path).await.assert_problem(404, "not_found");
        let asked = office.shop.get(&format!("/api/v1/{path}")).bearer(&customer.token).send().await;
        asked.assert_problem(404, "not_found");
        let seen = office.look_inside(&path).await.assert_status(200);
        assert_eq!((seen.text("/id"), seen.field("etag")), (id.as_str(), "\"1\""));
        assert_eq!(seen.json["published_at"], json!(null));
    }
    // A token that is no good is not taken for none.
    let stale = office.shop.get("/api/v1/products/secret").bearer("x").send().await;
    stale.assert_problem(401, "unauthenticated");
}

#[tokio::test]
async fn what_names_nothing_is_not_found() {
    let office = Backoffice::open().await;
    for path in [
        "products/nothing",
        "products/019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e",
        "products/%00",
        "products/A%20b",
    ] {
        office.look(path).await.assert_problem(404, "not_found");
        office.edit(path, "*", &json!({})).await.assert_problem(404, "not_found");
    }
}

/// An archived product is gone from the lists, but not from the orders, sales and pages that show it.
#[tokio::test]
async fn an_archived_product_stays_readable() {
    let office = Backoffice::open().await;
    let sale = office.shop.sale(SaleSpec { limit: 2, ..SaleSpec::of(5) }).await;
    let customer = office.shop.customer().await;
    let order = office.shop.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();
    let product = office.look(&format!("sales/{sale}")).await.text("/product/id").to_owned();
    let path = format!("products/{product}");
    let archived = office.edit(&path, "\"1\"", &json!({"status": "archived", "name": "Gone"})).await;
    assert_eq!(archived.assert_status(200).text("/status"), "archived");

    assert_eq!(office.look("products").await.json["items"], json!([]));
    assert_eq!(office.look(&path).await.assert_status(200).text("/status"), "archived");
    let request = office.shop.get(&format!("/api/v1/orders/{order}"));
    let kept = request.bearer(&customer.token).send().await.assert_status(200);
    assert_eq!((kept.text("/lines/0/product_id"), kept.text("/lines/0/name")), (product.as_str(), "Thing"));
    // A sale that runs goes on; there is no new one.
    let late = office.shop.customer().await;
    office.shop.buy(&late, sale, 1).await.assert_status(201);
    let now = doorbuster_engine::ambient::now();
    let body = json!({
        "product_id": product, "title": "Once more", "price": {"amount": 1, "currency": "EUR"}, "allocated": 1,
        "starts_at": now.to_rfc3339(), "ends_at": (now + chrono::TimeDelta::hours(1)).to_rfc3339(),
    });
    office.make("sales", &body).await.assert_problem(404, "not_found");

    let back = office.edit(&path, "\"2\"", &json!({"status": "published"})).await.assert_status(200);
    assert_eq!(back.field("etag"), "\"3\"");
    assert_eq!(office.look("products").await.text("/items/0/id"), product);
    office.shop.audit().await;
}
