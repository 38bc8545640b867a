use std::collections::HashMap;

use chrono::{DateTime, Utc};
use doorbuster_domain::payments::{DisputeStatus, Payment, PaymentStatus, PaymentStep};
use doorbuster_domain::{Money, OrderId, PaymentId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::Error;

/// A row of `payments`, unchecked.
pub(super) struct PaymentRow {
    pub(super) id: Uuid,
    pub(super) order_id: Uuid,
    pub(super) provider: String,
    pub(super) reference: Option<String>,
    pub(super) status: String,
    pub(super) step: Option<String>,
    pub(super) failure: Option<String>,
    pub(super) dispute: Option<String>,
    pub(super) amount_minor: i64,
    pub(super) currency: String,
    pub(super) updated_at: DateTime<Utc>,
}

/// The payment of a row that has the columns of [`PaymentRow`] and one more.
macro_rules! payment_of {
    ($row:expr) => {
        doorbuster_domain::payments::Payment::try_from($crate::payments::latest::PaymentRow {
            id: $row.id,
            order_id: $row.order_id,
            provider: $row.provider,
            reference: $row.reference,
            status: $row.status,
            step: $row.step,
            failure: $row.failure,
            dispute: $row.dispute,
            amount_minor: $row.amount_minor,
            currency: $row.currency,
            updated_at: $row.updated_at,
        })
    };
}
pub(super) use payment_of;

impl TryFrom<PaymentRow> for Payment {
    type Error = Error;

    fn try_from(row: PaymentRow) -> Result<Self, Error> {
        let PaymentRow {
            id,
            order_id,
            provider,
            reference,
            status,
            step,
            failure,
            dispute,
            amount_minor,
            currency,
            updated_at,
        } = row;
        let status = PaymentStatus::ALL
            .into_iter()
            .find(|known| known.as_str() == status)
            .ok_or(Error::Corrupt("payments.status"))?;
        let step = step.map(|text| {
            let known = PaymentStep::ALL.into_iter().find(|known| known.as_str() == text);
            known.ok_or(Error::Corrupt("payments.step"))
        });
        let dispute = dispute.map(|text| {
            let known = DisputeStatus::ALL.into_iter().find(|known| known.as_str() == text);
            known.ok_or(Error::Corrupt("payments.dispute"))
        });
        let currency = currency.parse().map_err(|_| Error::Corrupt("payments.currency"))?;
        Ok(Self {
            id: PaymentId(id),
            order_id: OrderId(order_id),
            provider,
            reference,
            status,
            step: step.transpose()?,
            failure,
            dispute: dispute.transpose()?,
            amount: Money::new(amount_minor, currency),
            at: updated_at,
        })
    }
}

/// The latest attempt to pay an order.
pub(crate) struct Latest {
    pub(crate) payment: Payment,
    /// Whether anything was ever to go back of it, so that most orders need not be asked for their refunds.
    pub(crate) has_refunds: bool,
}

/// The latest attempt to pay each of these orders.
pub(crate) async fn latest(
    connection: &mut PgConnection,
    orders: &[Uuid],
) -> Result<HashMap<Uuid, Latest>, Error> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id!", order_id AS "order_id!", provider AS "provider!", reference, status AS "status!", step,
               failure, dispute, amount_minor AS "amount_minor!", currency AS "currency!", updated_at AS "updated_at!",
               has_refunds AS "has_refunds!"
           FROM latest_payments($1)"#,
        orders
    )
    .fetch_all(connection)
    .await?;
    let latest = rows.into_iter().map(|row| {
        let (order, has_refunds) = (row.order_id, row.has_refunds);
        Ok((order, Latest { payment: payment_of!(row)?, has_refunds }))
    });
    latest.collect()
}
