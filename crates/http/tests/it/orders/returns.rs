use chrono::{DateTime, Utc};
use doorbuster_domain::identity::Role;
use doorbuster_testkit::{Answer, Person, SaleSpec, Shop};
use futures::future::join_all;
use serde_json::{Value, json};

/// A shop with a delivered order of three units out of five, its customer, and somebody of the staff.
async fn delivered(shop: &Shop) -> (doorbuster_domain::SaleId, String, Person, Person) {
    let sale = shop.sale(SaleSpec { limit: 3, ..SaleSpec::of(5) }).await;
    let (customer, staff) = (shop.customer().await, shop.person(Role::Staff).await);
    let order = shop.paid(&customer, sale, 3).await;
    shop.fulfil(&staff, &order).await;
    (sale, order, customer, staff)
}

/// Asks to send units of the only line back.
async fn ask(shop: &Shop, who: &Person, order: &str, quantity: u32) -> Answer {
    let seen = shop.get(&format!("/api/v1/orders/{order}")).bearer(&who.token).send().await;
    let line = json!({"product_id": seen.text("/lines/0/product_id"), "quantity": quantity});
    shop.post(&format!("/api/v1/orders/{order}/returns"))
        .bearer(&who.token)
        .key(&format!("return-{}", shop.number()))
        .json(&json!({"lines": [line], "reason": " Too small "}))
        .send()
        .await
}

async fn act(shop: &Shop, who: &Person, id: &str, what: &str, body: &Value) -> Answer {
    shop.post(&format!("/api/v1/returns/{id}/{what}"))
        .bearer(&who.token)
        .key(&format!("{what}-{}", shop.number()))
        .json(body)
        .send()
        .await
}

#[tokio::test]
async fn something_is_asked_for_approved_received_and_paid_back() {
    let shop = Shop::start().await;
    let (sale, order, customer, staff) = delivered(&shop).await;
    let asked = ask(&shop, &customer, &order, 2).await.assert_status(201);
    assert_eq!(
        (asked.text("/returns/0/status"), asked.text("/returns/0/reason")),
        ("requested", "Too small")
    );
    assert_eq!(asked.json["lines"][0]["returnable"], 1, "two are spoken for");
    let id = asked.text("/returns/0/id").to_owned();
    act(&shop, &staff, &id, "receive", &json!({"restock": true}))
        .await
        .assert_problem(409, "illegal_transition");

    let waiting = shop.get("/api/v1/returns").bearer(&staff.token).send().await.assert_status(200);
    assert_eq!(
        (waiting.text("/items/0/return/id"), waiting.text("/items/0/of/customer/email")),
        (id.as_str(), customer.email.as_str())
    );
    let answer = json!({"answer": "Send it to Lille."});
    let approved = act(&shop, &staff, &id, "approve", &answer).await.assert_status(200);
    assert_eq!(
        (approved.text("/return/status"), approved.text("/staff/email")),
        ("approved", staff.email.as_str())
    );
    let again = act(&shop, &staff, &id, "approve", &answer).await.assert_status(200);
    assert_eq!(approved.json["return"], again.json["return"], "approving twice is approving once");

    let one = json!([{"product_id": asked.text("/lines/0/product_id"), "quantity": 1}]);
    let body = json!({"lines": one, "restock": true, "amount": {"amount": 9_000, "currency": "EUR"}, "answer": "One only, and scratched."});
    let path = format!("/api/v1/returns/{id}/receive");
    let receive = |key: &str| shop.post(&path).bearer(&staff.token).key(key).json(&body);
    let received = receive("a").send().await.assert_status(200);
    assert_eq!(
        (received.text("/return/status"), received.text("/of/order/status")),
        ("received", "delivered")
    );
    assert_eq!(received.json["of"]["order"]["refunds"][0]["amount"]["amount"], 9_000);
    assert_eq!(received.text("/of/order/refunds/0/return_id"), id);
    assert_eq!(shop.remaining(sale).await, 3);
    let replay = receive("a").send().await.assert_status(200);
    assert_eq!(
        (received.field("idempotency-replayed"), replay.field("idempotency-replayed")),
        ("false", "true")
    );
    receive("b").send().await.assert_problem(409, "illegal_transition");
    shop.post(&path)
        .bearer(&staff.token)
        .key("a")
        .json(&json!({"restock": true}))
        .send()
        .await
        .assert_problem(422, "idempotency_mismatch");
    shop.post(&path)
        .bearer(&staff.token)
        .json(&body)
        .send()
        .await
        .assert_problem(400, "idempotency_key_missing");
    shop.audit().await;

    let number = asked.text("/number").to_owned();
    for what in ["was requested", "was approved", "has arrived"] {
        shop.mail(&customer.email, &format!("Your order {number}: a return {what}")).await;
    }
    shop.mail(&customer.email, &format!("Your order {number} was refunded")).await;
}

