use doorbuster_domain::identity::Role;
use doorbuster_testkit::{Answer, Person, SaleSpec, Shop};
use futures::future::{join, join_all};
use serde_json::{Value, json};

/// A shop with a paid order of three units, its customer, and somebody of the staff.
async fn three_units() -> (Shop, String, Person, Person) {
    let shop = Shop::start().await;
    let sale = shop.sale(SaleSpec { limit: 3, ..SaleSpec::of(3) }).await;
    let (customer, staff) = (shop.customer().await, shop.person(Role::Staff).await);
    let order = shop.paid(&customer, sale, 3).await;
    (shop, order, customer, staff)
}

fn product(answer: &Answer) -> Value {
    answer.json.pointer("/order/lines/0/product_id").unwrap().clone()
}

#[tokio::test]
async fn an_order_is_packed_shipped_in_parcels_and_delivered() {
    let (shop, order, customer, staff) = three_units().await;
    shop.mail(&customer.email, "Your order").await;
    shop.ship(&staff, &order, &json!({"carrier": "DHL"})).await.assert_problem(409, "illegal_transition");
    let packed = shop.pack(&staff, &order).await.assert_status(200);
    let again = shop.pack(&staff, &order).await.assert_status(200);
    assert_eq!(packed.json["moves"], again.json["moves"], "packing twice is packing once");
    assert_eq!(packed.text("/moves/3/by/email"), staff.email);
    assert_eq!(packed.text("/moves/0/by/email"), customer.email);
    shop.deliver(&staff, &order).await.assert_problem(409, "illegal_transition");

    let line = json!({"product_id": product(&packed), "quantity": 1});
    let parcel = json!({"carrier": " DHL ", "tracking_number": "0034", "lines": [line]});
    let first = shop.ship(&staff, &order, &parcel).await.assert_status(201);
    assert_eq!((first.text("/order/status"), first.text("/order/shipments/0/carrier")), ("packed", "DHL"));
    let three = json!({"product_id": product(&packed), "quantity": 3});
    let too_much = shop.ship(&staff, &order, &json!({"carrier": "DHL", "lines": [three]})).await;
    let too_much = too_much.assert_problem(422, "validation");
    assert_eq!(too_much.text("/errors/0/pointer"), "/lines/0/quantity");
    let rest = shop.ship(&staff, &order, &json!({"carrier": "Post"})).await.assert_status(201);
    assert_eq!(rest.text("/order/status"), "shipped");
    assert_eq!(rest.json.pointer("/order/shipments/1/lines/0/quantity"), Some(&json!(2)));
    for parcel in 0..2 {
        let sender = |name: &str| rest.text(&format!("/senders/{parcel}/{name}"));
        assert_eq!(sender("shipment_id"), rest.text(&format!("/order/shipments/{parcel}/id")));
        assert_eq!(sender("by/email"), staff.email);
    }
    shop.ship(&staff, &order, &json!({"carrier": "DHL"})).await.assert_problem(409, "illegal_transition");

    shop.deliver(&staff, &order).await.assert_status(200);
    let delivered = shop.deliver(&staff, &order).await.assert_status(200);
    assert_eq!(delivered.text("/order/status"), "delivered");
    assert!(delivered.json.pointer("/order/shipments/0/delivered_at").unwrap().is_string());
    shop.pack(&staff, &order).await.assert_problem(409, "illegal_transition");

    let seen = shop.get(&format!("/api/v1/orders/{order}")).bearer(&customer.token).send().await;
    assert_eq!(seen.text("/shipments/0/tracking_number"), "0034");
    assert!(!seen.json.to_string().contains(&staff.email), "the customer learns who packed it");
    let number = seen.text("/number").to_owned();
    for what in ["is paid", "is on its way", "was delivered"] {
        let mail = shop.mail(&customer.email, &format!("Your order {number} {what}")).await;
        assert!(mail.text.contains(&format!("/orders/{order}")), "{}", mail.text);
    }
    let mails = shop.mails().await;
    assert!(mails.iter().any(|mail| mail.text.contains("Tracking number  0034")), "{mails:?}");
    shop.audit().await;
}

#[tokio::test]
async fn parcels_arrive_one_by_one_and_the_order_with_the_last() {
    let (shop, order, customer, staff) = three_units().await;
    let packed = shop.pack(&staff, &order).await.assert_status(200);
    let one = json!({"carrier": "DHL", "lines": [{"product_id": product(&packed), "quantity": 1}]});
    let arrived = async |parcel: &str| {
        let path = format!("/api/v1/orders/{order}/shipments/{parcel}/deliver");
        shop.post(&path).bearer(&staff.token).send().await
    };
    let first = shop.ship(&staff, &order, &one).await.assert_status(201);
    let first = first.text("/order/shipments/0/id").to_owned();
    let seen = arrived(&first).await.assert_status(200);
    assert_eq!(seen.text("/order/status"), "packed", "two units have not left");
    let at = seen.text("/order/shipments/0/delivered_at").to_owned();

    let second = shop.ship(&staff, &order, &one).await.assert_status(201);
    let second = second.text("/order/shipments/1/id").to_owned();
    let third = shop.ship(&staff, &order, &one).await.assert_status(201);
    let third = third.text("/order/shipments/2/id").to_owned();
    assert_eq!(arrived(&third).await.assert_status(200).text("/order/status"), "shipped");
    let (last, again) = join(arrived(&second), arrived(&second)).await;
    for answer in [last, again] {
        assert_eq!(answer.assert_status(200).text("/order/status"), "delivered");
    }
    let seen = arrived(&first).await.assert_status(200);
    assert_eq!(seen.text("/order/shipments/0/delivered_at"), at, "it arrived once");
    let moves = seen.json["moves"].as_array().unwrap();
    assert_eq!(moves.iter().filter(|entry| entry["status"] == "delivered").count(), 1);

    let (_, elsewhere, ..) = three_units().await;
    let path = format!("/api/v1/orders/{elsewhere}/shipments/{first}/deliver");
    shop.post(&path).bearer(&staff.token).send().await.assert_problem(404, "not_found");
    let path = format!("/api/v1/orders/{order}/shipments/{order}/deliver");
    shop.post(&path).bearer(&staff.token).send().await.assert_problem(404, "not_found");
    shop.mail(&customer.email, &format!("Your order {} was delivered", seen.text("/order/number"))).await;
    shop.audit().await;
}

