//! What the shop is measured against is slow, not wrong, or does less, and then exactly as much less as it says: a
//! comparison with something broken would be worth nothing.

use std::collections::HashSet;

use axum::Router;
use doorbuster_persistence::Database;
use doorbuster_server::embedded::{APPLICATION, Embedded, Settings};
use doorbuster_server::listener::serve_until;
use doorbuster_stampede::ambient;
use doorbuster_stampede::baselines::naive::{self, Naive, TokenCheck};
use doorbuster_stampede::baselines::one_call::{self, OneCall};
use doorbuster_stampede::baselines::{bare, no_database};
use doorbuster_stampede::client::Connection;
use doorbuster_stampede::client::Target;
use doorbuster_stampede::client::request::plain;
use doorbuster_stampede::load::{Load, Pace, Tally, run};
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::json;
use sqlx::postgres::{PgPool, PgPoolOptions};
use tempfile::TempDir;
use tokio::net::TcpListener;
use uuid::Uuid;

use super::purchases;

const SECRET: &str = "a secret for tests that is long enough";

/// The two that use the database.
#[derive(Clone, Copy)]
enum Design {
    Naive,
    OneCall,
}

/// A migrated database with one product, and a server on it.
struct Exhibit {
    pool: PgPool,
    target: Target,
    product: Uuid,
    embedded: Embedded,
    _folder: TempDir,
}

async fn serve(router: Router) -> Target {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = Target::of(listener.local_addr().unwrap());
    tokio::spawn(serve_until(listener, router, std::future::pending()));
    target
}

impl Exhibit {
    async fn open(design: Design) -> Self {
        let folder = TempDir::new().unwrap();
        let settings = Settings::new(folder.path().join("data")).disposable();
        let embedded = Embedded::start(settings).await.unwrap();
        doorbuster_persistence::platform::migrate(&embedded.owner(), APPLICATION).await.unwrap();
        // As the application: what the naive design does must be allowed to the shop.
        let pool = PgPoolOptions::new().connect_with(embedded.application()).await.unwrap();
        let product = ambient::id();
        sqlx::query(
            "INSERT INTO products (id, slug, name, price_minor, currency, status)
             VALUES ($1, 'thing', 'Thing', 9999, 'EUR', 'published')",
        )
        .bind(product)
        .execute(&pool)
        .await
        .unwrap();
        let tokens = TokenCheck::new(SECRET);
        let router = match design {
            Design::Naive => naive::router(Naive { pool: pool.clone(), tokens }),
            Design::OneCall => {
                let database = Database::new(embedded.application(), 1);
                one_call::router(OneCall::connect(&database, tokens).await.unwrap())
            }
        };
        let target = serve(router).await;
        Self { pool, target, product, embedded, _folder: folder }
    }

    async fn sale(&self, units: i64, ends_in: &str) -> Uuid {
        let sale = ambient::id();
        sqlx::query(
            "WITH opened AS (
                 INSERT INTO sales (id, product_id, title, price_minor, currency, starts_at, ends_at, allocated,
                     remaining, per_customer_limit, hold_seconds, seq)
                 VALUES ($1, $2, 'Sale', 4999, 'EUR', now() - interval '1 hour', now() + $4::interval, $3, $3, 2, 600, 1)
                 RETURNING id, allocated
             )
             INSERT INTO sale_ledger (sale_id, seq, kind, units, allocated)
             SELECT id, 1, 'opened', allocated, allocated FROM opened",
        )
        .bind(sale)
        .bind(self.product)
        .bind(units)
        .bind(ends_in)
        .execute(&self.pool)
        .await
        .unwrap();
        sale
    }

    async fn buy(&self, load: Load) -> Tally {
        let pace = Pace::Closed { at_most: None };
        tokio::task::spawn_blocking(move || run(&load, pace)).await.unwrap().unwrap()
    }

    /// Asks a question whose answer must be yes.
    async fn holds(&self, sql: &'static str, sale: Uuid) {
        let yes: bool = sqlx::query_scalar(sql).bind(sale).fetch_one(&self.pool).await.unwrap();
        assert!(yes, "{sql}");
    }
}