#[tokio::test]
async fn an_order_of_which_all_came_back_is_returned_also_when_it_is_broken() {
    let shop = Shop::start().await;
    let (sale, order, customer, staff) = delivered(&shop).await;
    for (units, restock, status) in [(1, true, "delivered"), (2, false, "returned")] {
        let asked = ask(&shop, &customer, &order, units).await.assert_status(201);
        let place = asked.json["returns"].as_array().unwrap().len() - 1;
        let id = asked.text(&format!("/returns/{place}/id")).to_owned();
        act(&shop, &staff, &id, "approve", &json!({})).await.assert_status(200);
        // Nothing is owed for what was broken by the customer.
        let amount = if restock { Value::Null } else { json!({"amount": 0, "currency": "EUR"}) };
        let body = json!({"restock": restock, "amount": amount});
        let received = act(&shop, &staff, &id, "receive", &body).await.assert_status(200);
        assert_eq!(received.text("/of/order/status"), status);
        shop.audit().await;
    }
    assert_eq!(shop.remaining(sale).await, 3);
    ask(&shop, &customer, &order, 1).await.assert_problem(409, "not_delivered");
    shop.buy(&customer, sale, 1).await.assert_status(201);
    shop.audit().await;
}

#[tokio::test]
async fn fourteen_days_after_its_arrival_nothing_is_asked_back_any_more() {
    let shop = Shop::start().await;
    let (_, order, customer, staff) = delivered(&shop).await;
    let asked = ask(&shop, &customer, &order, 1).await.assert_status(201);
    let arrived: DateTime<Utc> = asked.text("/shipments/0/delivered_at").parse().unwrap();
    let until: DateTime<Utc> = asked.text("/returnable_until").parse().unwrap();
    assert_eq!((until - arrived).num_hours(), 14 * 24);

    let mut owner = shop.sql().await;
    let mut earlier = async |hours: i32| {
        let shift = "UPDATE order_events SET at = at - make_interval(hours => $2) WHERE order_id = $1::uuid";
        sqlx::query(shift).bind(&order).bind(hours).execute(&mut owner).await.unwrap();
    };
    earlier(14 * 24 - 1).await;
    ask(&shop, &customer, &order, 1).await.assert_status(201);
    earlier(1).await;
    ask(&shop, &customer, &order, 1).await.assert_problem(409, "return_too_late");
    let seen = shop.get(&format!("/api/v1/orders/{order}")).bearer(&customer.token).send().await;
    assert_eq!(seen.json["lines"][0]["returnable"], 0, "nothing is offered that would be refused");
    // What was asked in time goes its way.
    let id = asked.text("/returns/0/id");
    act(&shop, &staff, id, "approve", &json!({})).await.assert_status(200);
    act(&shop, &staff, id, "receive", &json!({"restock": true})).await.assert_status(200);
}

