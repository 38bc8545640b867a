mod bad_input;
mod check_out;
mod codes;
mod holds;
mod merge_cart;
mod races;
mod refunds;
mod set_cart_item;

use doorbuster_domain::ProductId;
use doorbuster_testkit::{Answer, Person, Request, Shop};
use serde_json::{Value, json};

/// Somebody without an account. The first thing they put into their cart gives them their token.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guest {
    token: String,
}

/// Somebody who shops.
pub(crate) trait Shopper {
    /// The request as theirs.
    fn sign(&self, request: Request) -> Request;
}

impl Shopper for Guest {
    fn sign(&self, request: Request) -> Request {
        if self.token.is_empty() { request } else { request.header("cart-token", &self.token) }
    }
}

impl Shopper for Person {
    fn sign(&self, request: Request) -> Request {
        request.bearer(&self.token)
    }
}

/// A guest with so many units of a product in the cart.
pub(crate) async fn guest_with(shop: &Shop, product: ProductId, quantity: i64) -> Guest {
    let answer = put(shop, &Guest::default(), product, quantity).await.assert_status(200);
    let token = answer.field("cart-token").to_owned();
    assert_eq!(token.len(), 43);
    Guest { token }
}

pub(crate) async fn put(shop: &Shop, who: &impl Shopper, product: ProductId, quantity: i64) -> Answer {
    let request = shop.put(&format!("/api/v1/cart/items/{product}"));
    who.sign(request).json(&json!({"quantity": quantity})).send().await
}

async fn cart(shop: &Shop, who: &impl Shopper) -> Answer {
    who.sign(shop.get("/api/v1/cart")).send().await.assert_status(200)
}

fn address() -> Value {
    json!({"name": "Ada Lovelace", "line1": "12 rue des Halles", "postal_code": "75001", "city": "Paris", "country": "FR"})
}

/// A checkout of a guest, to be sent.
pub(crate) fn checkout_body() -> Value {
    json!({"email": "guest@shop.test", "shipping_address": address(), "shipping_method": "standard"})
}

pub(crate) fn checking_out(shop: &Shop, who: &impl Shopper, body: &Value) -> Request {
    let request = shop.post("/api/v1/cart/checkout").key(&format!("checkout-{}", shop.number()));
    who.sign(request).json(body)
}

pub(crate) async fn check_out(shop: &Shop, who: &impl Shopper) -> Answer {
    checking_out(shop, who, &checkout_body()).send().await
}

pub(crate) async fn pay(shop: &Shop, who: &impl Shopper, order: &str, outcome: &str) -> Answer {
    let request =
        shop.post(&format!("/api/v1/orders/{order}/payment")).key(&format!("pay-{}", shop.number()));
    who.sign(request).json(&json!({"test_outcome": outcome})).send().await
}

pub(crate) async fn cancel(shop: &Shop, who: &impl Shopper, order: &str) -> Answer {
    who.sign(shop.post(&format!("/api/v1/orders/{order}/cancel"))).send().await
}

pub(crate) async fn apply(shop: &Shop, who: &impl Shopper, code: &str) -> Answer {
    who.sign(shop.post("/api/v1/cart/code")).json(&json!({"code": code})).send().await
}

/// Units in a product's stock.
async fn stock(shop: &Shop, product: ProductId) -> i64 {
    let mut owner = shop.sql().await;
    let stock = sqlx::query_scalar("SELECT stock FROM products WHERE id = $1").bind(product.0);
    stock.fetch_one(&mut owner).await.unwrap()
}

/// Lets the time to pay run out for every order.
async fn run_out(shop: &Shop) {
    let mut owner = shop.sql().await;
    sqlx::raw_sql(
        "UPDATE orders SET pay_by = now() - interval '1 second' WHERE status IN ('pending_payment', 'authorized');
         UPDATE checkouts k SET pay_by = o.pay_by FROM orders o WHERE o.id = k.order_id;",
    )
    .execute(&mut owner)
    .await
    .unwrap();
}

/// A code that staff made, in force now.
pub(crate) async fn code(shop: &Shop, changes: &Value) -> Answer {
    let staff = shop.person(doorbuster_domain::identity::Role::Staff).await;
    let mut body = json!({"code": format!("CODE-{}", shop.number()), "title": "A code", "percent": 10,
        "starts_at": "2020-01-01T00:00:00Z", "ends_at": "2029-01-01T00:00:00Z"});
    for (field, value) in changes.as_object().unwrap() {
        body[field] = value.clone();
    }
    shop.post("/api/v1/codes").bearer(&staff.token).json(&body).send().await
}
