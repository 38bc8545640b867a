use std::io::Read as _;
use std::time::Duration;

use doorbuster_testkit::Answer;
use flate2::read::GzDecoder;
use futures::future::join_all;
use serde_json::json;
use tokio::time::sleep;

use super::{Backoffice, product, slugs, with};

const READS: [&str; 9] = [
    "products",
    "products/kettle",
    "products/suggestions?q=ke",
    "products?q=kettle&facets=true",
    "brands",
    "brands/ember",
    "categories",
    "categories/tree",
    "banners",
];

async fn shop() -> Backoffice {
    let office = Backoffice::open().await;
    let brand = office.made("brands", &json!({"slug": "ember", "name": "Ember"})).await;
    office.category("kitchen", None).await;
    office.made("products", &with(product("kettle"), &json!({"brand_id": brand, "stock": 5}))).await;
    office
}

async fn again(office: &Backoffice, path: &str, seen: &str) -> Answer {
    office.shop.get(&format!("/api/v1/{path}")).header("if-none-match", seen).send().await
}

#[tokio::test]
async fn who_has_seen_it_is_told_so() {
    let office = shop().await;
    for path in READS {
        let first = office.look(path).await.assert_status(200);
        let tag = first.field("etag").to_owned();
        assert_eq!(first.field("cache-control"), "public, max-age=0, must-revalidate", "{path}");
        assert_eq!(first.field("vary"), "authorization, accept-encoding", "{path}");
        for seen in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            let same = again(&office, path, &seen).await.assert_status(304);
            assert_eq!((same.field("etag"), same.body.len()), (&*tag, 0), "{path}");
            assert!(!same.headers.contains_key("content-type"));
        }
        for other in ["\"x\"", "nonsense", ""] {
            assert_eq!(again(&office, path, other).await.assert_status(200).json, first.json, "{path}");
        }
        // The same bytes have the same tag, whenever they are made.
        sleep(Duration::from_millis(1_050)).await;
        assert_eq!(office.look(path).await.field("etag"), tag, "{path}");
    }
}

/// The same answer in fewer bytes, for whoever takes it so.
#[tokio::test]
async fn large_answers_are_compressed_for_who_takes_them_so() {
    let office = shop().await;
    for n in 0..8 {
        office.made("products", &product(&format!("pan-{n}"))).await;
    }
    let ask = async |path: &str, takes: &str| {
        let request = office.shop.get(&format!("/api/v1/{path}")).header("accept-encoding", takes);
        request.send().await.assert_status(200)
    };
    let plain = office.look("products").await;
    assert!(!plain.headers.contains_key("content-encoding"));
    for takes in ["gzip", "deflate, GZIP;q=0.5, br"] {
        let small = ask("products", takes).await;
        assert_eq!((small.field("content-encoding"), small.field("etag")), ("gzip", plain.field("etag")));
        assert_eq!(small.field("content-type"), plain.field("content-type"));
        assert!(small.body.len() * 3 < plain.body.len(), "{} of {}", small.body.len(), plain.body.len());
        let mut whole = Vec::new();
        GzDecoder::new(&small.body[..]).read_to_end(&mut whole).unwrap();
        assert_eq!(whole, plain.body);
        let seen = office.shop.get("/api/v1/products").header("if-none-match", plain.field("etag"));
        let same = seen.header("accept-encoding", takes).send().await.assert_status(304);
        assert!(same.body.is_empty() && !same.headers.contains_key("content-encoding"));
    }
    for (path, takes) in [("products", "br"), ("products", "gzip;q=0"), ("tags", "gzip")] {
        assert!(!ask(path, takes).await.headers.contains_key("content-encoding"), "{path} {takes}");
    }
}

/// What staff did is seen by everybody in the same process, from the moment they are told on.
#[tokio::test]
async fn staff_read_their_own_writes_on_the_public_pages() {
    let office = shop().await;
    for n in 0..20 {
        let seen = office.look("products?sort=name").await;
        let tag = seen.field("etag").to_owned();
        let name = format!("Kettle {n}");
        office.edit("products/kettle", "*", &json!({"name": name})).await.assert_status(200);
        let changed = again(&office, "products?sort=name", &tag).await.assert_status(200);
        assert_eq!(changed.text("/items/0/name"), name);
        assert_eq!(office.look("products/kettle").await.text("/name"), name);
    }
    office.edit("brands/ember", "*", &json!({"name": "Frost"})).await.assert_status(200);
    assert_eq!(office.look("brands").await.text("/items/0/name"), "Frost");
    assert_eq!(office.look("products/kettle").await.text("/brand/name"), "Frost");
    office.edit("products/kettle", "*", &json!({"status": "archived"})).await.assert_status(200);
    assert!(slugs(&office.look("products").await).is_empty());
}

