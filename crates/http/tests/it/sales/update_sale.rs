use chrono::{TimeDelta, Utc};
use doorbuster_domain::SaleId;
use doorbuster_domain::identity::Role;
use doorbuster_engine::ambient::{fresh_id, now};
use doorbuster_testkit::{Answer, Person, SaleSpec, Shop};
use futures::future::join_all;
use serde_json::{Value, json};

/// Edits a sale as somebody who has seen `etag`.
async fn edit(shop: &Shop, staff: &Person, sale: SaleId, etag: &str, body: &Value) -> Answer {
    let request = shop.patch(&format!("/api/v1/sales/{sale}")).bearer(&staff.token);
    request.header("if-match", etag).json(body).send().await
}

async fn etag(shop: &Shop, sale: SaleId) -> String {
    shop.get(&format!("/api/v1/sales/{sale}")).send().await.assert_status(200).field("etag").to_owned()
}

/// What the product has outside of its sale.
async fn stock(shop: &Shop) -> i64 {
    let mut owner = shop.sql().await;
    sqlx::query_scalar("SELECT stock FROM products").fetch_one(&mut owner).await.unwrap()
}

#[tokio::test]
async fn staff_change_a_live_sale_without_forgetting_what_was_sold() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Staff).await;
    let sale = shop.sale(SaleSpec { limit: 3, ..SaleSpec::of(10) }).await;
    let [buyer, late] = <[_; 2]>::try_from(shop.customers(2).await).unwrap();
    let order = shop.buy(&buyer, sale, 3).await.assert_status(201);
    // Purchases do not count: who has seen the sale before them may still change it.
    assert_eq!(etag(&shop, sale).await, "\"1\"");

    let ends_at = now() + TimeDelta::hours(3);
    let body = json!({
        "title": "  Longer  ", "price": {"amount": 500, "currency": "EUR"}, "ends_at": ends_at.to_rfc3339(),
        "allocated": 4, "per_customer_limit": 1, "hold_seconds": 60,
    });
    let edited = edit(&shop, &staff, sale, "\"1\"", &body).await.assert_status(200);
    assert_eq!((edited.field("etag"), edited.text("/title")), ("\"2\"", "Longer"));
    assert_eq!((&edited.json["allocated"], &edited.json["remaining"]), (&json!(4), &json!(1)));
    assert_eq!(stock(&shop).await, 6);
    // The board shows it at once.
    let seen = shop.get(&format!("/api/v1/sales/{sale}")).send().await;
    for field in ["title", "price", "ends_at", "allocated", "remaining", "per_customer_limit", "hold_seconds"]
    {
        assert_eq!(seen.json[field], edited.json[field], "{field}");
    }
    assert_eq!(seen.field("etag"), "\"2\"");

    // Whoever bought before keeps what they bought, at the price of then; the next one has the new terms.
    let kept = shop.get(&format!("/api/v1/orders/{}", order.text("/id"))).bearer(&buyer.token).send().await;
    assert_eq!(kept.json["total"]["amount"], 3 * 9_999);
    shop.buy(&late, sale, 2).await.assert_problem(422, "quantity_limit");
    let bought = shop.buy(&late, sale, 1).await.assert_status(201);
    assert_eq!(bought.json["total"]["amount"], 500);
    let held_for = bought.text("/pay_by").parse::<chrono::DateTime<Utc>>().unwrap() - now();
    assert!(held_for <= TimeDelta::seconds(60), "{held_for}");
    shop.audit().await;

    // All units are held now: more of them reopen the sale.
    let more = edit(&shop, &staff, sale, "\"2\"", &json!({"allocated": 6})).await.assert_status(200);
    assert_eq!((more.text("/status"), &more.json["remaining"]), ("live", &json!(2)));
    assert_eq!(stock(&shop).await, 4);
    shop.audit().await;
}

