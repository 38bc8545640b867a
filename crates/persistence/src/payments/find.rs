use doorbuster_domain::payments::Payment;
use doorbuster_domain::{OrderId, PaymentId};
use sqlx::PgConnection;

use super::latest::PaymentRow;
use crate::Error;

/// A payment.
///
/// # Errors
/// Only the database's.
pub async fn find(connection: &mut PgConnection, id: PaymentId) -> Result<Option<Payment>, Error> {
    let row = sqlx::query_as!(
        PaymentRow,
        "SELECT id, order_id, provider, reference, status, step, failure, dispute, amount_minor, currency, updated_at
         FROM payments WHERE id = $1",
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(Payment::try_from).transpose()
}

/// The payment that Stripe calls so.
///
/// # Errors
/// Only the database's.
pub async fn find_by_reference(
    connection: &mut PgConnection,
    reference: &str,
) -> Result<Option<Payment>, Error> {
    let row = sqlx::query_as!(
        PaymentRow,
        "SELECT id, order_id, provider, reference, status, step, failure, dispute, amount_minor, currency, updated_at
         FROM payments WHERE reference = $1 AND provider = 'stripe'",
        reference
    )
    .fetch_optional(connection)
    .await?;
    row.map(Payment::try_from).transpose()
}

/// The payment of an order that is neither over nor given up, if there is one: there is at most one.
///
/// # Errors
/// Only the database's.
pub async fn find_alive(connection: &mut PgConnection, order: OrderId) -> Result<Option<Payment>, Error> {
    let row = sqlx::query_as!(
        PaymentRow,
        "SELECT id, order_id, provider, reference, status, step, failure, dispute, amount_minor, currency, updated_at
         FROM payments
         WHERE order_id = $1 AND status IN ('pending', 'authorized', 'captured')",
        order.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(Payment::try_from).transpose()
}

/// Whether an order still waits for its payment, by PostgreSQL's clock.
///
/// # Errors
/// Only the database's.
pub async fn is_payable(connection: &mut PgConnection, order: OrderId) -> Result<bool, Error> {
    let payable = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM orders WHERE id = $1 AND status = 'pending_payment'
               AND pay_by > clock_timestamp()) AS "payable!""#,
        order.0
    )
    .fetch_one(connection)
    .await?;
    Ok(payable)
}
