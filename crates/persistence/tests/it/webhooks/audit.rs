//! What the audit says when deliveries lie, or are lost.

use doorbuster_domain::identity::Role;
use doorbuster_testkit::{Person, Receiver, Shop};
use serde_json::json;

use crate::broken::{broken, run};

/// A shop whose endpoint was told of an order, placed, paid and paid back.
async fn told() -> (Shop, Person) {
    let shop = Shop::start().await;
    let admin = shop.person(Role::Admin).await;
    let receiver = Receiver::start().await;
    let body = json!({"url": receiver.url(), "events": ["order.placed", "order.paid", "refund.settled"]});
    shop.post("/api/v1/webhooks").bearer(&admin.token).json(&body).send().await.assert_status(201);
    let sale = shop.live_sale(5).await;
    let customer = shop.customer().await;
    let order = shop.paid(&customer, sale, 1).await;
    shop.cancel(&customer, &order).await.assert_status(200);
    receiver.wait_for(3).await;
    // Received, and written down.
    let delivered = "SELECT count(*) FROM webhook_deliveries WHERE status = 'delivered'";
    let mut owner = shop.sql().await;
    while sqlx::query_scalar::<_, i64>(delivered).fetch_one(&mut owner).await.unwrap() < 3 {
        tokio::task::yield_now().await;
    }
    (shop, customer)
}

/// Breaks a shop of its own and returns which checks fire.
async fn after(statement: &'static str) -> Vec<&'static str> {
    let (shop, _) = told().await;
    assert_eq!(broken(&shop).await, Vec::<&str>::new(), "before anything is broken");
    run(&mut shop.sql().await, statement).await;
    broken(&shop).await
}

#[tokio::test]
async fn what_is_called_delivered_was_taken() {
    for statement in [
        "UPDATE webhook_attempts SET status_code = 500, error = 'it answered 500'",
        "UPDATE webhook_attempts SET status_code = NULL, duration_ms = NULL",
        "DELETE FROM webhook_attempts",
        "UPDATE webhook_deliveries SET attempts = attempts + 1",
        "UPDATE webhook_deliveries SET status = 'given_up'",
        "UPDATE webhook_deliveries SET webhook_id = gen_random_uuid()",
        "DELETE FROM webhook_secrets",
    ] {
        assert_eq!(after(statement).await, ["webhooks"], "{statement}");
    }
}

#[tokio::test]
async fn a_lost_event_is_seen() {
    // Who has wanted to know for long enough must know.
    const LONG_AGO: &str = "UPDATE webhooks SET subscribed_at = subscribed_at - interval '5 minutes'";
    let nothing: [&str; 0] = [];
    assert_eq!(after(LONG_AGO).await, nothing);
    for lost in ["order.placed", "order.paid", "refund.settled"] {
        let (shop, _) = told().await;
        let mut owner = shop.sql().await;
        run(&mut owner, LONG_AGO).await;
        sqlx::query("DELETE FROM webhook_deliveries WHERE event_id IN (SELECT id FROM webhook_events WHERE type = $1)")
            .bind(lost)
            .execute(&mut owner)
            .await
            .unwrap();
        assert_eq!(broken(&shop).await, ["webhooks"], "{lost}: an event for nobody");
        run(&mut owner, "DELETE FROM webhook_events e WHERE NOT EXISTS (SELECT FROM webhook_deliveries d WHERE d.event_id = e.id)").await;
        assert_eq!(broken(&shop).await, ["webhooks"], "{lost}");
    }
}