#[tokio::test]
async fn an_edit_takes_no_unit_that_is_not_there() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Admin).await;
    let sale = shop.live_sale(5).await;
    for customer in shop.customers(3).await {
        shop.buy(&customer, sale, 1).await.assert_status(201);
    }
    let below = edit(&shop, &staff, sale, "\"1\"", &json!({"allocated": 2, "title": "Not this"})).await;
    assert_eq!(below.assert_problem(409, "allocation_below_held").json["held"], 3);
    let above = edit(&shop, &staff, sale, "\"1\"", &json!({"allocated": 6, "title": "Nor this"})).await;
    above.assert_problem(409, "insufficient_stock");
    let seen = shop.get(&format!("/api/v1/sales/{sale}")).send().await;
    assert_eq!((seen.text("/title"), seen.field("etag")), ("A sale", "\"1\""));
    assert_eq!((&seen.json["allocated"], stock(&shop).await), (&json!(5), 0));

    let least = edit(&shop, &staff, sale, "\"1\"", &json!({"allocated": 3})).await.assert_status(200);
    assert_eq!((least.text("/status"), stock(&shop).await), ("sold_out", 2));
    let back = edit(&shop, &staff, sale, "\"2\"", &json!({"allocated": 5})).await.assert_status(200);
    assert_eq!((back.text("/status"), stock(&shop).await), ("live", 0));
    shop.audit().await;
}

#[tokio::test]
async fn nobody_overwrites_what_they_have_not_seen() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Staff).await;
    let sale = shop.live_sale(5).await;
    let path = format!("/api/v1/sales/{sale}");
    let body = json!({"title": "New"});
    let bare = shop.patch(&path).bearer(&staff.token).json(&body).send().await;
    bare.assert_problem(428, "precondition_required");
    for stale in ["\"0\"", "\"2\"", "W/\"1\"", "\"one\""] {
        edit(&shop, &staff, sale, stale, &body).await.assert_problem(412, "precondition_failed");
    }
    let wrong = edit(&shop, &staff, sale, "1", &body).await.assert_problem(422, "validation");
    assert_eq!(wrong.text("/errors/0/pointer"), "#If-Match");
    assert_eq!(
        edit(&shop, &staff, sale, "\"7\", \"1\"", &body).await.assert_status(200).field("etag"),
        "\"2\""
    );
    assert_eq!(edit(&shop, &staff, sale, "*", &json!({"title": "Newer"})).await.field("etag"), "\"3\"");
    // What changes nothing counts for nothing.
    for nothing in [json!({}), json!({"title": "Newer", "allocated": 5})] {
        assert_eq!(
            edit(&shop, &staff, sale, "\"3\"", &nothing).await.assert_status(200).field("etag"),
            "\"3\""
        );
    }
    // A pause is a change like any other.
    shop.post(&format!("{path}/pause")).bearer(&staff.token).send().await.assert_status(200);
    edit(&shop, &staff, sale, "\"3\"", &body).await.assert_problem(412, "precondition_failed");
    shop.audit().await;
}

/// The ETag is also right in the middle of a crowd, where batches overtake every read of the board.
#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_edits_at_once_one_wins() {
    let shop = Shop::start().await;
    let other = Shop::builder().beside(&shop).await;
    let staff = shop.person(Role::Staff).await;
    let sale = shop.live_sale(100).await;
    for round in 1..=5 {
        let tag = format!("\"{round}\"");
        let edits = join_all((0..20).map(async |n| {
            let shop = if n % 2 == 0 { &shop } else { &other };
            edit(shop, &staff, sale, &tag, &json!({"title": format!("Edit {round} {n}")})).await
        }))
        .await;
        let won: Vec<&Answer> = edits.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(won.len(), 1);
        assert!(edits.iter().all(|answer| answer.status == 200 || answer.code() == "precondition_failed"));
        assert_eq!(won[0].field("etag"), format!("\"{}\"", round + 1));
    }
    shop.audit().await;
}

#[tokio::test]
async fn what_is_over_is_not_edited() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Staff).await;
    let hour = TimeDelta::hours(1);
    let ended = shop.sale(SaleSpec { starts_in: hour * -2, ends_in: -hour, ..SaleSpec::of(2) }).await;
    let cancelled = shop.live_sale(2).await;
    let path = format!("/api/v1/sales/{cancelled}/cancel");
    let tag = shop.post(&path).bearer(&staff.token).send().await.assert_status(200).field("etag").to_owned();
    for (sale, tag, status) in [(ended, "\"1\"", "ended"), (cancelled, tag.as_str(), "cancelled")] {
        let later = (now() + hour).to_rfc3339();
        let answer = edit(&shop, &staff, sale, tag, &json!({"ends_at": later})).await;
        assert_eq!(answer.assert_problem(409, "sale_over").json["sale_status"], status);
    }
    let nothing = edit(&shop, &staff, SaleId(fresh_id()), "*", &json!({})).await;
    nothing.assert_problem(404, "not_found");
    shop.audit().await;
}

