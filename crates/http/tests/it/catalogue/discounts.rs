use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use doorbuster_engine::ambient::now;
use futures::future::join_all;
use serde_json::{Value, json};

use super::{Backoffice, pointers, product, slugs, walk, with};

/// A discount from a minute ago for an hour.
fn discount(percent: u8, target: &Value) -> Value {
    let window = json!({
        "title": "Cheaper", "percent": percent, "starts_at": (now() - TimeDelta::minutes(1)).to_rfc3339(),
        "ends_at": (now() + TimeDelta::hours(1)).to_rfc3339(),
    });
    with(window, target)
}

/// Asked by staff: what everybody sees may be a second old.
async fn price(office: &Backoffice, slug: &str) -> (i64, Option<i64>) {
    let read = office.look_inside(&format!("products/{slug}")).await.assert_status(200);
    let percent = read.json["discount"]["percent"].as_i64();
    // The struck price is there exactly when something is off.
    let list = read.json["list_price"]["amount"].as_i64();
    assert_eq!(list, percent.map(|_| 10_000));
    (read.json["price"]["amount"].as_i64().unwrap(), percent)
}

#[tokio::test]
async fn the_best_one_counts_and_never_two() {
    let office = Backoffice::open().await;
    let home = office.category("home", None).await;
    let kitchen = office.category("kitchen", Some(&home)).await;
    let brand = office.made("brands", &json!({"slug": "ember", "name": "Ember"})).await;
    let kettle = office.made("products", &with(product("kettle"), &json!({"category_id": kitchen}))).await;
    office.made("products", &with(product("pot"), &json!({"brand_id": brand, "category_id": home}))).await;
    office.made("products", &product("rake")).await;
    assert_eq!(price(&office, "kettle").await, (10_000, None));

    office.made("discounts", &discount(10, &json!({}))).await;
    assert_eq!(price(&office, "rake").await, (9_000, Some(10)));
    office.made("discounts", &discount(20, &json!({"taxon_id": home}))).await;
    assert_eq!(price(&office, "kettle").await, (8_000, Some(20)));
    assert_eq!(price(&office, "pot").await, (8_000, Some(20)));
    assert_eq!(price(&office, "rake").await, (9_000, Some(10)));
    let own =
        office.make("discounts", &discount(33, &json!({"product_id": kettle}))).await.assert_status(201);
    assert_eq!(price(&office, "kettle").await, (6_700, Some(33)));
    let best = office.made("discounts", &discount(25, &json!({"taxon_id": brand}))).await;
    assert_eq!(price(&office, "pot").await, (7_500, Some(25)));
    let ends: DateTime<Utc> = office.look("products/kettle").await.text("/discount/ends_at").parse().unwrap();
    assert_eq!(ends, own.text("/ends_at").parse::<DateTime<Utc>>().unwrap());

    // Lists show the same prices, and sort and filter by them.
    assert_eq!(walk(&office, "products?sort=price&limit=1", "slug").await, ["kettle", "pot", "rake"]);
    assert_eq!(slugs(&office.look("products?on_sale=true&sort=name").await), ["kettle", "pot", "rake"]);
    // Asked often, it is the same: nothing is written into the price.
    for _ in 0..3 {
        assert_eq!(price(&office, "pot").await, (7_500, Some(25)));
    }
    office.edit(&format!("discounts/{best}"), "\"1\"", &json!({"archived": true})).await.assert_status(200);
    assert_eq!(price(&office, "pot").await, (8_000, Some(20)));
    office.edit(&format!("discounts/{best}"), "\"2\"", &json!({"archived": false, "percent": 90})).await;
    assert_eq!(price(&office, "pot").await, (1_000, Some(90)));
    office.shop.audit().await;
}

