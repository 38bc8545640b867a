//! What the database says afterwards, in one consistent look.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection, FromRow};
use uuid::Uuid;

/// Everything committed about one sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Truth {
    /// Of which version the database is.
    pub postgresql: String,
    /// The sale at the end.
    pub sale: SaleRow,
    /// Its orders by id.
    pub orders: Vec<OrderRow>,
    /// Every move of an order after its placing, in their order.
    pub moves: Vec<MoveRow>,
    /// Everything that moved units, in the order of the commits.
    pub ledger: Vec<LedgerRow>,
}

/// A row of `sales`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromRow)]
pub struct SaleRow {
    /// Its id.
    pub id: Uuid,
    /// Selling starts here.
    pub starts_at: DateTime<Utc>,
    /// Selling stops here.
    pub ends_at: DateTime<Utc>,
    /// Units given to the sale.
    pub allocated: i64,
    /// Units that could still be bought.
    pub remaining: i64,
    /// Most units of one order.
    pub per_customer_limit: i32,
    /// Number of the last ledger entry.
    pub seq: i64,
}

/// A row of `orders` with the units that it was placed for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromRow)]
pub struct OrderRow {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// When it was placed: when its batch was decided under the sale's lock.
    pub created_at: DateTime<Utc>,
    /// Units of its lines.
    pub quantity: i64,
    /// Units that it held at the end.
    pub units_held: i32,
    /// Its status at the end.
    pub status: String,
    /// Whether it counted as its customer's one order at the end.
    pub active: bool,
    /// The fingerprint of the key that made it, in hexadecimal digits.
    pub key: Option<String>,
}

/// A row of `order_events`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromRow)]
pub struct MoveRow {
    /// Which order moved.
    pub order_id: Uuid,
    /// Where to.
    pub status: String,
    /// When, inside its transaction.
    pub at: DateTime<Utc>,
}

/// A row of `sale_ledger`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromRow)]
pub struct LedgerRow {
    /// Its number: 1, 2, 3, … in the order of the commits, because all hold the sale's lock.
    pub seq: i64,
    /// `opened`, `sold`, `released`, `settled`; `edited`, `paused`, `resumed`, `cancelled` by staff.
    pub kind: String,
    /// How `remaining` changed.
    pub units: i64,
    /// How `allocated` changed.
    pub allocated: i64,
    /// How many orders it was about.
    pub orders: i32,
    /// An edit: the limit per customer until then.
    #[serde(default)]
    pub limit_before: Option<i32>,
    /// When, inside its transaction.
    pub at: DateTime<Utc>,
}

impl Truth {
    /// Reads everything about a sale, in one snapshot.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn read(options: &PgConnectOptions, sale: Uuid) -> anyhow::Result<Self> {
        let mut connection: PgConnection = options.clone().disable_statement_logging().connect().await?;
        let mut snapshot = connection.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        let postgresql = sqlx::query_scalar("SHOW server_version").fetch_one(&mut *snapshot).await?;
        let row = sqlx::query_as(
            "SELECT id, starts_at, ends_at, allocated, remaining, per_customer_limit, seq FROM sales WHERE id = $1",
        )
        .bind(sale)
        .fetch_one(&mut *snapshot)
        .await?;
        let orders = sqlx::query_as(
            "SELECT o.id, o.user_id, o.created_at, coalesce(l.quantity, 0) AS quantity, o.units_held,
                 o.status::text AS status, o.active, encode(o.idempotency_key, 'hex') AS key
             FROM orders o
             LEFT JOIN (SELECT order_id, sum(quantity) AS quantity FROM order_lines GROUP BY order_id) l
                 ON l.order_id = o.id
             WHERE o.sale_id = $1 ORDER BY o.id",
        )
        .bind(sale)
        .fetch_all(&mut *snapshot)
        .await?;
        let moves = sqlx::query_as(
            "SELECT e.order_id, e.status::text AS status, e.at FROM order_events e
             JOIN orders o ON o.id = e.order_id WHERE o.sale_id = $1 ORDER BY e.order_id, e.id",
        )
        .bind(sale)
        .fetch_all(&mut *snapshot)
        .await?;
        let ledger = sqlx::query_as(
            "SELECT seq, kind, units, allocated, orders, limit_before, at FROM sale_ledger WHERE sale_id = $1 ORDER BY seq",
        )
        .bind(sale)
        .fetch_all(&mut *snapshot)
        .await?;
        snapshot.rollback().await?;
        connection.close().await?;
        Ok(Self { postgresql, sale: row, orders, moves, ledger })
    }
}
