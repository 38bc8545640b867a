mod create_review;
mod list_product_reviews;
mod moderation;
mod rating;
mod update_review;

use doorbuster_domain::identity::Role;
use doorbuster_domain::orders::{Actor, OrderStatus};
use doorbuster_domain::{OrderId, ProductId};
use doorbuster_persistence::orders::{lock, move_to};
use doorbuster_testkit::{Answer, Person, Request, SaleSpec, Shop};
use serde_json::{Value, json};

/// A shop whose customers got something.
struct Reviewed {
    shop: Shop,
    staff: Person,
    product: ProductId,
    sale: doorbuster_domain::SaleId,
}

impl Reviewed {
    async fn open() -> Self {
        let shop = Shop::start().await;
        let staff = shop.person(Role::Staff).await;
        let sale = shop.sale(SaleSpec::of(100)).await;
        let found = shop.get(&format!("/api/v1/sales/{sale}")).send().await.assert_status(200);
        let product = found.text("/product/id").parse().unwrap();
        Self { shop, staff, product, sale }
    }

    /// Somebody who ordered and paid, and their order.
    async fn buyer(&self) -> (Person, OrderId) {
        let customer = self.shop.customer().await;
        let order = self.shop.paid(&customer, self.sale, 1).await;
        (customer, order.parse().unwrap())
    }

    /// Somebody whose order arrived, and their order.
    async fn owner(&self) -> (Person, OrderId) {
        let (customer, order) = self.buyer().await;
        self.shop.fulfil(&self.staff, &order.to_string()).await;
        (customer, order)
    }

    /// Sends an order back.
    async fn take_back(&self, id: OrderId) {
        let mut work = self.shop.engine.database.begin_work().await.unwrap();
        let order = lock(&mut work, id).await.unwrap().unwrap();
        move_to(&mut work, &order, OrderStatus::Returned, None, Actor::Staff, None).await.unwrap();
        work.commit().await.unwrap();
    }

    fn path(&self) -> String {
        format!("/api/v1/products/{}/reviews", self.product)
    }

    fn writing(&self, author: &Person, body: &Value) -> Request {
        self.shop.post(&self.path()).bearer(&author.token).json(body)
    }

    /// A review that its author has written.
    async fn written(&self, stars: u8, text: &str) -> (Person, Answer) {
        let (author, order) = self.owner().await;
        let answer = self.writing(&author, &review(order, stars, text)).send().await.assert_status(201);
        (author, answer)
    }

    /// A review that everybody reads.
    async fn published(&self, stars: u8, text: &str) -> (Person, Answer) {
        let (author, answer) = self.written(stars, text).await;
        (author, self.publish(answer.text("/id"), answer.field("etag")).await.assert_status(200))
    }

    async fn publish(&self, id: &str, etag: &str) -> Answer {
        let request = self.shop.post(&format!("/api/v1/reviews/{id}/publish")).bearer(&self.staff.token);
        request.header("if-match", etag).send().await
    }

    async fn reject(&self, id: &str, etag: &str, reason: &str) -> Answer {
        let request = self.shop.post(&format!("/api/v1/reviews/{id}/reject")).bearer(&self.staff.token);
        request.header("if-match", etag).json(&json!({"reason": reason})).send().await
    }

    async fn edit(&self, author: &Person, id: &str, etag: &str, body: &Value) -> Answer {
        let request = self.shop.patch(&format!("/api/v1/reviews/{id}")).bearer(&author.token);
        request.header("if-match", etag).json(body).send().await
    }

    /// What everybody reads about the product.
    async fn shown(&self) -> Vec<String> {
        let page = self.shop.get(&self.path()).send().await.assert_status(200);
        page.json["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["text"].as_str().unwrap().into())
            .collect()
    }

    /// How the product is rated, on its page and in the list. Asked by staff: what everybody sees may be a second old.
    async fn rating(&self) -> Value {
        let look = |path: String| self.shop.get(&path).bearer(&self.staff.token).send();
        let page = look(format!("/api/v1/products/{}", self.product)).await;
        let list = look("/api/v1/products".to_owned()).await;
        let items = list.json["items"].as_array().unwrap();
        let listed = items.iter().find(|item| item["id"] == page.json["id"]).unwrap();
        assert_eq!(page.json["rating"], listed["rating"]);
        page.json["rating"].clone()
    }
}

fn review(order: OrderId, stars: u8, text: &str) -> Value {
    json!({"order_id": order, "stars": stars, "title": "In short", "text": text})
}
