use chrono::{DateTime, Utc};
use sqlx::{PgPool, Row};
use uuid::Uuid;

/// An order as the transaction wrote it.
#[derive(Clone, Debug)]
pub struct Sold {
    /// Its id.
    pub order: Uuid,
    /// The sale.
    pub sale: Uuid,
    /// What was bought.
    pub product: Uuid,
    /// What it is called.
    pub name: String,
    /// How many.
    pub quantity: i32,
    /// Gross price of one, in minor units.
    pub unit_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// When.
    pub placed_at: DateTime<Utc>,
    /// Until when it is held.
    pub pay_by: DateTime<Utc>,
}

/// Why nothing was sold.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// There is no such sale.
    #[error("there is no such sale")]
    SaleNotFound,
    /// It does not sell now.
    #[error("the sale is not live")]
    SaleNotLive,
    /// More than one customer may buy.
    #[error("above the limit per customer")]
    QuantityLimit,
    /// No unit remains.
    #[error("sold out")]
    SoldOut,
    /// Fewer units remain than were asked for.
    #[error("not enough units remain")]
    InsufficientUnits,
    /// The customer has an order in this sale.
    #[error("already purchased")]
    AlreadyPurchased,
    /// The database.
    #[error(transparent)]
    Storage(sqlx::Error),
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(cause) if cause.constraint() == Some("orders_active_once") => {
                Self::AlreadyPurchased
            }
            _ => Self::Storage(error),
        }
    }
}

const LOCK: &str = "
    SELECT s.product_id, p.name, s.price_minor, s.currency, s.remaining, s.per_customer_limit, s.hold_seconds, s.seq,
        NOT (s.cancelled OR s.settled OR s.paused) AND s.starts_at <= clock_timestamp()
            AND clock_timestamp() < s.ends_at AS live
    FROM sales s JOIN products p ON p.id = s.product_id
    WHERE s.id = $1 FOR UPDATE OF s";

const PLACE: &str = "
    WITH placed AS (
        INSERT INTO orders (id, user_id, sale_id, created_at, pay_by, total_minor, currency, units_held, status)
        SELECT $1, $2, $3, now, now + make_interval(secs => $4), $5::bigint * $7, $6, $7, 'pending_payment'
        FROM clock_timestamp() now
        RETURNING id, created_at, pay_by
    ), lined AS (
        INSERT INTO order_lines (order_id, position, product_id, name, quantity, unit_minor, total_minor)
        SELECT id, 0, $8, $9, $7, $5, $5::bigint * $7 FROM placed
    )
    SELECT created_at, pay_by FROM placed";

const DEDUCT: &str = "
    WITH sold AS (
        UPDATE sales SET remaining = remaining - $2, seq = seq + 1 WHERE id = $1 RETURNING id, seq
    ), entered AS (
        INSERT INTO sale_ledger (sale_id, seq, kind, units, orders, first_order, last_order, pay_by, at, digest)
        SELECT id, seq, 'sold', -$2::bigint, 1, $3, $3, $4, $5,
            journal_digest(ARRAY[$3]::uuid[], ARRAY[$6]::uuid[], ARRAY[$2]::integer[])
        FROM sold
    )
    INSERT INTO outbox (topic, sale_id, payload)
    SELECT 'sale.sold', id, jsonb_build_object('seq', seq, 'orders', 1, 'units', $2) FROM sold";

/// Sells `quantity` units under the fresh id `order`, in a transaction of its own.
///
/// # Errors
/// [`Refusal`].
pub async fn buy(pool: &PgPool, order: Uuid, user: Uuid, sale: Uuid, quantity: i32) -> Result<Sold, Refusal> {
    // Round trip 1: BEGIN.
    let mut work = pool.begin().await?;

    // 2: wait for the row. Everybody else who buys waits behind us until the last round trip is over.
    let row = sqlx::query(LOCK).bind(sale).fetch_optional(&mut *work).await?.ok_or(Refusal::SaleNotFound)?;
    let remaining: i64 = row.try_get("remaining")?;
    if !row.try_get::<bool, _>("live")? {
        return Err(Refusal::SaleNotLive);
    }
    if quantity > row.try_get("per_customer_limit")? {
        return Err(Refusal::QuantityLimit);
    }
    if remaining == 0 {
        return Err(Refusal::SoldOut);
    }
    if i64::from(quantity) > remaining {
        return Err(Refusal::InsufficientUnits);
    }
    let product: Uuid = row.try_get("product_id")?;
    let name: String = row.try_get("name")?;
    let unit_minor: i64 = row.try_get("price_minor")?;
    let currency: String = row.try_get("currency")?;

    // 3: the order and its line.
    let placed = sqlx::query(PLACE)
        .bind(order)
        .bind(user)
        .bind(sale)
        .bind(f64::from(row.try_get::<i32, _>("hold_seconds")?))
        .bind(unit_minor)
        .bind(&currency)
        .bind(quantity)
        .bind(product)
        .bind(&name)
        .fetch_one(&mut *work)
        .await?;
    let placed_at: DateTime<Utc> = placed.try_get("created_at")?;
    let pay_by: DateTime<Utc> = placed.try_get("pay_by")?;

    // 4: the units, with the entries in ledger and outbox that the shop makes for each of its commits.
    sqlx::query(DEDUCT)
        .bind(sale)
        .bind(quantity)
        .bind(order)
        .bind(pay_by)
        .bind(placed_at)
        .bind(user)
        .execute(&mut *work)
        .await?;

    // 5: COMMIT, which waits for the disk.
    work.commit().await?;
    Ok(Sold { order, sale, product, name, quantity, unit_minor, currency, placed_at, pay_by })
}
