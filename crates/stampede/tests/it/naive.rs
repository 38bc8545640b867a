//! The naive design is slow, not wrong: a comparison with something broken would be worth nothing.

use std::collections::HashSet;

use doorbuster_server::embedded::{APPLICATION, Embedded, Settings};
use doorbuster_stampede::ambient;
use doorbuster_stampede::client::Target;
use doorbuster_stampede::load::{Load, Pace, Tally, run};
use doorbuster_stampede::naive::{Naive, TokenCheck, serve};
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::json;
use sqlx::postgres::{PgPool, PgPoolOptions};
use tempfile::TempDir;
use tokio::net::TcpListener;
use uuid::Uuid;

use super::purchases;

const SECRET: &str = "a secret for tests that is long enough";

/// A migrated database with one product, and the naive server on it.
struct Exhibit {
    pool: PgPool,
    target: Target,
    product: Uuid,
    embedded: Embedded,
    _folder: TempDir,
}

impl Exhibit {
    async fn open() -> Self {
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
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let target = Target::of(listener.local_addr().unwrap());
        tokio::spawn(serve(listener, Naive { pool: pool.clone(), tokens: TokenCheck::new(SECRET) }));
        Self { pool, target, product, embedded, _folder: folder }
    }

    async fn sale(&self, units: i64, ends_in: &str) -> Uuid {
        let sale = ambient::id();
        sqlx::query(
            "WITH opened AS (
                 INSERT INTO sales (id, product_id, title, price_minor, currency, starts_at, ends_at, allocated,
                     remaining, per_customer_limit, hold_seconds, seq)
                 VALUES ($1, $2, 'Sale', 4999, 'EUR', now() - interval '1 hour', now() + $4::interval, $3, $3, 2, 600, 1)
             )
             INSERT INTO sale_ledger (sale_id, seq, kind, units, allocated) VALUES ($1, 1, 'opened', $3, $3)",
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
    let token =
        |_| encode(&Header::default(), &json!({"sub": ambient::id(), "exp": expires}), &key).unwrap().into();
    (0..count).map(token).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn it_sells_every_unit_exactly_once() {
    let exhibit = Exhibit::open().await;
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

#[tokio::test(flavor = "multi_thread")]
async fn it_refuses_what_the_shop_refuses() {
    let exhibit = Exhibit::open().await;
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