#[tokio::test]
async fn a_window_opens_and_closes_by_itself() {
    let office = Backoffice::open().await;
    let kettle = office.made("products", &product("kettle")).await;
    let (starts, ends) = (now() + TimeDelta::milliseconds(700), now() + TimeDelta::milliseconds(1_500));
    let window =
        json!({"product_id": kettle, "starts_at": starts.to_rfc3339(), "ends_at": ends.to_rfc3339()});
    office.made("discounts", &discount(50, &window)).await;
    let mut seen = Vec::new();
    // What the page says and what the list of promotions says, until it is over: never apart, by PostgreSQL's clock.
    while now() < ends + TimeDelta::milliseconds(300) {
        let before = now();
        let (page, promotions) =
            (price(&office, "kettle").await, office.look_inside("products?on_sale=true").await);
        let settled = |edge: DateTime<Utc>| now() < edge || edge <= before;
        if settled(starts) && settled(ends) {
            let inside = starts <= before && before < ends;
            assert_eq!(page, if inside { (5_000, Some(50)) } else { (10_000, None) });
            assert_eq!(slugs(&promotions).len(), usize::from(inside));
            seen.push(inside);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    seen.dedup();
    assert_eq!(seen, [false, true, false]);
}

#[tokio::test]
async fn a_sale_s_price_is_its_own() {
    let office = Backoffice::open().await;
    let sale = office.shop.live_sale(5).await;
    office.made("discounts", &discount(90, &json!({}))).await;
    let seen = office.look(&format!("sales/{sale}")).await;
    assert_eq!(
        (&seen.json["price"]["amount"], &seen.json["list_price"]["amount"]),
        (&json!(9_999), &json!(19_999))
    );
    let buyer = office.shop.customer().await;
    assert_eq!(office.shop.buy(&buyer, sale, 1).await.assert_status(201).json["total"]["amount"], 9_999);
}

#[tokio::test]
async fn staff_manage_discounts() {
    let office = Backoffice::open().await;
    let kettle = office.made("products", &product("kettle")).await;
    let body = discount(20, &json!({"product_id": kettle}));
    let made = office.make("discounts", &body).await.assert_status(201);
    let path = format!("discounts/{}", made.text("/id"));
    assert_eq!(made.field("location"), format!("/api/v1/{path}"));
    assert_eq!(office.look_inside(&path).await.assert_status(200).json, made.json);
    office.look(&path).await.assert_problem(401, "unauthenticated");
    let customer = office.shop.customer().await;
    let asked = office.shop.get("/api/v1/discounts").bearer(&customer.token).send().await;
    asked.assert_problem(403, "forbidden");

    let nobody = "019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e";
    for (change, pointer) in [
        (json!({"title": " "}), "/title"),
        (json!({"percent": 0}), "/percent"),
        (json!({"percent": 91}), "/percent"),
        (json!({"percent": 12.5}), "/percent"),
        (json!({"percent": -5}), "/percent"),
        (json!({"ends_at": "2020-01-01T00:00:00Z"}), "/ends_at"),
        (json!({"ends_at": "2099-01-01T00:00:00Z"}), "/ends_at"),
        (json!({"product_id": kettle, "taxon_id": nobody}), "/taxon_id"),
        (json!({"product_id": nobody}), "/product_id"),
        (json!({"taxon_id": nobody, "product_id": null}), "/taxon_id"),
        (json!({"amount": 5}), "/amount"),
    ] {
        let answer = office.make("discounts", &with(body.clone(), &change)).await;
        assert_eq!(pointers(&answer.assert_problem(422, "validation")), [pointer]);
    }
    let bare = office.shop.patch(&format!("/api/v1/{path}")).bearer(&office.staff.token);
    bare.json(&json!({"percent": 5})).send().await.assert_problem(428, "precondition_required");
    // An edit as a whole obeys the rules, and what it is on stays.
    let over = office.edit(&path, "*", &json!({"starts_at": "2099-01-01T00:00:00Z"})).await;
    assert_eq!(pointers(&over.assert_problem(422, "validation")), ["/ends_at"]);
    let other = office.edit(&path, "*", &json!({"product_id": null})).await;
    assert_eq!(pointers(&other.assert_problem(422, "validation")), ["/product_id"]);

    let edits =
        join_all((0..20).map(async |n| office.edit(&path, "\"1\"", &json!({"percent": n + 30})).await)).await;
    assert_eq!(edits.iter().filter(|answer| answer.status == 200).count(), 1);
    assert_eq!(edits.iter().filter(|answer| answer.code() == "precondition_failed").count(), 19);
    let second = office.made("discounts", &discount(5, &json!({}))).await;
    let list = office.look_inside("discounts?limit=1").await.assert_status(200);
    assert_eq!(list.text("/items/0/id"), second);
    let next = office.look_inside(&format!("discounts?limit=1&cursor={}", list.text("/next_cursor"))).await;
    assert_eq!((next.text("/items/0/id"), &next.json["next_cursor"]), (made.text("/id"), &json!(null)));
    office.shop.audit().await;
}
