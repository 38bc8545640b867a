use chrono::{DateTime, Utc};
use doorbuster_domain::orders::Order;
use doorbuster_domain::platform::{Cursor, Limit, Page};
use sqlx::PgConnection;

use super::find::{OrderRow, assemble};
use crate::Error;

/// An order that waits to be packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToPack {
    /// The order.
    pub order: Order,
    /// Since when.
    pub paid_at: DateTime<Utc>,
}

/// Paid orders that nobody has packed, first paid first.
///
/// # Errors
/// Only the database's.
pub async fn pack_list(
    connection: &mut PgConnection,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<ToPack>, Error> {
    let rows = sqlx::query!(
        r#"SELECT o.id, o.user_id, o.sale_id, o.status::text AS "status!", o.total_minor, o.currency, o.pay_by,
               o.created_at, f.paid_at
           FROM fulfilments f JOIN orders o ON o.id = f.order_id
           WHERE f.status = 'paid' AND ($1::timestamptz IS NULL OR (f.paid_at, f.order_id) > ($1, $2::uuid))
           ORDER BY f.paid_at, f.order_id LIMIT $3"#,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        limit.rows(),
    )
    .fetch_all(&mut *connection)
    .await?;
    let times: Vec<DateTime<Utc>> = rows.iter().map(|row| row.paid_at).collect();
    let rows = rows.into_iter().map(|row| OrderRow {
        id: row.id,
        user_id: row.user_id,
        sale_id: row.sale_id,
        status: row.status,
        total_minor: row.total_minor,
        currency: row.currency,
        pay_by: row.pay_by,
        created_at: row.created_at,
    });
    let orders = assemble(connection, rows.collect()).await?;
    let to_pack = orders.into_iter().zip(times).map(|(order, paid_at)| ToPack { order, paid_at }).collect();
    Ok(Page::from_rows(to_pack, limit, |row: &ToPack| Cursor { at: row.paid_at, id: row.order.id.0 }))
}
