mod deliveries;
mod endpoints;
mod events;
mod failures;
mod networks;
mod secrets;

use std::time::Duration;

use doorbuster_domain::identity::Role;
use doorbuster_testkit::{Answer, Person, Receiver, Request, Shop};
use serde_json::{Value, json};
use tokio::time::sleep;

/// A shop, somebody who runs it, and somebody who receives what they ask for.
struct Scene {
    shop: Shop,
    admin: Person,
    receiver: Receiver,
}

impl Scene {
    async fn set() -> Self {
        Self::in_shop(Shop::start().await).await
    }

    async fn in_shop(shop: Shop) -> Self {
        let admin = shop.person(Role::Admin).await;
        Self { shop, admin, receiver: Receiver::start().await }
    }

    fn get(&self, path: &str) -> Request {
        self.shop.get(path).bearer(&self.admin.token)
    }

    fn post(&self, path: &str) -> Request {
        self.shop.post(path).bearer(&self.admin.token)
    }

    async fn create(&self, url: &str, events: &[&str]) -> Answer {
        self.post("/api/v1/webhooks").json(&json!({"url": url, "events": events})).send().await
    }

    /// An endpoint that the receiver stands for: its id.
    async fn endpoint(&self, events: &[&str]) -> String {
        let made = self.create(&self.receiver.url(), events).await.assert_status(201);
        made.text("/webhook/id").to_owned()
    }

    /// Changes an endpoint as it is now.
    async fn change(&self, webhook: &str, change: &Value) -> Answer {
        let path = format!("/api/v1/webhooks/{webhook}");
        let seen = self.get(&path).send().await.assert_status(200);
        let patch = self.shop.patch(&path).bearer(&self.admin.token);
        patch.header("if-match", seen.field("etag")).json(change).send().await
    }

    async fn ping(&self, webhook: &str) -> Answer {
        self.post(&format!("/api/v1/webhooks/{webhook}/test")).send().await
    }

    async fn replay(&self, delivery: &str) -> Answer {
        self.post(&format!("/api/v1/webhooks/deliveries/{delivery}/replay")).send().await
    }

    /// The deliveries of an endpoint, newest first.
    async fn deliveries(&self, webhook: &str) -> Vec<Value> {
        let listed = self.get(&format!("/api/v1/webhooks/{webhook}/deliveries")).send().await;
        listed.assert_status(200).json["items"].as_array().unwrap().clone()
    }

    /// Waits until the newest delivery of an endpoint is what `is_so` says.
    async fn newest(&self, webhook: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..600 {
            if let Some(newest) = self.deliveries(webhook).await.first().filter(|newest| is_so(newest)) {
                return newest.clone();
            }
            sleep(Duration::from_millis(50)).await;
        }
        panic!("{:#?}", self.deliveries(webhook).await);
    }

    async fn sql(&self, statement: &'static str) {
        sqlx::query(statement).execute(&mut self.shop.sql().await).await.unwrap();
    }

    async fn count(&self, query: &'static str) -> i64 {
        sqlx::query_scalar(query).fetch_one(&mut self.shop.sql().await).await.unwrap()
    }

    /// An order that somebody paid for: the order, and who.
    async fn paid(&self) -> (String, Person) {
        let sale = self.shop.live_sale(5).await;
        let customer = self.shop.customer().await;
        (self.shop.paid(&customer, sale, 1).await, customer)
    }
}

/// Whether a delivery stands so.
fn stands(status: &'static str) -> impl Fn(&Value) -> bool {
    move |delivery| delivery["status"] == status
}

/// Whether a delivery was sent in vain, and waits for the next time.
fn failed(delivery: &Value) -> bool {
    delivery["attempts"][0]["error"].is_string()
}
