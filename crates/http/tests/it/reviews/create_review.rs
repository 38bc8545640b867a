use std::collections::BTreeSet;

use futures::future::join_all;
use serde_json::json;

use super::{Reviewed, review};

#[tokio::test]
async fn whoever_got_it_writes_and_waits_for_the_staff() {
    let shop = Reviewed::open().await;
    let (author, order) = shop.owner().await;
    let own = || shop.shop.get(&format!("{}/own", shop.path())).bearer(&author.token).send();
    let before = own().await.assert_status(200);
    assert_eq!(before.json["items"], json!([]));
    assert_eq!(before.text("/reviewable/0/order_id"), order.to_string());

    let body = json!({"order_id": order, "stars": 4, "title": "  Fine ", "text": " <b>Bold</b> & plain\n"});
    let made = shop.writing(&author, &body).send().await.assert_status(201);
    assert_eq!(made.field("etag"), "\"1\"");
    assert_eq!(made.field("location"), format!("/api/v1/reviews/{}", made.text("/id")));
    assert_eq!((made.text("/title"), made.text("/text")), ("Fine", "<b>Bold</b> & plain"));
    assert_eq!((made.text("/status"), made.text("/order_id")), ("pending", order.to_string().as_str()));
    assert_eq!(shop.shown().await, Vec::<String>::new(), "nobody reads it yet");

    let after = own().await;
    assert_eq!((after.text("/items/0/id"), &after.json["reviewable"]), (made.text("/id"), &json!([])));
    let found = shop.shop.get(made.field("location")).bearer(&author.token).send().await.assert_status(200);
    assert_eq!(found.json, made.json);
    let stranger = shop.shop.customer().await;
    for path in [made.field("location"), "/api/v1/reviews/019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e"] {
        shop.shop.get(path).bearer(&stranger.token).send().await.assert_problem(404, "not_found");
    }
    shop.shop.audit().await;
}

