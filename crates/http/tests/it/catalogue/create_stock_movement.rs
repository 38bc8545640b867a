use doorbuster_domain::identity::Role;
use doorbuster_testkit::{Answer, Person};
use futures::future::join_all;
use serde_json::{Value, json};

use super::{Backoffice, pointers, product, with};

async fn move_units(office: &Backoffice, person: &Person, product: &str, key: &str, body: &Value) -> Answer {
    let request = office.shop.post(&format!("/api/v1/products/{product}/stock-movements"));
    request.bearer(&person.token).key(key).json(body).send().await
}

/// What is in stock, and what the movements say.
async fn stock(office: &Backoffice, product: &str) -> i64 {
    office.look_inside(&format!("products/{product}")).await.json["stock"].as_i64().unwrap()
}

#[tokio::test]
async fn units_come_and_go() {
    let office = Backoffice::open().await;
    office.made("products", &with(product("kettle"), &json!({"stock": 5, "status": "draft"}))).await;
    for (key, units, reason, left) in [
        ("a", 20, "received", 25),
        ("b", -10, "written_off", 15),
        ("c", 2, "counted", 17),
        ("d", -17, "counted", 0),
    ] {
        let body = json!({"units": units, "reason": reason, "note": "Delivery 47"});
        let moved = move_units(&office, &office.staff, "kettle", key, &body).await.assert_status(201);
        assert_eq!((&moved.json["units"], &moved.json["stock"]), (&json!(units), &json!(left)));
        assert_eq!((moved.text("/reason"), moved.text("/note")), (reason, "Delivery 47"));
        assert_eq!((stock(&office, "kettle").await, moved.field("idempotency-replayed")), (left, "false"));
    }
    let body = json!({"units": -1, "reason": "written_off"});
    let short = move_units(&office, &office.staff, "kettle", "e", &body).await;
    short.assert_problem(409, "insufficient_stock");
    assert_eq!(stock(&office, "kettle").await, 0);
    office.shop.audit().await;
}

#[tokio::test]
async fn what_is_wrong_moves_nothing() {
    let office = Backoffice::open().await;
    office.made("products", &with(product("kettle"), &json!({"stock": 5}))).await;
    for (body, pointer) in [
        (json!({"units": 0, "reason": "counted"}), "/units"),
        (json!({"units": -1, "reason": "received"}), "/units"),
        (json!({"units": 1, "reason": "written_off"}), "/units"),
        (json!({"units": 1_000_000_001, "reason": "received"}), "/units"),
        (json!({"units": 1.5, "reason": "received"}), "/units"),
        (json!({"units": 1, "reason": "sale_settled"}), "/reason"),
        (json!({"units": 1, "reason": "received", "note": "\u{0}"}), "/note"),
        (json!({"units": 1, "reason": "received", "stock": 7}), "/stock"),
    ] {
        let answer = move_units(&office, &office.staff, "kettle", "k", &body).await;
        assert_eq!(pointers(&answer.assert_problem(422, "validation")), [pointer]);
    }
    let good = json!({"units": 1, "reason": "received"});
    move_units(&office, &office.staff, "nothing", "k", &good).await.assert_problem(404, "not_found");
    let keyless = office.shop.post("/api/v1/products/kettle/stock-movements").bearer(&office.staff.token);
    keyless.json(&good).send().await.assert_problem(400, "idempotency_key_missing");
    assert_eq!(stock(&office, "kettle").await, 5);
}

/// Fifty taps on "received" are one delivery; the key belongs to whoever made it.
#[tokio::test(flavor = "multi_thread")]
async fn one_key_is_one_movement() {
    let office = Backoffice::open().await;
    office.made("products", &product("kettle")).await;
    office.made("products", &product("pot")).await;
    let body = json!({"units": 3, "reason": "received"});
    let answers = join_all((0..50).map(|_| move_units(&office, &office.staff, "kettle", "k", &body))).await;
    let first = &answers[0].json["id"];
    assert!(answers.iter().all(|answer| answer.status == 201 && &answer.json["id"] == first));
    let fresh = answers.iter().filter(|answer| answer.field("idempotency-replayed") == "false").count();
    assert_eq!((fresh, stock(&office, "kettle").await), (1, 3));
    let other = json!({"units": 4, "reason": "received"});
    for (product, body) in [("kettle", &other), ("pot", &body)] {
        let answer = move_units(&office, &office.staff, product, "k", body).await;
        answer.assert_problem(422, "idempotency_mismatch");
    }
    let colleague = office.shop.person(Role::Staff).await;
    move_units(&office, &colleague, "kettle", "k", &body).await.assert_status(201);
    assert_eq!((stock(&office, "kettle").await, stock(&office, "pot").await), (6, 0));

    // A refusal is not remembered: once there are units, the same key takes them.
    let less = json!({"units": -7, "reason": "written_off"});
    let refused = move_units(&office, &office.staff, "kettle", "w", &less).await;
    refused.assert_problem(409, "insufficient_stock");
    move_units(&office, &office.staff, "kettle", "r", &other).await.assert_status(201);
    move_units(&office, &office.staff, "kettle", "w", &less).await.assert_status(201);
    assert_eq!(stock(&office, "kettle").await, 3);
    office.shop.audit().await;
}

/// Forty hands take from ten units, and a sale takes its share too: nothing goes below nothing.
#[tokio::test(flavor = "multi_thread")]
async fn stock_is_never_below_nothing() {
    let office = Backoffice::open().await;
    let id = office.made("products", &with(product("kettle"), &json!({"stock": 10}))).await;
    let now = doorbuster_engine::ambient::now();
    let sale = json!({
        "product_id": id, "title": "Kettles", "price": {"amount": 1, "currency": "EUR"}, "allocated": 4,
        "starts_at": now.to_rfc3339(), "ends_at": (now + chrono::TimeDelta::hours(1)).to_rfc3339(),
    });
    let body = json!({"units": -1, "reason": "written_off"});
    let (sold, taken) = futures::join!(
        office.make("sales", &sale),
        join_all(
            (0..40)
                .map(async |n| move_units(&office, &office.staff, "kettle", &format!("k{n}"), &body).await)
        ),
    );
    let gone = i64::try_from(taken.iter().filter(|answer| answer.status == 201).count()).unwrap();
    let refused = taken.iter().filter(|answer| answer.code() == "insufficient_stock").count();
    assert_eq!(refused + usize::try_from(gone).unwrap(), 40);
    let allocated = if sold.status == 201 { 4 } else { 0 };
    assert_eq!(stock(&office, "kettle").await, 10 - gone - allocated);
    assert_eq!(gone, if allocated == 4 { 6 } else { 10 });
    office.shop.audit().await;
}
