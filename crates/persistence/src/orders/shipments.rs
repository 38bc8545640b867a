//! Parcels.

use std::collections::HashMap;

use doorbuster_domain::orders::{Fingerprint, Idempotency, NewShipment, Shipment, Units};
use doorbuster_domain::platform::Task;
use doorbuster_domain::{OrderId, ProductId, ShipmentId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::LockedOrder;
use crate::platform::jobs::enqueue_task;
use crate::{Error, Work};

/// The parcels of each of these orders, first to last.
pub(super) async fn of(
    connection: &mut PgConnection,
    orders: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Shipment>>, Error> {
    let rows = sqlx::query!(
        r#"SELECT s.order_id, s.id, s.carrier, s.tracking_number, s.user_id, s.shipped_at, s.delivered_at,
               array_agg(l.product_id ORDER BY l.product_id) AS "products!",
               array_agg(l.quantity ORDER BY l.product_id) AS "quantities!"
           FROM shipments s JOIN shipment_lines l ON l.shipment_id = s.id
           WHERE s.order_id = ANY ($1) GROUP BY s.id ORDER BY s.order_id, s.shipped_at, s.id"#,
        orders
    )
    .fetch_all(connection)
    .await?;
    let mut found: HashMap<Uuid, Vec<Shipment>> = HashMap::new();
    for row in rows {
        let lines = row.products.into_iter().zip(row.quantities).map(|(product, quantity)| {
            let quantity = u32::try_from(quantity).map_err(|_| Error::Corrupt("shipment_lines.quantity"))?;
            Ok(Units { product_id: ProductId(product), quantity })
        });
        found.entry(row.order_id).or_default().push(Shipment {
            id: ShipmentId(row.id),
            carrier: row.carrier,
            tracking_number: row.tracking_number,
            lines: lines.collect::<Result<_, Error>>()?,
            sent_by: UserId(row.user_id),
            shipped_at: row.shipped_at,
            delivered_at: row.delivered_at,
        });
    }
    Ok(found)
}

/// What was asked when this key made a parcel of the order; none when it never did. The caller has locked the order.
///
/// # Errors
/// Only the database's.
pub async fn shipped_by_key(
    work: &mut Work,
    order: &LockedOrder,
    key: Fingerprint,
) -> Result<Option<Fingerprint>, Error> {
    let body = sqlx::query_scalar!(
        "SELECT idempotency_body FROM shipments WHERE order_id = $1 AND idempotency_key = $2",
        order.id.0,
        key.0.as_slice(),
    )
    .fetch_optional(&mut **work)
    .await?;
    let body = body.map(|body| body.try_into().map(Fingerprint));
    body.transpose().map_err(|_| Error::Corrupt("shipments.idempotency_body"))
}

/// Writes a parcel of a locked order, with `lines` that have not left yet, and the mail that tells its customer.
///
/// # Errors
/// Only the database's.
pub async fn ship(
    work: &mut Work,
    id: ShipmentId,
    order: &LockedOrder,
    new: &NewShipment,
    lines: &[Units],
    by: UserId,
    idempotency: Idempotency,
) -> Result<(), Error> {
    sqlx::query!(
        "INSERT INTO shipments (id, order_id, carrier, tracking_number, user_id, idempotency_key, idempotency_body)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id.0,
        order.id.0,
        new.carrier,
        new.tracking_number,
        by.0,
        idempotency.key.0.as_slice(),
        idempotency.body.0.as_slice(),
    )
    .execute(&mut **work)
    .await?;
    let products: Vec<Uuid> = lines.iter().map(|line| line.product_id.0).collect();
    let quantities: Vec<i32> =
        lines.iter().map(|line| i32::try_from(line.quantity).unwrap_or(i32::MAX)).collect();
    sqlx::query!(
        "INSERT INTO shipment_lines (shipment_id, product_id, quantity)
         SELECT $1, l.product_id, l.quantity FROM unnest($2::uuid[], $3::integer[]) l (product_id, quantity)",
        id.0,
        &products,
        &quantities,
    )
    .execute(&mut **work)
    .await?;
    enqueue_task(work, &Task::MailOrderShipped { order: order.id, shipment: id }).await
}

/// Every parcel of the order has arrived.
///
/// # Errors
/// Only the database's.
pub async fn arrived(work: &mut Work, order: OrderId) -> Result<(), Error> {
    sqlx::query!(
        "UPDATE shipments SET delivered_at = clock_timestamp() WHERE order_id = $1 AND delivered_at IS NULL",
        order.0
    )
    .execute(&mut **work)
    .await?;
    Ok(())
}

/// One parcel of a locked order has arrived; when it had before, that moment stays. Returns whether others of the order are
/// still on their way; none when the order has no such parcel.
///
/// # Errors
/// Only the database's.
pub async fn shipment_arrived(
    work: &mut Work,
    order: OrderId,
    shipment: ShipmentId,
) -> Result<Option<bool>, Error> {
    let others = sqlx::query_scalar!(
        r#"WITH arrived AS (
               UPDATE shipments SET delivered_at = coalesce(delivered_at, clock_timestamp())
               WHERE order_id = $1 AND id = $2 RETURNING id
           )
           SELECT EXISTS (
               SELECT FROM shipments s WHERE s.order_id = $1 AND s.id <> a.id AND s.delivered_at IS NULL
           ) AS "others!" FROM arrived a"#,
        order.0,
        shipment.0
    )
    .fetch_optional(&mut **work)
    .await?;
    Ok(others)
}