fn tokens(count: usize) -> Vec<Box<str>> {
    let expires = (ambient::now() + chrono::TimeDelta::hours(1)).timestamp();
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    let token = |_| {
        let claims = json!({"iss": "doorbuster", "sub": ambient::id(), "sid": ambient::id(), "role": "customer",
            "epoch": 0, "iat": ambient::now().timestamp(), "exp": expires});
        encode(&Header::default(), &claims, &key).unwrap().into()
    };
    (0..count).map(token).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_naive_design_sells_every_unit_exactly_once() {
    sells_every_unit_exactly_once(Design::Naive).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_call_per_request_sells_every_unit_exactly_once() {
    sells_every_unit_exactly_once(Design::OneCall).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_naive_design_refuses_what_the_shop_refuses() {
    refuses_what_the_shop_refuses(Design::Naive).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_call_per_request_refuses_what_the_shop_refuses() {
    refuses_what_the_shop_refuses(Design::OneCall).await;
}

async fn sells_every_unit_exactly_once(design: Design) {
    let exhibit = Exhibit::open(design).await;
    let sale = exhibit.sale(50, "1 hour").await;
    let buyers = tokens(200);
    let tally = exhibit.buy(Load { connections: 40, ..purchases(&exhibit.target, sale, buyers) }).await;
    assert_eq!((tally.status(201), tally.code(409, "sold_out")), (50, 150));
    assert_eq!(tally.orders.iter().collect::<HashSet<_>>().len(), 50);
    // What `doorbuster audit` would ask.
    for sql in [
        "SELECT remaining = 0 AND allocated = remaining + (SELECT sum(units_held) FROM orders WHERE sale_id = s.id)
         FROM sales s WHERE id = $1",
        "SELECT count(*) = 51 AND max(seq) = 51 AND sum(units) = 0 AND sum(orders) = 50
         FROM sale_ledger WHERE sale_id = $1",
        "SELECT count(*) = 50 AND bool_and(l.total_minor = o.total_minor AND l.quantity = o.units_held)
         FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.sale_id = $1",
        "SELECT count(*) = 50 FROM sale_ledger l JOIN orders o ON o.id = l.first_order AND o.id = l.last_order
             AND o.pay_by = l.pay_by AND o.created_at = l.at WHERE l.sale_id = $1",
        "SELECT count(*) = 50 FROM outbox WHERE topic = 'sale.sold' AND sale_id = $1",
    ] {
        exhibit.holds(sql, sale).await;
    }
    exhibit.pool.close().await;
    exhibit.embedded.stop().await.unwrap();
}

async fn refuses_what_the_shop_refuses(design: Design) {
    let exhibit = Exhibit::open(design).await;
    let sale = exhibit.sale(50, "1 hour").await;
    let over = exhibit.sale(50, "-1 minute").await;
    let buyers = tokens(10);
    let one =
        |sale, token: &str| Load { connections: 1, ..purchases(&exhibit.target, sale, vec![token.into()]) };
    let of = |quantity| {
        doorbuster_stampede::client::request::PurchaseRequest::new(
            &exhibit.target,
            "/api/v1/orders",
            sale,
            quantity,
        )
    };
    for (load, status, code) in [
        (one(sale, &buyers[0]), 201, ""),
        (one(sale, &buyers[0]), 409, "already_purchased"),
        (one(over, &buyers[1]), 409, "sale_not_live"),
        (one(Uuid::nil(), &buyers[1]), 404, "sale_not_found"),
        (one(sale, "e30.e30.e30"), 401, "unauthenticated"),
        (Load { request: of(0), ..one(sale, &buyers[2]) }, 422, "validation"),
        (Load { request: of(3), ..one(sale, &buyers[2]) }, 422, "quantity_limit"),
        (Load { request: of(2), ..one(sale, &buyers[2]) }, 201, ""),
    ] {
        let tally = exhibit.buy(load).await;
        assert_eq!(tally.code(status, code), 1, "{status} {code}: {:?}", tally.answers);
    }
    exhibit.holds("SELECT remaining = 47 FROM sales WHERE id = $1", sale).await;
    exhibit.pool.close().await;
    exhibit.embedded.stop().await.unwrap();
}

/// The answer to one purchase, head and body.
async fn answer(target: &Target, token: Option<&str>, body: &str) -> (u16, serde_json::Value) {
    let request = plain(target, "POST", "/api/v1/orders", token, Some(body.as_bytes()));
    let limit = std::time::Duration::from_secs(10);
    let mut connection = Connection::open(target, limit).await.unwrap();
    let answer = connection.exchange(&request, limit).await.unwrap();
    (answer.status, serde_json::from_slice(connection.body(&answer)).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_database_it_is_still_the_shop() {
    let target = serve(no_database::router(SECRET, None)).await;
    let load = purchases(&target, no_database::SALE, tokens(500));
    let pace = Pace::Closed { at_most: None };
    let tally = tokio::task::spawn_blocking(move || run(&load, pace)).await.unwrap().unwrap();
    assert_eq!((tally.status(201), tally.nameless), (500, 0));
    assert_eq!(tally.orders.iter().collect::<HashSet<_>>().len(), 500);
    stays_strict(&target).await;
    // The lane goes on: its board has kept up with what it sold.
    let body = json!({"sale_id": no_database::SALE, "quantity": 1}).to_string();
    let (status, order) = answer(&target, Some(&tokens(1)[0]), &body).await;
    assert_eq!((status, order["lines"][0]["quantity"].as_u64()), (201, Some(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bare_handler_checks_all_that_the_shop_checks() {
    let target = serve(bare::router(SECRET, None).unwrap()).await;
    let body = json!({"sale_id": no_database::SALE, "quantity": 1}).to_string();
    let (status, order) = answer(&target, Some(&tokens(1)[0]), &body).await;
    assert_eq!((status, order["status"].as_str()), (201, Some("pending_payment")));
    stays_strict(&target).await;
}

/// Token, body and layers are the shop's: what it refuses is refused, in its words and with a request's id.
async fn stays_strict(target: &Target) {
    let token = &tokens(1)[0];
    let good = json!({"sale_id": no_database::SALE, "quantity": 1}).to_string();
    let unknown_field = json!({"sale_id": no_database::SALE, "quantity": 1, "price": 1}).to_string();
    let nothing = json!({"sale_id": no_database::SALE, "quantity": 0}).to_string();
    for (token, body, status, code) in [
        (None, &good, 401, "unauthenticated"),
        (Some("e30.e30.e30"), &good, 401, "unauthenticated"),
        (Some(&**token), &unknown_field, 422, "validation"),
        (Some(&**token), &nothing, 422, "validation"),
    ] {
        let (found, problem) = answer(target, token, body).await;
        assert_eq!((found, problem["code"].as_str()), (status, Some(code)), "{problem}");
        assert!(problem["request_id"].as_str().is_some_and(|id| id.len() == 36), "{problem}");
    }
}
