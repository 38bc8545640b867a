use doorbuster_domain::identity::Role;
use doorbuster_testkit::{Answer, Shop};
use futures::future::join_all;
use serde_json::json;

use super::{Backoffice, pointers, product, with};

#[tokio::test]
async fn staff_change_what_they_have_seen() {
    let office = Backoffice::open().await;
    let brands = [
        office.made("brands", &json!({"slug": "a", "name": "A"})).await,
        office.made("brands", &json!({"slug": "b", "name": "B"})).await,
    ];
    let tags = [
        office.made("tags", &json!({"slug": "x", "name": "X"})).await,
        office.made("tags", &json!({"slug": "y", "name": "Y"})).await,
    ];
    let body =
        json!({"brand_id": brands[0], "tag_ids": [tags[0]], "stock": 7, "images": [{"url": "/1.svg"}]});
    let id = office.made("products", &with(product("kettle"), &body)).await;

    let change = json!({
        "slug": "pot", "name": " Pot ", "description": "New", "price": {"amount": 5, "currency": "EUR"},
        "vat_basis_points": 2000, "weight_grams": 10, "brand_id": brands[1], "tag_ids": [tags[1], tags[0]],
        "images": [{"url": "/2.svg", "alt": "Two"}, {"url": "/1.svg"}],
    });
    let edited = office.edit("products/kettle", "\"1\"", &change).await.assert_status(200);
    assert_eq!((edited.field("etag"), edited.text("/name")), ("\"2\"", "Pot"));
    assert_eq!((edited.text("/brand/slug"), edited.text("/tags/1/slug")), ("b", "y"));
    assert_eq!((edited.text("/images/0/alt"), edited.text("/images/1/url")), ("Two", "/1.svg"));
    assert_eq!((&edited.json["price"]["amount"], &edited.json["stock"]), (&json!(5), &json!(7)));
    assert_eq!(office.look("products/pot").await.json, edited.json);
    office.look("products/kettle").await.assert_problem(404, "not_found");

    let path = format!("products/{id}");
    let emptied = office.edit(&path, "\"2\"", &json!({"brand_id": null, "tag_ids": [], "images": []})).await;
    assert_eq!(emptied.assert_status(200).json["brand"], json!(null));
    let read = office.look(&path).await;
    assert_eq!((&read.json["tags"], &read.json["images"]), (&json!([]), &json!([])));
    // What changes nothing counts for nothing, in whatever order it is said.
    for nothing in [json!({}), json!({"name": "Pot", "tag_ids": [], "brand_id": null})] {
        let same = office.edit(&path, "\"3\"", &nothing).await.assert_status(200);
        assert_eq!(same.field("etag"), "\"3\"");
    }
    // Stock that moves is no edit.
    let moved =
        office.shop.post(&format!("/api/v1/{path}/stock-movements")).bearer(&office.staff.token).key("k");
    moved.json(&json!({"units": 1, "reason": "received"})).send().await.assert_status(201);
    assert_eq!(office.look_inside(&path).await.field("etag"), "\"3\"");
    office.shop.audit().await;
}

#[tokio::test]
async fn nobody_overwrites_what_they_have_not_seen() {
    let office = Backoffice::open().await;
    office.made("products", &product("kettle")).await;
    office.made("products", &product("pot")).await;
    let bare = office
        .shop
        .patch("/api/v1/products/kettle")
        .bearer(&office.staff.token)
        .json(&json!({"name": "New"}));
    bare.send().await.assert_problem(428, "precondition_required");
    for stale in ["\"0\"", "\"2\"", "W/\"1\""] {
        let answer = office.edit("products/kettle", stale, &json!({"name": "New"})).await;
        answer.assert_problem(412, "precondition_failed");
    }
    let taken = office.edit("products/kettle", "*", &json!({"slug": "pot", "name": "Not this"})).await;
    taken.assert_problem(409, "slug_taken");
    for (change, pointer) in [
        (json!({"name": null}), "/name"),
        (json!({"name": ""}), "/name"),
        (json!({"stock": 5}), "/stock"),
        (json!({"price": {"amount": 1, "currency": "USD"}}), "/price/currency"),
        (json!({"category_id": "019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e"}), "/category_id"),
        (json!({"status": "sold"}), "/status"),
    ] {
        let answer = office.edit("products/kettle", "*", &change).await.assert_problem(422, "validation");
        assert_eq!(pointers(&answer), [pointer]);
    }
    let read = office.look_inside("products/kettle").await;
    assert_eq!((read.text("/name"), read.field("etag")), ("kettle", "\"1\""));
}

