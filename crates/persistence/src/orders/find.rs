use std::collections::HashMap;

use chrono::{DateTime, Utc};
use doorbuster_domain::orders::{Actor, Line, Order, OrderStatus, TimelineEntry};
use doorbuster_domain::{Currency, Money, OrderId, ProductId, SaleId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{returns, shipments};
use crate::Error;
use crate::cart::{Owner, checkouts};
use crate::payments::{latest, refunds};

/// A row of `orders`, unchecked.
pub(super) struct OrderRow {
    pub(super) id: Uuid,
    pub(super) user_id: Uuid,
    pub(super) sale_id: Option<Uuid>,
    pub(super) status: String,
    pub(super) total_minor: i64,
    pub(super) currency: String,
    pub(super) pay_by: DateTime<Utc>,
    pub(super) created_at: DateTime<Utc>,
}

/// One order with its lines, timeline, payment, parcels, refunds and returns.
///
/// # Errors
/// Only the database's.
pub async fn find(connection: &mut PgConnection, id: OrderId) -> Result<Option<Order>, Error> {
    let row = sqlx::query_as!(
        OrderRow,
        r#"SELECT id, user_id, sale_id, status::text AS "status!", total_minor, currency, pay_by, created_at
           FROM orders WHERE id = $1"#,
        id.0
    )
    .fetch_all(&mut *connection)
    .await?;
    Ok(assemble(connection, row).await?.pop())
}

/// These orders, by their ids.
///
/// # Errors
/// Only the database's.
pub async fn find_all(
    connection: &mut PgConnection,
    ids: &[OrderId],
) -> Result<HashMap<OrderId, Order>, Error> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        OrderRow,
        r#"SELECT id, user_id, sale_id, status::text AS "status!", total_minor, currency, pay_by, created_at
           FROM orders WHERE id = ANY ($1)"#,
        &ids
    )
    .fetch_all(&mut *connection)
    .await?;
    let orders = assemble(connection, rows).await?;
    Ok(orders.into_iter().map(|order| (order.id, order)).collect())
}

/// One order of somebody's own: of this account, of this guest, or of either. Somebody else's order does not exist.
///
/// # Errors
/// Only the database's.
pub async fn find_own(
    connection: &mut PgConnection,
    owners: &[Owner],
    id: OrderId,
) -> Result<Option<Order>, Error> {
    let user = owners.iter().find_map(Owner::user);
    let token = owners.iter().find_map(Owner::token);
    let row = sqlx::query_as!(
        OrderRow,
        r#"SELECT id, user_id, sale_id, status::text AS "status!", total_minor, currency, pay_by, created_at
           FROM orders
           WHERE id = $1 AND (user_id = $2 OR user_id = (SELECT c.id FROM carts c WHERE c.token_hash = $3))"#,
        id.0,
        user,
        token,
    )
    .fetch_all(&mut *connection)
    .await?;
    Ok(assemble(connection, row).await?.pop())
}

/// Whether the order is one of theirs, as [`find_own`] means it: for whoever needs nothing of it but that.
///
/// # Errors
/// Only the database's.
pub async fn is_own(connection: &mut PgConnection, owners: &[Owner], id: OrderId) -> Result<bool, Error> {
    let own = sqlx::query_scalar!(
        r#"SELECT EXISTS (
               SELECT FROM orders
               WHERE id = $1 AND (user_id = $2 OR user_id = (SELECT c.id FROM carts c WHERE c.token_hash = $3))
           ) AS "own!""#,
        id.0,
        owners.iter().find_map(Owner::user),
        owners.iter().find_map(Owner::token),
    )
    .fetch_one(connection)
    .await?;
    Ok(own)
}

