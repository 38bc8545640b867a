use chrono::{DateTime, TimeDelta, Utc};
use doorbuster_domain::identity::Email;
use doorbuster_domain::orders::{Order, OrderStatus};
use doorbuster_domain::platform::{Cursor, Limit, Page};
use doorbuster_domain::{OrderId, SaleId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::find::{OrderRow, assemble};
use crate::Error;

/// What somebody of the staff typed to find an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// Its id.
    Id(OrderId),
    /// Its number: the last sixty bits of its id.
    Number(u64),
    /// Its customer's address.
    Email(Email),
}

/// Which of all orders to list.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Only what was typed.
    pub sought: Option<Sought>,
    /// Only orders in one of these states; all when empty.
    pub statuses: Vec<OrderStatus>,
    /// Only orders of this sale.
    pub sale: Option<SaleId>,
    /// Only orders placed at this time or later.
    pub from: Option<DateTime<Utc>>,
    /// Only orders placed before this time.
    pub to: Option<DateTime<Utc>>,
}

/// Ids are made by processes, orders are placed by PostgreSQL's clock: so far apart the two may be.
const CLOCKS: TimeDelta = TimeDelta::minutes(15);

/// The first id of a moment: ids are UUIDv7 and begin with the milliseconds.
fn first_id(at: DateTime<Utc>) -> Uuid {
    let millis = u128::try_from(at.timestamp_millis()).unwrap_or(0) & 0xffff_ffff_ffff;
    Uuid::from_u128(millis << 80)
}

