//! Brands, regions, categories and tags: the same tests for each.

use futures::future::join_all;
use serde_json::json;

use super::{Backoffice, pointers, product, slugs, walk, with};

const ALL: [(&str, &str); 4] =
    [("brands", "brand_id"), ("regions", "region_id"), ("categories", "category_id"), ("tags", "tag_ids")];

#[tokio::test]
async fn staff_make_change_archive_and_restore_them() {
    let office = Backoffice::open().await;
    for (path, field) in ALL {
        let body = json!({"slug": "ember", "name": " Ember ", "description": "Since 1910."});
        let made = office.make(path, &body).await.assert_status(201);
        assert_eq!((made.text("/name"), made.field("etag")), ("Ember", "\"1\""));
        assert_eq!(made.field("location"), format!("/api/v1/{path}/ember"));
        let (id, one) = (made.text("/id"), format!("{path}/ember"));
        for address in [&one, &format!("{path}/{id}")] {
            assert_eq!(office.look(address).await.assert_status(200).json, made.json);
        }
        office.make(path, &body).await.assert_problem(409, "slug_taken");
        let filed = if field == "tag_ids" { json!({field: [id]}) } else { json!({field: id}) };
        office.made("products", &with(product(&format!("of-{path}")), &filed)).await;

        let change = json!({"name": "Embers", "description": ""});
        let edited = office.edit(&one, "\"1\"", &change).await.assert_status(200);
        assert_eq!((edited.text("/name"), edited.field("etag")), ("Embers", "\"2\""));
        let same = office.edit(&one, "\"2\"", &change).await.assert_status(200);
        assert_eq!(same.field("etag"), "\"2\"");

        let archived = office.edit(&one, "\"2\"", &json!({"archived": true})).await.assert_status(200);
        assert_eq!(archived.json["archived"], true);
        assert_eq!(slugs(&office.look(path).await), [""; 0]);
        assert_eq!(slugs(&office.look_inside(&format!("{path}?archived=true")).await), ["ember"]);
        office.look(&format!("{path}?archived=true")).await.assert_problem(403, "forbidden");
        // Products keep it, and its own page is there.
        let read = office.look(&format!("products/of-{path}")).await;
        assert!(read.json.to_string().contains("Embers"), "{}", read.json);
        office.look(&one).await.assert_status(200);

        office.edit(&one, "\"3\"", &json!({"archived": false})).await.assert_status(200);
        assert_eq!(slugs(&office.look(path).await), ["ember"]);
    }
    office.shop.audit().await;
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let office = Backoffice::open().await;
    for (path, _) in ALL {
        let bad = json!({"slug": "No", "name": "a\nb", "description": "\u{0}"});
        let answer = office.make(path, &bad).await.assert_problem(422, "validation");
        assert_eq!(pointers(&answer), ["/slug", "/name", "/description"]);
        let id = office.made(path, &json!({"slug": "ember", "name": "Ember"})).await;
        let one = format!("{path}/ember");
        let bare = office.shop.patch(&format!("/api/v1/{one}")).bearer(&office.staff.token);
        bare.json(&json!({"name": "X"})).send().await.assert_problem(428, "precondition_required");
        office.edit(&one, "\"2\"", &json!({"name": "X"})).await.assert_problem(412, "precondition_failed");
        for (change, pointer) in [
            (json!({"name": null}), "/name"),
            (json!({"archived": "yes"}), "/archived"),
            (json!({"kind": "tag"}), "/kind"),
            (json!({"parent_id": id}), "/parent_id"),
        ] {
            let answer = office.edit(&one, "*", &change).await.assert_problem(422, "validation");
            assert_eq!(pointers(&answer), [pointer], "{path}");
        }
        office.look(&format!("{path}/nothing")).await.assert_problem(404, "not_found");
        office.look(&format!("{path}?limit=101")).await.assert_problem(422, "validation");
    }
    // One kind's is not another's.
    let brand = office.look("brands/ember").await.text("/id").to_owned();
    office.look(&format!("tags/{brand}")).await.assert_problem(404, "not_found");
    office.edit(&format!("tags/{brand}"), "*", &json!({"name": "X"})).await.assert_problem(404, "not_found");
}

#[tokio::test]
async fn lists_are_paged_by_name() {
    let office = Backoffice::open().await;
    for (slug, name) in [("a", "Zinc"), ("b", "Amber"), ("c", "Öl"), ("d", "Amber"), ("e", "Birch")] {
        office.made("tags", &json!({"slug": slug, "name": name})).await;
    }
    let whole = walk(&office, "tags?limit=100", "slug").await;
    assert_eq!(whole.len(), 5);
    assert_eq!(whole[..3].concat(), "bde");
    for limit in 1..=4 {
        assert_eq!(walk(&office, &format!("tags?limit={limit}"), "slug").await, whole);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn races_have_one_winner() {
    let office = Backoffice::open().await;
    let body = json!({"slug": "ember", "name": "Ember"});
    let made = join_all((0..20).map(|_| office.make("brands", &body))).await;
    assert_eq!(made.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(made.iter().filter(|answer| answer.code() == "slug_taken").count(), 19);
    let edited =
        join_all((0..20).map(async |n| {
            office.edit("brands/ember", "\"1\"", &json!({"name": format!("Ember {n}")})).await
        }))
        .await;
    assert_eq!(edited.iter().filter(|answer| answer.status == 200).count(), 1);
    assert_eq!(edited.iter().filter(|answer| answer.code() == "precondition_failed").count(), 19);
    office.shop.audit().await;
}