/// Adds to each order what hangs on it, in one query per table.
pub(super) async fn assemble(
    connection: &mut PgConnection,
    rows: Vec<OrderRow>,
) -> Result<Vec<Order>, Error> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let from_carts: Vec<Uuid> = rows.iter().filter(|row| row.sale_id.is_none()).map(|row| row.id).collect();
    let lines = sqlx::query!(
        "SELECT order_id, product_id, name, quantity, unit_minor, total_minor FROM order_lines
         WHERE order_id = ANY ($1) ORDER BY order_id, position",
        &ids
    )
    .fetch_all(&mut *connection)
    .await?;
    let events = sqlx::query!(
        r#"SELECT order_id, status::text AS "status!", actor, user_id, note, at FROM order_events
           WHERE order_id = ANY ($1) ORDER BY order_id, id"#,
        &ids
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut payments = latest(connection, &ids).await?;
    // Most orders never get so far, or have not yet: one look is saved for them.
    let packed: Vec<Uuid> =
        rows.iter().filter(|row| may_have_parcels(&row.status)).map(|row| row.id).collect();
    let mut shipments =
        if packed.is_empty() { HashMap::new() } else { shipments::of(connection, &packed).await? };
    let refunded: Vec<Uuid> =
        payments.iter().filter(|(_, paid)| paid.has_refunds).map(|(order, _)| *order).collect();
    let mut refunds =
        if refunded.is_empty() { HashMap::new() } else { refunds(connection, &refunded).await? };
    let delivered: Vec<Uuid> =
        rows.iter().filter(|row| may_have_returns(&row.status)).map(|row| row.id).collect();
    let mut returns =
        if delivered.is_empty() { HashMap::new() } else { returns::of(connection, &delivered).await? };
    let mut checkouts =
        if from_carts.is_empty() { HashMap::new() } else { checkouts(connection, &from_carts).await? };

    let mut orders = Vec::with_capacity(rows.len());
    let mut places = HashMap::with_capacity(rows.len());
    for row in rows {
        let OrderRow { id, user_id, sale_id, status, total_minor, currency, pay_by, created_at } = row;
        let currency: Currency = currency.parse().map_err(|_| Error::Corrupt("orders.currency"))?;
        places.insert(id, orders.len());
        orders.push(Order {
            id: OrderId(id),
            user_id: UserId(user_id),
            sale_id: sale_id.map(SaleId),
            status: status.parse().map_err(|_| Error::Corrupt("orders.status"))?,
            lines: Vec::new(),
            total: Money::new(total_minor, currency),
            pay_by,
            created_at,
            timeline: vec![Order::placed(created_at)],
            payment: payments.remove(&id).map(|paid| paid.payment),
            shipments: shipments.remove(&id).unwrap_or_default(),
            refunds: refunds.remove(&id).unwrap_or_default(),
            returns: returns.remove(&id).unwrap_or_default(),
            checkout: checkouts.remove(&id),
        });
    }
    for line in lines {
        let Some(order) = places.get(&line.order_id).and_then(|place: &usize| orders.get_mut(*place)) else {
            continue;
        };
        let currency = order.total.currency;
        order.lines.push(Line {
            product_id: ProductId(line.product_id),
            name: line.name,
            quantity: u32::try_from(line.quantity).map_err(|_| Error::Corrupt("order_lines.quantity"))?,
            unit_price: Money::new(line.unit_minor, currency),
            total: Money::new(line.total_minor, currency),
        });
    }
    for event in events {
        let Some(order) = places.get(&event.order_id).and_then(|place| orders.get_mut(*place)) else {
            continue;
        };
        order.timeline.push(TimelineEntry {
            status: event.status.parse().map_err(|_| Error::Corrupt("order_events.status"))?,
            at: event.at,
            actor: actor(&event.actor)?,
            user: event.user_id.map(UserId),
            note: event.note,
        });
    }
    Ok(orders)
}

/// Whether an order in this state can have been packed. A text that is no state may have anything.
fn may_have_parcels(status: &str) -> bool {
    match status.parse() {
        Ok(
            OrderStatus::PendingPayment
            | OrderStatus::Authorized
            | OrderStatus::Paid
            | OrderStatus::Expired
            | OrderStatus::Cancelled,
        ) => false,
        Ok(OrderStatus::Packed | OrderStatus::Shipped | OrderStatus::Delivered | OrderStatus::Returned)
        | Err(_) => true,
    }
}

/// Whether an order in this state can have been sent back. A text that is no state may have anything.
fn may_have_returns(status: &str) -> bool {
    match status.parse() {
        Ok(
            OrderStatus::PendingPayment
            | OrderStatus::Authorized
            | OrderStatus::Paid
            | OrderStatus::Packed
            | OrderStatus::Shipped
            | OrderStatus::Expired
            | OrderStatus::Cancelled,
        ) => false,
        Ok(OrderStatus::Delivered | OrderStatus::Returned) | Err(_) => true,
    }
}

pub(crate) fn actor(text: &str) -> Result<Actor, Error> {
    Actor::ALL.into_iter().find(|actor| actor.as_str() == text).ok_or(Error::Corrupt("order_events.actor"))
}