#[tokio::test]
async fn returns_are_rejected_withdrawn_and_then_over() {
    let shop = Shop::start().await;
    let (_, order, customer, staff) = delivered(&shop).await;
    let asked = ask(&shop, &customer, &order, 3).await.assert_status(201);
    ask(&shop, &customer, &order, 1).await.assert_problem(422, "validation");
    let first = asked.text("/returns/0/id").to_owned();
    act(&shop, &staff, &first, "reject", &json!({"answer": " "})).await.assert_problem(422, "validation");
    let rejected =
        act(&shop, &staff, &first, "reject", &json!({"answer": "It was worn."})).await.assert_status(200);
    assert_eq!(
        (rejected.text("/return/status"), rejected.text("/return/answer")),
        ("rejected", "It was worn.")
    );
    act(&shop, &staff, &first, "approve", &json!({})).await.assert_problem(409, "illegal_transition");
    act(&shop, &customer, &first, "withdraw", &json!({})).await.assert_problem(409, "illegal_transition");

    let asked = ask(&shop, &customer, &order, 3).await.assert_status(201);
    let second = asked.text("/returns/1/id").to_owned();
    act(&shop, &staff, &second, "approve", &json!({})).await.assert_status(200);
    let withdrawn = act(&shop, &customer, &second, "withdraw", &json!({})).await.assert_status(200);
    assert_eq!(
        (withdrawn.text("/returns/1/status"), withdrawn.text("/returns/0/answer")),
        ("withdrawn", "It was worn.")
    );
    act(&shop, &customer, &second, "withdraw", &json!({})).await.assert_status(200);
    act(&shop, &staff, &second, "receive", &json!({"restock": true}))
        .await
        .assert_problem(409, "illegal_transition");
    let listed =
        shop.get("/api/v1/returns?status=rejected").bearer(&staff.token).send().await.assert_status(200);
    assert_eq!(listed.text("/items/0/return/id"), first);
    shop.get("/api/v1/returns?status=lost")
        .bearer(&staff.token)
        .send()
        .await
        .assert_problem(422, "validation");
    shop.audit().await;
}

#[tokio::test]
async fn only_who_has_it_can_send_it_back() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(2).await;
    let [customer, stranger] = <[_; 2]>::try_from(shop.customers(2).await).unwrap();
    let staff = shop.person(Role::Staff).await;
    let order = shop.paid(&customer, sale, 1).await;
    ask(&shop, &customer, &order, 1).await.assert_problem(409, "not_delivered");
    shop.fulfil(&staff, &order).await;
    ask(&shop, &customer, &order, 2).await.assert_problem(422, "validation");
    let asked = ask(&shop, &customer, &order, 1).await.assert_status(201);
    let id = asked.text("/returns/0/id");
    act(&shop, &stranger, id, "withdraw", &json!({})).await.assert_problem(404, "not_found");
    act(&shop, &customer, id, "approve", &json!({})).await.assert_problem(403, "forbidden");
    let path = format!("/api/v1/orders/{order}/returns");
    let body =
        json!({"lines": [{"product_id": asked.text("/lines/0/product_id"), "quantity": 1}], "reason": "x"});
    shop.post(&path)
        .bearer(&stranger.token)
        .key("k")
        .json(&body)
        .send()
        .await
        .assert_problem(404, "not_found");
    shop.post(&path)
        .bearer(&customer.token)
        .json(&body)
        .send()
        .await
        .assert_problem(400, "idempotency_key_missing");
    for wrong in [json!({"lines": [], "reason": "x"}), json!({"lines": body["lines"], "reason": " "})] {
        shop.post(&path)
            .bearer(&customer.token)
            .key("w")
            .json(&wrong)
            .send()
            .await
            .assert_problem(422, "validation");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_units_are_not_sent_back_twice() {
    let shop = Shop::start().await;
    let (sale, order, customer, staff) = delivered(&shop).await;
    let asked = join_all((0..8).map(|_| ask(&shop, &customer, &order, 1))).await;
    assert_eq!(asked.iter().filter(|answer| answer.status == 201).count(), 3);
    let mut ids = Vec::new();
    for known in
        shop.get("/api/v1/returns").bearer(&staff.token).send().await.json["items"].as_array().unwrap()
    {
        let id = known["return"]["id"].as_str().unwrap().to_owned();
        act(&shop, &staff, &id, "approve", &json!({})).await.assert_status(200);
        ids.push(id);
    }
    // Each twice, beside a refund of everything.
    let restock = json!({"restock": true});
    let receiving = ids.iter().chain(&ids).map(|id| act(&shop, &staff, id, "receive", &restock));
    let all = json!({"restock": true, "reason": "All of it"});
    let (received, refunded) = futures::join!(join_all(receiving), shop.refund(&staff, &order, &all));
    assert!(received.iter().chain([&refunded]).all(|answer| answer.status.as_u16() < 500));
    assert!(received.iter().any(|answer| answer.status == 200) || refunded.status == 201);
    let seen = shop.get(&format!("/api/v1/orders/{order}")).bearer(&customer.token).send().await;
    assert_eq!((seen.text("/status"), seen.text("/payment/status")), ("returned", "refunded"));
    assert_eq!(shop.remaining(sale).await, 5);
    shop.audit().await;
}