#[tokio::test]
async fn the_key_of_a_parcel_is_required_and_remembered() {
    let (shop, order, _, staff) = three_units().await;
    shop.pack(&staff, &order).await.assert_status(200);
    let path = format!("/api/v1/orders/{order}/shipments");
    let ship = |carrier: &str| shop.post(&path).bearer(&staff.token).json(&json!({"carrier": carrier}));
    ship("DHL").send().await.assert_problem(400, "idempotency_key_missing");
    let first = ship("DHL").key("a").send().await.assert_status(201);
    assert_eq!(first.field("idempotency-replayed"), "false");
    let replay = ship("DHL").key("a").send().await.assert_status(201);
    assert_eq!(replay.field("idempotency-replayed"), "true");
    assert_eq!(replay.json.pointer("/order/shipments/1"), None);
    ship("Post").key("a").send().await.assert_problem(422, "idempotency_mismatch");
    ship("").key("b").send().await.assert_problem(422, "validation");
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_parcels_at_once_carry_three_units() {
    let (shop, order, _, staff) = three_units().await;
    let packed = shop.pack(&staff, &order).await.assert_status(200);
    let parcel = json!({"carrier": "DHL", "lines": [{"product_id": product(&packed), "quantity": 1}]});
    let answers = join_all((0..20).map(|_| shop.ship(&staff, &order, &parcel))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 3);
    let last = shop.get(&format!("/api/v1/admin/orders/{order}")).bearer(&staff.token).send().await;
    assert_eq!(last.text("/order/status"), "shipped");
    shop.audit().await;
}

/// Whoever comes first: a box is not packed for somebody who called it off, and not called off once it is packed.
#[tokio::test(flavor = "multi_thread")]
async fn of_packing_and_cancelling_one_wins() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(12).await;
    let staff = shop.person(Role::Staff).await;
    let races = shop.customers(12).await.into_iter().map(|customer| async {
        let customer = customer;
        let order = shop.paid(&customer, sale, 1).await;
        let (packed, cancelled) = join(shop.pack(&staff, &order), shop.cancel(&customer, &order)).await;
        assert_ne!(packed.status == 200, cancelled.status == 200, "{} {}", packed.json, cancelled.json);
    });
    join_all(races).await;
    shop.audit().await;
}

#[tokio::test]
async fn many_are_packed_at_once_each_for_itself() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(3).await;
    let staff = shop.person(Role::Staff).await;
    let customers = shop.customers(3).await;
    let mut orders = Vec::new();
    for customer in &customers {
        orders.push(shop.paid(customer, sale, 1).await);
    }
    shop.pack(&staff, &orders[1]).await.assert_status(200);
    shop.cancel(&customers[2], &orders[2]).await.assert_status(200);
    let unknown = "019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e".to_owned();
    let ids: Vec<&String> = orders.iter().chain([&unknown]).collect();
    let pack = |ids: Value| {
        shop.post("/api/v1/admin/orders/pack").bearer(&staff.token).json(&json!({"order_ids": ids}))
    };
    let answer = pack(json!(ids)).send().await.assert_status(200);
    let outcomes: Vec<&Value> =
        answer.json["items"].as_array().unwrap().iter().map(|item| &item["outcome"]).collect();
    assert_eq!(outcomes, ["packed", "repeated", "illegal_transition", "not_found"]);
    pack(json!([])).send().await.assert_problem(422, "validation");
    pack(json!(vec![&unknown; 101])).send().await.assert_problem(422, "validation");
    shop.audit().await;
}

#[tokio::test]
async fn notes_are_for_the_staff() {
    let (shop, order, customer, staff) = three_units().await;
    let path = format!("/api/v1/orders/{order}/notes");
    let note = |text: &str| shop.post(&path).bearer(&staff.token).json(&json!({"text": text}));
    let noted = note("  Ring twice  ").send().await.assert_status(201);
    assert_eq!(
        (noted.text("/notes/0/text"), noted.text("/notes/0/by/email")),
        ("Ring twice", staff.email.as_str())
    );
    note("  ").send().await.assert_problem(422, "validation");
    let seen = shop.get(&format!("/api/v1/orders/{order}")).bearer(&customer.token).send().await;
    assert!(!seen.json.to_string().contains("Ring twice"));
}