/// Orders of all customers, newest first by their ids.
///
/// No index of `orders` serves this, because a purchase would pay for it: the primary key is a time range, what was ever
/// paid is in `fulfilments`, and a customer's orders are found as in [`super::list`].
///
/// # Errors
/// Only the database's.
pub async fn search(
    connection: &mut PgConnection,
    search: &Search,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Order>, Error> {
    let candidates = candidates(connection, search).await?;
    let statuses: Vec<String> = search.statuses.iter().map(|status| status.as_str().to_owned()).collect();
    let paid_ones = !statuses.is_empty() && search.statuses.iter().all(|status| was_paid(*status));
    let from = search.from.map(|from| first_id(from - CLOCKS));
    let to = search.to.map(|to| first_id(to + CLOCKS));
    let rows = if paid_ones && candidates.is_none() {
        sqlx::query_as!(
            OrderRow,
            r#"SELECT o.id, o.user_id, o.sale_id, o.status::text AS "status!", o.total_minor, o.currency, o.pay_by,
                   o.created_at
               FROM fulfilments f JOIN orders o ON o.id = f.order_id
               WHERE f.status = ANY ($1::text[]::order_status[])
                   AND ($2::uuid IS NULL OR o.sale_id = $2)
                   AND ($3::uuid IS NULL OR f.order_id >= $3) AND ($4::uuid IS NULL OR f.order_id < $4)
                   AND ($5::timestamptz IS NULL OR o.created_at >= $5)
                   AND ($6::timestamptz IS NULL OR o.created_at < $6)
                   AND ($7::uuid IS NULL OR f.order_id < $7)
               ORDER BY f.order_id DESC LIMIT $8"#,
            &statuses,
            search.sale.map(|sale| sale.0),
            from,
            to,
            search.from,
            search.to,
            after.map(|cursor| cursor.id),
            limit.rows(),
        )
        .fetch_all(&mut *connection)
        .await?
    } else {
        sqlx::query_as!(
            OrderRow,
            r#"SELECT id, user_id, sale_id, status::text AS "status!", total_minor, currency, pay_by, created_at
               FROM orders
               WHERE (cardinality($1::text[]) = 0 OR status::text = ANY ($1))
                   AND ($2::uuid IS NULL OR sale_id = $2)
                   AND ($3::uuid IS NULL OR id >= $3) AND ($4::uuid IS NULL OR id < $4)
                   AND ($5::timestamptz IS NULL OR created_at >= $5)
                   AND ($6::timestamptz IS NULL OR created_at < $6)
                   AND ($7::uuid IS NULL OR id < $7)
                   AND ($9::uuid[] IS NULL OR id = ANY ($9))
               ORDER BY id DESC LIMIT $8"#,
            &statuses,
            search.sale.map(|sale| sale.0),
            from,
            to,
            search.from,
            search.to,
            after.map(|cursor| cursor.id),
            limit.rows(),
            candidates.as_deref(),
        )
        .fetch_all(&mut *connection)
        .await?
    };
    let orders = assemble(connection, rows).await?;
    Ok(Page::from_rows(orders, limit, |order: &Order| Cursor { at: order.created_at, id: order.id.0 }))
}

/// Whether an order in this state was paid once, whatever came later. A cancelled one may have been or not.
fn was_paid(status: OrderStatus) -> bool {
    match status {
        OrderStatus::Paid
        | OrderStatus::Packed
        | OrderStatus::Shipped
        | OrderStatus::Delivered
        | OrderStatus::Returned => true,
        OrderStatus::PendingPayment
        | OrderStatus::Authorized
        | OrderStatus::Expired
        | OrderStatus::Cancelled => false,
    }
}

/// The few orders that what was typed can mean; none when nothing was typed.
async fn candidates(connection: &mut PgConnection, search: &Search) -> Result<Option<Vec<Uuid>>, Error> {
    /// Most orders of one customer that a search looks at, the newest of every sale.
    const MOST: i64 = 1_000;
    Ok(match &search.sought {
        None => None,
        Some(Sought::Id(id)) => Some(vec![id.0]),
        Some(Sought::Number(bits)) => Some(numbered(connection, *bits, search).await?),
        Some(Sought::Email(email)) => {
            let found = sqlx::query_scalar!(
                r#"SELECT o.id AS "id!"
                   FROM users u CROSS JOIN sales s CROSS JOIN LATERAL (
                       SELECT a.id FROM orders a WHERE a.sale_id = s.id AND a.user_id = u.id AND a.active
                       UNION ALL
                       SELECT r.id FROM orders r WHERE r.sale_id = s.id AND r.user_id = u.id AND NOT r.active
                   ) o
                   WHERE u.email = $1
                   UNION
                   SELECT k.order_id FROM checkouts k
                   WHERE k.email = $1 OR k.user_id = (SELECT c.id FROM users c WHERE c.email = $1)
                   ORDER BY 1 DESC LIMIT $2"#,
                email.as_str(),
                MOST
            )
            .fetch_all(connection)
            .await?;
            Some(found)
        }
    })
}

/// The orders with this number: one that was paid by an index; else, by reading, among the orders of the time that is
/// searched, or of the last week.
async fn numbered(connection: &mut PgConnection, bits: u64, search: &Search) -> Result<Vec<Uuid>, Error> {
    let digits = format!("{bits:015x}");
    let (head, tail) = digits.split_at(3);
    let suffix = format!("{head}-{tail}");
    let paid =
        sqlx::query_scalar!("SELECT order_id FROM fulfilments WHERE right(order_id::text, 16) = $1", suffix)
            .fetch_all(&mut *connection)
            .await?;
    if !paid.is_empty() {
        return Ok(paid);
    }
    let found = sqlx::query_scalar!(
        "SELECT id FROM orders
         WHERE id >= coalesce($1, (rpad(lpad(to_hex((extract(epoch FROM clock_timestamp() - interval '7 days') * 1000)::bigint),
                 12, '0'), 32, '0'))::uuid)
             AND ($2::uuid IS NULL OR id < $2) AND right(id::text, 16) = $3",
        search.from.map(|from| first_id(from - CLOCKS)),
        search.to.map(|to| first_id(to + CLOCKS)),
        suffix
    )
    .fetch_all(connection)
    .await?;
    Ok(found)
}
