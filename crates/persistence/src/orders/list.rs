use doorbuster_domain::orders::{Order, OrderStatus};
use doorbuster_domain::platform::{Cursor, Limit, Page};
use doorbuster_domain::{SaleId, UserId};
use sqlx::PgConnection;

use super::find::{OrderRow, assemble};
use crate::Error;

/// Which of a customer's orders to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only orders of this sale.
    pub sale: Option<SaleId>,
    /// Only orders in one of these states; all when empty.
    pub statuses: Vec<OrderStatus>,
}

/// A customer's orders, newest first.
///
/// Orders carry no index that starts with the customer: on the purchase path it would cost more than the whole batch
/// transaction. A customer's orders are found through the sales instead, one probe of the (sale, customer) index each,
/// about 2 µs per sale that the shop ever held. Orders of carts have an index of their own, which no purchase pays for.
///
/// # Errors
/// Only the database's.
pub async fn list(
    connection: &mut PgConnection,
    user: UserId,
    filter: &Filter,
    after: Option<Cursor>,
    limit: Limit,
) -> Result<Page<Order>, Error> {
    let statuses: Vec<String> = filter.statuses.iter().map(|status| status.as_str().to_owned()).collect();
    let rows = sqlx::query_as!(
        OrderRow,
        r#"SELECT o.id AS "id!", o.user_id AS "user_id!", o.sale_id, o.status::text AS "status!",
               o.total_minor AS "total_minor!", o.currency AS "currency!", o.pay_by AS "pay_by!",
               o.created_at AS "created_at!"
           FROM (
               SELECT b.* FROM sales s CROSS JOIN LATERAL (
                   SELECT * FROM orders a WHERE a.sale_id = s.id AND a.user_id = $1 AND a.active
                   UNION ALL
                   SELECT * FROM orders r WHERE r.sale_id = s.id AND r.user_id = $1 AND NOT r.active
               ) b WHERE $2::uuid IS NULL OR s.id = $2
               UNION ALL
               SELECT c.* FROM checkouts k JOIN orders c ON c.id = k.order_id WHERE k.user_id = $1 AND $2::uuid IS NULL
           ) o
           WHERE (cardinality($3::text[]) = 0 OR o.status::text = ANY ($3))
               AND ($4::timestamptz IS NULL OR (o.created_at, o.id) < ($4, $5::uuid))
           ORDER BY o.created_at DESC, o.id DESC
           LIMIT $6"#,
        user.0,
        filter.sale.map(|sale| sale.0),
        &statuses,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        limit.rows(),
    )
    .fetch_all(&mut *connection)
    .await?;
    let orders = assemble(connection, rows).await?;
    Ok(Page::from_rows(orders, limit, |order: &Order| Cursor { at: order.created_at, id: order.id.0 }))
}