/// While edits and reads go on together, nobody reads after an answered edit what was there before it.
#[tokio::test]
async fn no_answer_outlives_an_edit() {
    let office = shop().await;
    let reads = async {
        for _ in 0..200 {
            office.look("products").await.assert_status(200);
        }
    };
    let edits = async {
        for price in 1..=60 {
            let body = json!({"price": {"amount": price, "currency": "EUR"}});
            office.edit("products/kettle", "*", &body).await.assert_status(200);
            assert_eq!(office.look("products").await.json["items"][0]["price"]["amount"], price);
        }
    };
    tokio::join!(join_all([reads]), edits);
}

/// What other processes and customers do shows within a second, and the tag of a product changes with its stock.
#[tokio::test]
async fn no_answer_is_older_than_a_second() {
    let office = shop().await;
    let seen = office.look("products/kettle").await;
    let tag = seen.field("etag").to_owned();
    let mut work = office.shop.engine.database.begin_work().await.unwrap();
    sqlx::query("UPDATE products SET stock = stock - 2 WHERE slug = 'kettle'")
        .execute(&mut *work)
        .await
        .unwrap();
    sqlx::query(
        "INSERT INTO stock_movements (product_id, units, reason) SELECT id, -2, 'written_off' FROM products",
    )
    .execute(&mut *work)
    .await
    .unwrap();
    work.commit().await.unwrap();
    sleep(Duration::from_millis(1_050)).await;
    let now = again(&office, "products/kettle", &tag).await.assert_status(200);
    assert_eq!(now.json["stock"], 3);
    // The version did not change, and either tag is good to edit it.
    office.edit("products/kettle", &tag, &json!({"weight_grams": 5})).await.assert_status(200);
    office
        .edit("products/kettle", now.field("etag"), &json!({}))
        .await
        .assert_problem(412, "precondition_failed");
    office.shop.audit().await;
}

#[tokio::test]
async fn nothing_of_the_staff_s_is_kept() {
    let office = shop().await;
    office.made("products", &with(product("secret"), &json!({"status": "draft"}))).await;
    let inside = office.look_inside("products?status=draft").await.assert_status(200);
    assert_eq!(slugs(&inside), ["secret"]);
    assert!(!inside.headers.contains_key("etag") && !inside.headers.contains_key("cache-control"));
    office.look("products?status=draft").await.assert_problem(403, "forbidden");
    // A staff member's tag of a product is its version alone, as ever.
    assert_eq!(office.look_inside("products/kettle").await.field("etag"), "\"1\"");
    // A customer reads what everybody reads; whose token is no good is told so where it matters.
    let customer = office.shop.customer().await;
    let asked = office.shop.get("/api/v1/products").bearer(&customer.token).send().await.assert_status(200);
    assert_eq!(asked.field("etag"), office.look("products").await.field("etag"));
    let bad = office.shop.get("/api/v1/products").bearer("nonsense").send().await;
    bad.assert_problem(401, "unauthenticated");
    // Refusals are nobody's.
    for path in ["products/nowhere", "products?sort=x", "brands?limit=0"] {
        let refused = office.look(path).await;
        assert!(!refused.headers.contains_key("etag"), "{path}");
        assert_eq!(refused.field("cache-control"), "no-store", "{path}");
    }
}

/// A crowd that asks the same at once is answered by one look into the database.
#[tokio::test]
async fn a_crowd_asks_once() {
    let office = shop().await;
    let looks = async || {
        let mut work = office.shop.engine.database.begin_work().await.unwrap();
        let looks: i64 = sqlx::query_scalar(
            "SELECT seq_scan + coalesce(idx_scan, 0) FROM pg_stat_user_tables WHERE relname = 'product_search'",
        )
        .fetch_one(&mut *work)
        .await
        .unwrap();
        looks
    };
    // What a session did is counted a second later at the latest.
    sleep(Duration::from_millis(1_200)).await;
    office.look("products?limit=3").await;
    sleep(Duration::from_millis(1_200)).await;
    let before = looks().await;
    let answers = join_all((0..200).map(|_| office.look("products?limit=7"))).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    sleep(Duration::from_millis(1_500)).await;
    office.look("products?limit=3").await;
    sleep(Duration::from_millis(1_500)).await;
    // This one, the one after it, and whatever a slow machine made of the crowd.
    assert!(looks().await - before <= 6, "{} looks", looks().await - before);
}