/// A product keeps what was archived under it, but nothing new is filed there.
#[tokio::test]
async fn an_archived_tag_stays_where_it_is() {
    let office = Backoffice::open().await;
    let tag = office.made("tags", &json!({"slug": "old", "name": "Old"})).await;
    office.made("products", &with(product("kettle"), &json!({"tag_ids": [tag]}))).await;
    office.made("products", &product("pot")).await;
    office.edit("tags/old", "\"1\"", &json!({"archived": true})).await.assert_status(200);
    let kept = office.edit("products/kettle", "*", &json!({"name": "K", "tag_ids": [tag]})).await;
    assert_eq!(kept.assert_status(200).text("/tags/0/slug"), "old");
    let refused = office.edit("products/pot", "*", &json!({"tag_ids": [tag]})).await;
    assert_eq!(pointers(&refused.assert_problem(422, "validation")), ["/tag_ids"]);
    assert_eq!(office.look_inside("products/pot").await.field("etag"), "\"1\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_edits_at_once_one_wins() {
    let office = Backoffice::open().await;
    let other = Shop::builder().beside(&office.shop).await;
    let tag = office.made("tags", &json!({"slug": "x", "name": "X"})).await;
    office.made("products", &product("kettle")).await;
    for round in 1..=3 {
        let tag_ids = if round % 2 == 0 { json!([]) } else { json!([tag]) };
        let answers = join_all((0..20).map(async |n| {
            let shop = if n % 2 == 0 { &office.shop } else { &other };
            let body = json!({"name": format!("Edit {round} {n}"), "tag_ids": tag_ids, "images": [{"url": format!("/{n}")}]});
            let request = shop.patch("/api/v1/products/kettle").bearer(&office.staff.token);
            request.header("if-match", &format!("\"{round}\"")).json(&body).send().await
        }))
        .await;
        let won: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(won.len(), 1);
        assert_eq!(answers.iter().filter(|answer| answer.code() == "precondition_failed").count(), 19);
        let read = office.look_inside("products/kettle").await;
        // All of the winner's edit, and nothing of another's.
        assert_eq!(read.json, won[0].json);
        assert_eq!(read.field("etag"), format!("\"{}\"", round + 1));
    }
    office.shop.audit().await;
}

/// The token still says staff; the database does not.
#[tokio::test]
async fn a_role_that_was_taken_away_writes_nothing() {
    let office = Backoffice::open().await;
    office.made("products", &product("kettle")).await;
    let former = office.shop.person(Role::Staff).await;
    let mut owner = office.shop.sql().await;
    // As if this process had not heard of it yet: no trigger tells.
    sqlx::query("ALTER TABLE users DISABLE TRIGGER USER").execute(&mut owner).await.unwrap();
    let demoted = sqlx::query("UPDATE users SET role = 'customer' WHERE id = $1").bind(former.id.0);
    assert_eq!(demoted.execute(&mut owner).await.unwrap().rows_affected(), 1);
    let request = office.shop.patch("/api/v1/products/kettle").bearer(&former.token).header("if-match", "*");
    request.json(&json!({"name": "Mine"})).send().await.assert_problem(403, "forbidden");
    for path in ["products", "brands", "discounts", "banners"] {
        let body = match path {
            "products" => product("pot"),
            "brands" => json!({"slug": "a", "name": "A"}),
            "discounts" => {
                json!({"title": "All", "percent": 90, "starts_at": "2026-01-01T00:00:00Z", "ends_at": "2026-12-31T00:00:00Z"})
            }
            _ => json!({"title": "Mine", "link": "/", "starts_at": "2026-01-01T00:00:00Z"}),
        };
        let request = office.shop.post(&format!("/api/v1/{path}")).bearer(&former.token);
        request.json(&body).send().await.assert_problem(403, "forbidden");
    }
    assert_eq!(office.look_inside("products/kettle").await.field("etag"), "\"1\"");
}
