use std::collections::HashMap;

use doorbuster_domain::invoices::{Buyer, InvoiceKind, InvoiceLine, PaidOrder};
use doorbuster_domain::{Currency, Money, OrderId, ProductId};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::cart::AddressJson;
use crate::{Error, Work};

/// Whether anything of this kind waits for a number. Locks nothing.
///
/// # Errors
/// Only the database's.
pub async fn is_anything_due(connection: &mut PgConnection, kind: InvoiceKind) -> Result<bool, Error> {
    let due = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM invoice_queue WHERE kind = $1) AS "due!""#,
        kind.as_str()
    )
    .fetch_one(connection)
    .await?;
    Ok(due)
}

/// Orders that were paid and have no invoice, first paid first. Call it with the series of invoices held, so that nobody
/// else numbers them.
///
/// # Errors
/// Only the database's.
pub async fn due_invoices(work: &mut Work, timezone: &str, at_once: i64) -> Result<Vec<PaidOrder>, Error> {
    let rows = sqlx::query!(
        r#"SELECT o.id, (f.paid_at AT TIME ZONE $1)::date AS "paid_on!", o.shipping_minor, o.total_minor, o.currency,
               u.name AS "name?", coalesce(k.email, u.email) AS email,
               k.shipping_address AS "address?: Json<AddressJson>", k.shipping_method AS "method?", k.code
           FROM invoice_queue q
           JOIN orders o ON o.id = q.about
           JOIN fulfilments f ON f.order_id = q.about
           LEFT JOIN users u ON u.id = o.user_id
           LEFT JOIN checkouts k ON k.order_id = q.about
           WHERE q.kind = 'invoice' ORDER BY q.due_at, q.about LIMIT $2"#,
        timezone,
        at_once
    )
    .fetch_all(&mut **work)
    .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut lines = lines(work, &ids).await?;
    let mut orders = Vec::with_capacity(rows.len());
    for row in rows {
        let currency: Currency = row.currency.parse().map_err(|_| Error::Corrupt("orders.currency"))?;
        let buyer = match row.address {
            Some(Json(address)) => Buyer::at(address.into(), row.email),
            None => Buyer { name: row.name, email: row.email, address: Vec::new() },
        };
        let method = row.method.map(|method| method.parse()).transpose();
        orders.push(PaidOrder {
            id: OrderId(row.id),
            paid_on: row.paid_on,
            buyer,
            lines: lines.remove(&row.id).unwrap_or_default(),
            code: row.code,
            shipping: Money::new(row.shipping_minor, currency),
            shipping_method: method.map_err(|_| Error::Corrupt("checkouts.shipping_method"))?,
            total: Money::new(row.total_minor, currency),
        });
    }
    Ok(orders)
}

/// The lines of these orders. What a checkout did not keep, because it was a sale's purchase, the product says.
async fn lines(
    connection: &mut PgConnection,
    orders: &[Uuid],
) -> Result<HashMap<Uuid, Vec<InvoiceLine>>, Error> {
    let rows = sqlx::query!(
        r#"SELECT l.order_id, l.product_id, l.name, l.quantity, l.unit_minor, l.total_minor, o.currency,
               coalesce(c.discount_minor, 0) AS "discount_minor!",
               coalesce(c.vat_basis_points, p.vat_basis_points) AS "vat_basis_points!"
           FROM order_lines l
           JOIN orders o ON o.id = l.order_id
           LEFT JOIN checkout_lines c ON c.order_id = l.order_id AND c.position = l.position
           LEFT JOIN products p ON p.id = l.product_id
           WHERE l.order_id = ANY ($1) ORDER BY l.order_id, l.position"#,
        orders
    )
    .fetch_all(connection)
    .await?;
    let mut lines: HashMap<Uuid, Vec<InvoiceLine>> = HashMap::new();
    for row in rows {
        let currency = row.currency.parse().map_err(|_| Error::Corrupt("orders.currency"))?;
        let money = |minor| Money::new(minor, currency);
        lines.entry(row.order_id).or_default().push(InvoiceLine {
            product_id: ProductId(row.product_id),
            name: row.name,
            quantity: u32::try_from(row.quantity).map_err(|_| Error::Corrupt("order_lines.quantity"))?,
            unit_price: money(row.unit_minor),
            discount: money(row.discount_minor),
            amount: money(row.total_minor - row.discount_minor),
            vat_basis_points: u32::try_from(row.vat_basis_points)
                .map_err(|_| Error::Corrupt("checkout_lines.vat_basis_points"))?,
        });
    }
    Ok(lines)
}
