use doorbuster_domain::orders::Order;
use doorbuster_domain::sales::journal::{Receipt, Share};
use doorbuster_domain::{OrderId, UserId};
use sqlx::PgConnection;

use crate::Error;
use crate::sales::EntryRow;

/// An order's receipt: the entry of the sale's journal that placed it, and the way from the order to the entry's digest.
/// None for an order that was not bought in a sale.
///
/// An order and its entry carry the same moment. What was placed with it lies between two ids that the entry knows; an
/// order keeps its lines whatever becomes of it, so the units are theirs.
///
/// # Errors
/// Only the database's; [`Error::Corrupt`] when the ledger does not know the order.
pub async fn receipt(connection: &mut PgConnection, order: &Order) -> Result<Option<Receipt>, Error> {
    let Some(sale) = order.sale_id else { return Ok(None) };
    let entry = sqlx::query_as!(
        EntryRow,
        "SELECT sale_id, seq, kind, units, allocated, orders, digest, limit_before, at, previous, hash
         FROM sale_ledger WHERE sale_id = $1 AND at = $2 AND kind = 'sold'",
        sale.0,
        order.created_at,
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(Error::Corrupt("orders.created_at"))?;
    let placed = sqlx::query!(
        r#"SELECT o.id, o.user_id, q.units AS "units!"
           FROM sale_ledger l
           JOIN orders o ON o.id BETWEEN l.first_order AND l.last_order AND o.sale_id = l.sale_id AND o.created_at = l.at
           CROSS JOIN LATERAL (SELECT sum(quantity) AS units FROM order_lines WHERE order_id = o.id) q
           WHERE l.sale_id = $1 AND l.seq = $2"#,
        entry.sale_id,
        entry.seq,
    )
    .fetch_all(connection)
    .await?;
    let shares = placed.into_iter().map(|row| {
        let units = u32::try_from(row.units).map_err(|_| Error::Corrupt("order_lines.quantity"))?;
        Ok(Share { order: OrderId(row.id), user: UserId(row.user_id), units })
    });
    let shares: Vec<Share> = shares.collect::<Result<_, Error>>()?;
    let receipt = Receipt::of(order.id, entry.try_into()?, shares);
    receipt.map(Some).ok_or(Error::Corrupt("sale_ledger.first_order"))
}