#[tokio::test]
async fn the_same_again_is_the_same_review_and_another_one_is_refused() {
    let shop = Reviewed::open().await;
    let (author, order) = shop.owner().await;
    let first = shop.writing(&author, &review(order, 5, "Good")).send().await.assert_status(201);
    let again = shop.writing(&author, &review(order, 5, " Good ")).send().await.assert_status(201);
    assert_eq!((first.field("idempotency-replayed"), again.field("idempotency-replayed")), ("false", "true"));
    assert_eq!(again.json, first.json);
    for other in [review(order, 4, "Good"), review(order, 5, "Better")] {
        let refused = shop.writing(&author, &other).send().await.assert_problem(409, "already_reviewed");
        assert_eq!(refused.text("/review_id"), first.text("/id"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_reviewed_fifty_times_at_once_has_one_review() {
    let shop = Reviewed::open().await;
    let (author, order) = shop.owner().await;
    let same = join_all((0..50).map(|_| shop.writing(&author, &review(order, 5, "Same")).send())).await;
    assert!(same.iter().all(|answer| answer.status == 201), "{same:?}");
    assert_eq!(same.iter().map(|answer| answer.text("/id")).collect::<BTreeSet<_>>().len(), 1);
    let fresh = same.iter().filter(|answer| answer.field("idempotency-replayed") == "false").count();
    assert_eq!(fresh, 1);

    let (author, order) = shop.owner().await;
    let words = (0..50).map(|n| format!("Number {n}"));
    let each = join_all(words.map(|text| shop.writing(&author, &review(order, 5, &text)).send())).await;
    assert_eq!(each.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(each.iter().filter(|answer| answer.code() == "already_reviewed").count(), 49);
    let mut owner = shop.shop.sql().await;
    let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM reviews").fetch_one(&mut owner).await.unwrap();
    assert_eq!(rows, 2);
    shop.shop.audit().await;
}

#[tokio::test]
async fn only_what_arrived_and_stayed_is_reviewed() {
    let shop = Reviewed::open().await;
    let (buyer, order) = shop.buyer().await;
    let body = review(order, 5, "I imagine it");
    let refused = async || shop.writing(&buyer, &body).send().await.assert_problem(409, "not_delivered");
    let (staff, id) = (&shop.staff, order.to_string());
    refused().await;
    shop.shop.pack(staff, &id).await.assert_status(200);
    refused().await;
    shop.shop.ship(staff, &id, &json!({"carrier": "DHL"})).await.assert_status(201);
    refused().await;
    shop.shop.deliver(staff, &id).await.assert_status(200);
    let other = shop.shop.product(1).await;
    let elsewhere = shop.shop.post(&format!("/api/v1/products/{other}/reviews")).bearer(&buyer.token);
    elsewhere.json(&body).send().await.assert_problem(404, "not_found");
    let (stranger, _) = shop.owner().await;
    shop.writing(&stranger, &body).send().await.assert_problem(404, "not_found");
    shop.shop.post(&shop.path()).json(&body).send().await.assert_problem(401, "unauthenticated");

    // What goes back before it is reviewed is not; a review that there is stays.
    let (returner, returned) = shop.owner().await;
    shop.take_back(returned).await;
    shop.writing(&returner, &review(returned, 1, "No")).send().await.assert_problem(409, "not_delivered");
    shop.writing(&buyer, &body).send().await.assert_status(201);
    shop.take_back(order).await;
    shop.writing(&buyer, &body).send().await.assert_status(201);
}

#[tokio::test]
async fn what_is_wrong_is_named_and_nothing_is_kept() {
    let shop = Reviewed::open().await;
    let (author, order) = shop.owner().await;
    let cases = [
        (json!({"order_id": order, "stars": 0}), "/stars"),
        (json!({"order_id": order, "stars": 6}), "/stars"),
        (json!({"order_id": order, "stars": 256}), "/stars"),
        (json!({"order_id": order, "stars": -1}), "/stars"),
        (json!({"order_id": order, "stars": 4.5}), "/stars"),
        (json!({"order_id": order, "stars": "5"}), "/stars"),
        (json!({"order_id": "x", "stars": 5}), "/order_id"),
        (json!({"order_id": order, "stars": 5, "title": "a\nb"}), "/title"),
        (json!({"order_id": order, "stars": 5, "title": "a".repeat(151)}), "/title"),
        (json!({"order_id": order, "stars": 5, "text": "a\u{0}b"}), "/text"),
        (json!({"order_id": order, "stars": 5, "text": "a\u{1b}[2J"}), "/text"),
        (json!({"order_id": order, "stars": 5, "text": "a".repeat(5_001)}), "/text"),
        (json!({"order_id": order, "stars": 5, "status": "published"}), "/status"),
    ];
    for (body, pointer) in cases {
        let answer = shop.writing(&author, &body).send().await.assert_problem(422, "validation");
        assert_eq!(answer.text("/errors/0/pointer"), pointer, "{body}");
    }
    let huge = json!({"order_id": order, "stars": 5, "text": "a".repeat(100_000)});
    shop.writing(&author, &huge).send().await.assert_problem(413, "body_too_large");
    let longest = json!({"order_id": order, "stars": 5, "title": "ä".repeat(150), "text": "ä".repeat(5_000)});
    shop.writing(&author, &longest).send().await.assert_status(201);
}

/// Such an order is of no sale, and has a line for each product.
#[tokio::test]
async fn each_line_of_a_carts_order_is_reviewed_for_itself() {
    let reviewed = Reviewed::open().await;
    let shop = &reviewed.shop;
    let customer = shop.customer().await;
    let products = [shop.product(5).await, shop.product(5).await];
    for product in products {
        let item = shop.put(&format!("/api/v1/cart/items/{product}")).bearer(&customer.token);
        item.json(&json!({"quantity": 1})).send().await.assert_status(200);
    }
    let address =
        json!({"name": "Ada", "line1": "Street 1", "postal_code": "75001", "city": "Paris", "country": "FR"});
    let checkout =
        json!({"email": customer.email, "shipping_address": address, "shipping_method": "standard"});
    let placed =
        shop.post("/api/v1/cart/checkout").bearer(&customer.token).key("one").json(&checkout).send().await;
    let order = placed.assert_status(201).text("/id").to_owned();
    shop.pay(&customer, &order, "success").await.assert_status(200);
    shop.fulfil(&reviewed.staff, &order).await;
    for product in products {
        let path = format!("/api/v1/products/{product}/reviews");
        let own = shop.get(&format!("{path}/own")).bearer(&customer.token).send().await.assert_status(200);
        assert_eq!(own.text("/reviewable/0/order_id"), order);
        let body = review(order.parse().unwrap(), 4, "Good");
        let made = shop.post(&path).bearer(&customer.token).json(&body).send().await.assert_status(201);
        assert_eq!(made.text("/product_id"), product.to_string());
        let own = shop.get(&format!("{path}/own")).bearer(&customer.token).send().await.assert_status(200);
        assert_eq!((own.text("/items/0/id"), &own.json["reviewable"]), (made.text("/id"), &json!([])));
    }
    shop.audit().await;
}