#[tokio::test]
async fn an_edit_obeys_the_rules_of_a_sale() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Staff).await;
    let sale = shop.live_sale(5).await;
    let pointers = async |body: Value| {
        let answer = edit(&shop, &staff, sale, "\"1\"", &body).await.assert_problem(422, "validation");
        let errors = answer.json["errors"].as_array().unwrap().clone();
        errors.iter().map(|error| error["pointer"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let past = (now() - TimeDelta::seconds(1)).to_rfc3339();
    assert_eq!(pointers(json!({"title": " "})).await, ["/title"]);
    assert_eq!(pointers(json!({"title": null})).await, ["/title"]);
    assert_eq!(pointers(json!({"ends_at": past})).await, ["/ends_at"]);
    assert_eq!(pointers(json!({"starts_at": (now() + TimeDelta::days(1)).to_rfc3339()})).await, ["/ends_at"]);
    assert_eq!(pointers(json!({"allocated": 0, "hold_seconds": 9})).await, ["/allocated", "/hold_seconds"]);
    assert_eq!(pointers(json!({"allocated": -1})).await, ["/allocated"]);
    assert_eq!(pointers(json!({"per_customer_limit": 1001})).await, ["/per_customer_limit"]);
    assert_eq!(pointers(json!({"price": {"amount": 1, "currency": "USD"}})).await, ["/price/currency"]);
    assert_eq!(pointers(json!({"price": {"amount": 0, "currency": "EUR"}})).await, ["/price/amount"]);
    assert_eq!(pointers(json!({"remaining": 9})).await, ["/remaining"]);
    assert_eq!(pointers(json!({"product_id": fresh_id()})).await, ["/product_id"]);
    assert_eq!(etag(&shop, sale).await, "\"1\"");
}

/// Moving the end into the present ends the sale for the lane too.
#[tokio::test]
async fn the_times_of_a_running_sale_move() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Staff).await;
    let sale = shop.live_sale(5).await;
    let [first, second] = <[_; 2]>::try_from(shop.customers(2).await).unwrap();
    shop.buy(&first, sale, 1).await.assert_status(201);
    let times = json!({
        "starts_at": (now() + TimeDelta::hours(1)).to_rfc3339(), "ends_at": (now() + TimeDelta::hours(2)).to_rfc3339(),
    });
    let later = edit(&shop, &staff, sale, "\"1\"", &times).await.assert_status(200);
    assert_eq!(later.text("/status"), "scheduled");
    shop.buy(&second, sale, 1).await.assert_problem(409, "sale_not_live");
    let now_again = json!({"starts_at": (now() - TimeDelta::seconds(1)).to_rfc3339()});
    assert_eq!(edit(&shop, &staff, sale, "\"2\"", &now_again).await.text("/status"), "live");
    shop.buy(&second, sale, 1).await.assert_status(201);
    shop.audit().await;
}

/// A role that was taken away counts at once, whatever the token says.
#[tokio::test]
async fn the_role_is_asked_again_in_the_transaction() {
    let shop = Shop::builder().without_tasks().start().await;
    let staff = shop.person(Role::Staff).await;
    let sale = shop.live_sale(5).await;
    let mut owner = shop.sql().await;
    sqlx::query("UPDATE users SET role = 'customer' WHERE id = $1")
        .bind(staff.id.0)
        .execute(&mut owner)
        .await
        .unwrap();
    edit(&shop, &staff, sale, "\"1\"", &json!({"title": "Mine"})).await.assert_problem(403, "forbidden");
    for operation in ["pause", "resume", "cancel"] {
        let path = format!("/api/v1/sales/{sale}/{operation}");
        shop.post(&path).bearer(&staff.token).send().await.assert_problem(403, "forbidden");
    }
    assert_eq!(etag(&shop, sale).await, "\"1\"");
}
