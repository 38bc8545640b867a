use doorbuster_domain::orders::Idempotency;
use doorbuster_domain::payments::Payment;
use doorbuster_domain::{OrderId, PaymentId};
use sqlx::PgConnection;

use super::latest::{PaymentRow, payment_of};
use crate::Error;

/// A payment that may begin, or the one that the key began before.
#[derive(Clone, Debug)]
pub enum Opened {
    /// Ask the provider.
    New(Payment),
    /// The same key and body: answer what became of it.
    Replayed(Payment),
}

/// Why no payment begins.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The key belongs to another request.
    #[error("the key was used for another payment")]
    Mismatch,
    /// Another attempt for this order is under way or has succeeded.
    #[error("another payment of this order is under way")]
    InProgress,
    /// The order is not pending, or its hold is over.
    #[error("the order cannot be paid")]
    NotPayable,
    /// The database.
    #[error(transparent)]
    Storage(#[from] Error),
}

impl From<sqlx::Error> for OpenError {
    fn from(error: sqlx::Error) -> Self {
        Self::Storage(error.into())
    }
}

/// Writes the row of a payment before the provider is asked, so that no charge can be without one.
///
/// # Errors
/// [`OpenError`], decided by the unique constraints and the guard on the order's row.
pub async fn open(
    connection: &mut PgConnection,
    id: PaymentId,
    order: OrderId,
    provider: &str,
    idempotency: Idempotency,
) -> Result<Opened, OpenError> {
    let inserted = sqlx::query_as!(
        PaymentRow,
        "INSERT INTO payments (id, order_id, provider, status, amount_minor, currency, idempotency_key,
             idempotency_body)
         SELECT $1, o.id, $3, 'pending', o.total_minor, o.currency, $4, $5 FROM orders o
         WHERE o.id = $2 AND o.status = 'pending_payment' AND o.pay_by > clock_timestamp()
         ON CONFLICT DO NOTHING
         RETURNING id, order_id, provider, reference, status, step, failure, dispute, amount_minor, currency,
             updated_at",
        id.0,
        order.0,
        provider,
        idempotency.key.0.as_slice(),
        idempotency.body.0.as_slice(),
    )
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(row) = inserted {
        return Ok(Opened::New(Payment::try_from(row)?));
    }
    // Nothing inserted: the key has one already, another attempt is alive, or the order is not payable.
    if let Some(earlier) = by_key(connection, order, idempotency).await? {
        return Ok(earlier);
    }
    let alive = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM payments WHERE order_id = $1
               AND status IN ('pending', 'authorized', 'captured', 'refund_pending')) AS "alive!""#,
        order.0
    )
    .fetch_one(connection)
    .await?;
    Err(if alive { OpenError::InProgress } else { OpenError::NotPayable })
}

async fn by_key(
    connection: &mut PgConnection,
    order: OrderId,
    idempotency: Idempotency,
) -> Result<Option<Opened>, OpenError> {
    let row = sqlx::query!(
        "SELECT id, order_id, provider, reference, status, step, failure, dispute, amount_minor, currency, updated_at,
             idempotency_body
         FROM payments WHERE order_id = $1 AND idempotency_key = $2",
        order.0,
        idempotency.key.0.as_slice(),
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    if row.idempotency_body != idempotency.body.0 {
        return Err(OpenError::Mismatch);
    }
    Ok(Some(Opened::Replayed(payment_of!(row)?)))
}
