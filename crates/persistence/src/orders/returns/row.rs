use std::collections::HashMap;

use chrono::{DateTime, Utc};
use doorbuster_domain::orders::{Return, Units};
use doorbuster_domain::{OrderId, ProductId, ReturnId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;

/// A row of `returns` with its lines, unchecked.
pub(super) struct ReturnRow {
    pub(super) id: Uuid,
    pub(super) order_id: Uuid,
    pub(super) status: String,
    pub(super) reason: String,
    pub(super) answer: Option<String>,
    pub(super) staff_id: Option<Uuid>,
    pub(super) requested_at: DateTime<Utc>,
    pub(super) decided_at: Option<DateTime<Utc>>,
    pub(super) ended_at: Option<DateTime<Utc>>,
    pub(super) products: Vec<Uuid>,
    pub(super) quantities: Vec<i32>,
}

/// Selects [`ReturnRow`]s: `select_returns!("WHERE …", arguments…)` with `r` the return.
macro_rules! select_returns {
    ($tail:tt $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            crate::orders::returns::row::ReturnRow,
            r#"SELECT r.id, r.order_id, r.status, r.reason, r.answer, r.staff_id, r.requested_at, r.decided_at, r.ended_at,
                l.products AS "products!", l.quantities AS "quantities!"
             FROM returns r CROSS JOIN LATERAL (
                SELECT array_agg(product_id ORDER BY product_id) AS products,
                    array_agg(quantity ORDER BY product_id) AS quantities
                FROM return_lines WHERE return_id = r.id
             ) l "# + $tail
            $(, $argument)*
        )
    };
}
pub(super) use select_returns;

impl TryFrom<ReturnRow> for Return {
    type Error = Error;

    fn try_from(row: ReturnRow) -> Result<Self, Error> {
        let ReturnRow {
            id,
            order_id,
            status,
            reason,
            answer,
            staff_id,
            requested_at,
            decided_at,
            ended_at,
            products,
            quantities,
        } = row;
        let lines = products.into_iter().zip(quantities).map(|(product, quantity)| {
            let quantity = u32::try_from(quantity).map_err(|_| Error::Corrupt("return_lines.quantity"))?;
            Ok(Units { product_id: ProductId(product), quantity })
        });
        Ok(Self {
            id: ReturnId(id),
            order_id: OrderId(order_id),
            status: status.parse().map_err(|_| Error::Corrupt("returns.status"))?,
            lines: lines.collect::<Result<_, Error>>()?,
            reason,
            answer,
            requested_at,
            decided_at,
            staff: staff_id.map(UserId),
            ended_at,
        })
    }
}

/// The returns of each of these orders, first to last.
pub(in crate::orders) async fn of(
    connection: &mut PgConnection,
    orders: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Return>>, Error> {
    let rows =
        select_returns!("WHERE r.order_id = ANY ($1) ORDER BY r.order_id, r.requested_at, r.id", orders)
            .fetch_all(connection)
            .await?;
    let mut found: HashMap<Uuid, Vec<Return>> = HashMap::new();
    for row in rows {
        found.entry(row.order_id).or_default().push(row.try_into()?);
    }
    Ok(found)
}
