use std::collections::HashMap;

use chrono::{DateTime, Utc};
use doorbuster_domain::orders::By;
use doorbuster_domain::payments::{Refund, RefundLine};
use doorbuster_domain::{Currency, Money, OrderId, PaymentId, ProductId, RefundId, ReturnId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;
use crate::orders::actor;

/// A row of `refunds` with its lines, unchecked.
pub(super) struct RefundRow {
    pub(super) id: Uuid,
    pub(super) order_id: Uuid,
    pub(super) payment_id: Uuid,
    pub(super) amount_minor: i64,
    pub(super) shipping_minor: i64,
    pub(super) currency: String,
    pub(super) reason: String,
    pub(super) actor: String,
    pub(super) user_id: Option<Uuid>,
    pub(super) return_id: Option<Uuid>,
    pub(super) status: String,
    pub(super) reference: Option<String>,
    pub(super) failure: Option<String>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) ended_at: Option<DateTime<Utc>>,
    pub(super) products: Vec<Uuid>,
    pub(super) quantities: Vec<i32>,
    pub(super) unsent: Vec<i32>,
    pub(super) amounts: Vec<i64>,
    pub(super) restocked: Vec<bool>,
}

/// Selects [`RefundRow`]s: `select_refunds!("WHERE …", arguments…)` with `r` the refund.
macro_rules! select_refunds {
    ($tail:tt $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            crate::payments::refunds::RefundRow,
            r#"SELECT r.id, r.order_id, r.payment_id, r.amount_minor, r.shipping_minor, r.currency, r.reason, r.actor, r.user_id,
                r.return_id, r.status, r.reference, r.failure, r.created_at, r.ended_at, l.products AS "products!",
                l.quantities AS "quantities!", l.unsent AS "unsent!", l.amounts AS "amounts!", l.restocked AS "restocked!"
             FROM refunds r CROSS JOIN LATERAL (
                SELECT coalesce(array_agg(product_id ORDER BY product_id), '{}') AS products,
                    coalesce(array_agg(quantity ORDER BY product_id), '{}') AS quantities,
                    coalesce(array_agg(unsent ORDER BY product_id), '{}') AS unsent,
                    coalesce(array_agg(amount_minor ORDER BY product_id), '{}') AS amounts,
                    coalesce(array_agg(restocked ORDER BY product_id), '{}') AS restocked
                FROM refund_lines WHERE refund_id = r.id
             ) l "# + $tail
            $(, $argument)*
        )
    };
}
pub(super) use select_refunds;

impl TryFrom<RefundRow> for Refund {
    type Error = Error;

    fn try_from(row: RefundRow) -> Result<Self, Error> {
        let RefundRow {
            id,
            order_id,
            payment_id,
            amount_minor,
            shipping_minor,
            currency,
            reason,
            actor: by,
            user_id,
            return_id,
            status,
            reference,
            failure,
            created_at,
            ended_at,
            products,
            quantities,
            unsent,
            amounts,
            restocked,
        } = row;
        let currency: Currency = currency.parse().map_err(|_| Error::Corrupt("refunds.currency"))?;
        let units = |units: i32| u32::try_from(units).map_err(|_| Error::Corrupt("refund_lines.quantity"));
        let lines = products.into_iter().zip(quantities).zip(unsent).zip(amounts).zip(restocked);
        let lines = lines.map(|((((product, quantity), unsent), amount), restocked)| {
            Ok(RefundLine {
                product_id: ProductId(product),
                quantity: units(quantity)?,
                unsent: units(unsent)?,
                amount: Money::new(amount, currency),
                restocked,
            })
        });
        Ok(Self {
            id: RefundId(id),
            order_id: OrderId(order_id),
            payment_id: PaymentId(payment_id),
            amount: Money::new(amount_minor, currency),
            shipping: Money::new(shipping_minor, currency),
            lines: lines.collect::<Result<_, Error>>()?,
            reason,
            by: By { actor: actor(&by)?, user: user_id.map(UserId) },
            return_id: return_id.map(ReturnId),
            status: status.parse().map_err(|_| Error::Corrupt("refunds.status"))?,
            reference,
            failure,
            at: created_at,
            ended_at,
        })
    }
}

/// The refunds of each of these orders, first to last.
pub(crate) async fn refunds(
    connection: &mut PgConnection,
    orders: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Refund>>, Error> {
    let rows = select_refunds!("WHERE r.order_id = ANY ($1) ORDER BY r.order_id, r.created_at, r.id", orders)
        .fetch_all(connection)
        .await?;
    let mut found: HashMap<Uuid, Vec<Refund>> = HashMap::new();
    for row in rows {
        found.entry(row.order_id).or_default().push(row.try_into()?);
    }
    Ok(found)
}
