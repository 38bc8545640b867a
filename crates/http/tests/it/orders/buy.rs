use chrono::TimeDelta;
use doorbuster_domain::SaleId;
use doorbuster_engine::ambient::fresh_id;
use doorbuster_testkit::{SaleSpec, Shop};
use serde_json::{Value, json};

#[tokio::test]
async fn a_purchase_is_an_order_with_its_line_price_and_deadline() {
    let shop = Shop::start().await;
    let sale = shop.sale(SaleSpec { limit: 3, ..SaleSpec::of(10) }).await;
    let customer = shop.customer().await;
    let answer = shop.buy(&customer, sale, 2).await.assert_status(201);
    assert_eq!(answer.text("/status"), "pending_payment");
    assert_eq!(answer.text("/sale_id"), sale.to_string());
    assert_eq!(answer.json["total"], json!({"amount": 19_998, "currency": "EUR"}));
    assert_eq!(answer.json["lines"][0]["quantity"], 2);
    assert_eq!(answer.json["lines"][0]["unit_price"], json!({"amount": 9_999, "currency": "EUR"}));
    assert_eq!(answer.json["lines"][0]["name"], "Thing");
    assert_eq!(answer.json["timeline"].as_array().map(Vec::len), Some(1));
    assert_eq!(answer.text("/number").len(), 14);
    assert_eq!(shop.remaining(sale).await, 8);

    // What the answer said is what is stored.
    let read = shop.get(answer.field("location")).bearer(&customer.token).send().await.assert_status(200);
    let without_time = |mut order: Value| {
        order["server_time"] = Value::Null;
        order
    };
    assert_eq!(without_time(read.json), without_time(answer.json));
    shop.audit().await;
}

#[tokio::test]
async fn every_rule_of_a_sale_has_its_own_answer() {
    let shop = Shop::start().await;
    let customer = shop.customer().await;
    let hour = TimeDelta::hours(1);
    let scheduled = shop.sale(SaleSpec { starts_in: hour, ends_in: hour * 2, ..SaleSpec::of(1) }).await;
    let answer = shop.buy(&customer, scheduled, 1).await.assert_problem(409, "sale_not_live");
    assert_eq!(answer.text("/sale_status"), "scheduled");
    let ended = shop.sale(SaleSpec { starts_in: hour * -2, ends_in: hour * -1, ..SaleSpec::of(1) }).await;
    let answer = shop.buy(&customer, ended, 1).await.assert_problem(409, "sale_not_live");
    assert_eq!(answer.text("/sale_status"), "ended");

    let sale = shop.sale(SaleSpec { limit: 3, ..SaleSpec::of(4) }).await;
    let answer = shop.buy(&customer, sale, 4).await.assert_problem(422, "quantity_limit");
    assert_eq!(answer.json["limit"], 3);
    let order = shop.buy(&customer, sale, 3).await.assert_status(201).text("/id").to_owned();
    let answer = shop.buy(&customer, sale, 1).await.assert_problem(409, "already_purchased");
    assert_eq!(answer.text("/order_id"), order);

    // More than remains is refused, a later smaller wish may win, and then nothing remains.
    let [late, later, last] = <[_; 3]>::try_from(shop.customers(3).await).unwrap();
    let answer = shop.buy(&late, sale, 2).await.assert_problem(409, "insufficient_units");
    assert_eq!(answer.json["remaining"], 1);
    shop.buy(&later, sale, 1).await.assert_status(201);
    shop.buy(&last, sale, 1).await.assert_problem(409, "sold_out");
    // A customer with an order learns of it also when the board could refuse.
    let code = shop.buying(&customer, sale, 1).key("another").send().await;
    code.assert_problem(409, "already_purchased");

    let nowhere = SaleId(fresh_id());
    shop.buy(&customer, nowhere, 1).await.assert_problem(404, "sale_not_found");
    shop.audit().await;
}

#[tokio::test]
async fn bad_bodies_are_refused_with_the_place_of_the_mistake() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(5).await;
    let customer = shop.customer().await;
    let send = async |body: String| {
        shop.post("/api/v1/orders")
            .bearer(&customer.token)
            .header("content-type", "application/json")
            .raw(body)
            .send()
            .await
    };
    for quantity in
        ["0", "-1", "1.5", "9223372036854775808", "1001", "4294967296", "null", "\"1\"", "[]", "true"]
    {
        let answer = send(format!(r#"{{"sale_id": "{sale}", "quantity": {quantity}}}"#)).await;
        let answer = answer.assert_problem(422, "validation");
        assert_eq!(answer.text("/errors/0/pointer"), "/quantity", "{quantity}");
    }
    let answer = send(format!(r#"{{"sale_id": "{sale}", "quantity": 1, "price": 1}}"#)).await;
    assert_eq!(answer.assert_problem(422, "validation").text("/errors/0/pointer"), "/price");
    let answer = send(r#"{"sale_id": "no-uuid", "quantity": 1}"#.to_owned()).await;
    assert_eq!(answer.assert_problem(422, "validation").text("/errors/0/pointer"), "/sale_id");
    send(format!(r#"{{"sale_id": "{sale}"}}"#)).await.assert_problem(422, "validation");
    for body in ["", "{", "quantity=1", "\u{feff}{}"] {
        send(body.to_owned()).await.assert_problem(400, "malformed_json");
    }
    send(" ".repeat(10 * 1024 * 1024)).await.assert_problem(413, "body_too_large");

    let body = json!({"sale_id": sale, "quantity": 1}).to_string();
    let plain = shop.post("/api/v1/orders").bearer(&customer.token).raw(body.clone()).send().await;
    plain.assert_problem(415, "unsupported_media_type");
    let form = shop.post("/api/v1/orders").bearer(&customer.token);
    let form = form.header("content-type", "application/x-www-form-urlencoded").raw(body).send().await;
    form.assert_problem(415, "unsupported_media_type");
    for key in ["", "a b", &"k".repeat(256)] {
        let answer = shop.buying(&customer, sale, 1).key(key).send().await.assert_problem(422, "validation");
        assert_eq!(answer.text("/errors/0/pointer"), "#Idempotency-Key");
    }
    assert_eq!(shop.remaining(sale).await, 5, "nothing was bought by mistake");
}

#[tokio::test]
async fn purchases_are_limited_per_user() {
    let limits = "purchase=3/60s".parse().unwrap();
    let shop = Shop::builder().rate_limits(limits).start().await;
    let sale = shop.live_sale(5).await;
    let customer = shop.customer().await;
    let first = shop.buy(&customer, sale, 1).await.assert_status(201);
    assert_eq!(first.field("ratelimit-policy"), "\"purchase\";q=3;w=60");
    assert!(first.field("ratelimit").starts_with("\"purchase\";r=2;"), "{}", first.field("ratelimit"));
    for _ in 0..2 {
        shop.buy(&customer, sale, 1).await.assert_problem(409, "already_purchased");
    }
    let refused = shop.buy(&customer, sale, 1).await.assert_problem(429, "rate_limited");
    let wait: u64 = refused.field("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait));
    assert_eq!(refused.json["retry_after"], wait);
    let somebody = shop.customer().await;
    shop.buy(&somebody, sale, 1).await.assert_status(201);
}
