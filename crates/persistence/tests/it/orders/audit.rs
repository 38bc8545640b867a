//! What an order promises of its lines, its moves, its parcels and its returns fires when the data is broken by hand.

use doorbuster_domain::identity::Role;
use serde_json::json;

use crate::broken::{after, broken, lived_in, run};

#[tokio::test]
async fn a_wrong_total_is_seen() {
    let fired =
        after(&["UPDATE orders SET total_minor = total_minor - 1 WHERE status = 'pending_payment'"]).await;
    assert_eq!(fired, ["order_totals"]);
}

#[tokio::test]
async fn a_line_that_does_not_add_up_is_seen() {
    let fired = after(&["UPDATE order_lines SET unit_minor = unit_minor + 1"]).await;
    assert_eq!(fired, ["order_totals"]);
}

#[tokio::test]
async fn an_order_without_lines_is_seen() {
    assert_eq!(after(&["DELETE FROM order_lines"]).await, ["order_totals", "sale_journals", "refunds"]);
}

#[tokio::test]
async fn an_illegal_move_is_seen() {
    let fired = after(&["DELETE FROM order_events WHERE status = 'authorized'"]).await;
    assert_eq!(fired, ["order_timelines"]);
}

#[tokio::test]
async fn a_state_without_its_move_is_seen() {
    let fired = after(&["UPDATE orders SET status = 'shipped' WHERE status = 'paid'"]).await;
    assert_eq!(fired, ["order_timelines", "fulfilments"]);
}

/// Broken and mended again, one after the other.
#[tokio::test]
async fn a_parcel_or_a_list_that_lies_is_seen() {
    let (shop, customer) = lived_in().await;
    let staff = shop.person(Role::Staff).await;
    let orders = shop.get("/api/v1/orders").bearer(&customer.token).send().await;
    shop.fulfil(&staff, orders.text("/items/0/id")).await;
    let mut owner = shop.sql().await;
    assert_eq!(broken(&shop).await, Vec::<&str>::new());
    for (lie, truth) in [
        (
            "UPDATE shipment_lines SET quantity = quantity + 1",
            "UPDATE shipment_lines SET quantity = quantity - 1",
        ),
        (
            "UPDATE shipment_lines SET quantity = quantity - 1",
            "UPDATE shipment_lines SET quantity = quantity + 1",
        ),
        ("UPDATE shipments SET delivered_at = NULL", "UPDATE shipments SET delivered_at = now()"),
        (
            "UPDATE fulfilments SET status = 'packed' WHERE status = 'cancelled'",
            "UPDATE fulfilments SET status = 'cancelled' WHERE status = 'packed'",
        ),
        (
            "DELETE FROM fulfilments WHERE status = 'cancelled'",
            "INSERT INTO fulfilments SELECT id, status, now() FROM orders WHERE status = 'cancelled'",
        ),
    ] {
        run(&mut owner, lie).await;
        assert_eq!(broken(&shop).await, ["fulfilments"], "{lie}");
        run(&mut owner, truth).await;
    }
    assert_eq!(broken(&shop).await, Vec::<&str>::new());
}

/// Broken and mended again, one after the other.
#[tokio::test]
async fn returns_that_do_not_add_up_are_seen() {
    let (shop, customer) = lived_in().await;
    let staff = shop.person(Role::Staff).await;
    let orders = shop.get("/api/v1/orders").bearer(&customer.token).send().await;
    let (order, product) = (orders.text("/items/0/id"), orders.text("/items/0/lines/0/product_id"));
    shop.fulfil(&staff, order).await;
    let body = json!({"lines": [{"product_id": product, "quantity": 1}], "reason": "Broken"});
    let path = format!("/api/v1/orders/{order}/returns");
    let mut last = String::new();
    for key in ["a", "b"] {
        let asked =
            shop.post(&path).bearer(&customer.token).key(key).json(&body).send().await.assert_status(201);
        let known = asked.json["returns"].as_array().unwrap().last().unwrap()["id"].as_str().unwrap();
        last = format!("/api/v1/returns/{known}");
    }
    let act = |what: &str, body| {
        shop.post(&format!("{last}/{what}")).bearer(&staff.token).key("c").json(&body).send()
    };
    act("approve", json!({})).await.assert_status(200);
    act("receive", json!({"restock": true})).await.assert_status(200);
    let mut owner = shop.sql().await;
    assert_eq!(broken(&shop).await, Vec::<&str>::new());
    for (lie, truth) in [
        (
            "UPDATE return_lines l SET quantity = 3 FROM returns r WHERE r.id = l.return_id AND r.status = 'requested'",
            "UPDATE return_lines SET quantity = 1",
        ),
        (
            "UPDATE returns SET status = 'rejected', answer = 'no' WHERE status = 'received'",
            "UPDATE returns SET status = 'received', answer = NULL WHERE status = 'rejected'",
        ),
        (
            "UPDATE refunds SET return_id = (SELECT id FROM returns WHERE status = 'requested') WHERE return_id IS NOT NULL",
            "UPDATE refunds SET return_id = (SELECT id FROM returns WHERE status = 'received') WHERE return_id IS NOT NULL",
        ),
        (
            "UPDATE returns SET order_id = (SELECT id FROM orders WHERE status = 'cancelled') WHERE status = 'received'",
            "UPDATE returns SET order_id = (SELECT id FROM orders WHERE status = 'delivered') WHERE status = 'received'",
        ),
        (
            "UPDATE return_lines l SET product_id = gen_random_uuid() FROM returns r
             WHERE r.id = l.return_id AND r.status = 'received'",
            "UPDATE return_lines l SET product_id = s.product_id FROM sales s",
        ),
    ] {
        run(&mut owner, lie).await;
        assert_eq!(broken(&shop).await, ["returns"], "{lie}");
        run(&mut owner, truth).await;
        assert_eq!(broken(&shop).await, Vec::<&str>::new(), "{truth}");
    }
    // An order that is not returned although all of it came back: one more unit is in the house than the order says.
    run(&mut owner, "UPDATE refund_lines l SET quantity = 2 FROM refunds r WHERE r.id = l.refund_id AND r.return_id IS NOT NULL").await;
    assert!(broken(&shop).await.contains(&"returns"));
}
