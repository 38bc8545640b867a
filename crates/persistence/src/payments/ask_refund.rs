use doorbuster_domain::payments::Payment;
use doorbuster_domain::{Money, PaymentId, RefundId};
use sqlx::PgConnection;

use super::find;
use crate::Error;

/// What the provider is to be asked about a refund that waits for its answer, noting that it is asked now: the payment,
/// and how much of it goes back. None for a refund that has ended.
///
/// # Errors
/// Only the database's.
pub async fn ask_refund(
    connection: &mut PgConnection,
    id: RefundId,
) -> Result<Option<(Payment, Money)>, Error> {
    let asked = sqlx::query!(
        "UPDATE refunds SET asked_at = clock_timestamp() WHERE id = $1 AND status = 'pending'
         RETURNING payment_id, amount_minor",
        id.0
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(asked) = asked else { return Ok(None) };
    let payment = find(connection, PaymentId(asked.payment_id)).await?;
    let payment = payment.ok_or(Error::Corrupt("refunds.payment_id"))?;
    Ok(Some((payment.clone(), Money::new(asked.amount_minor, payment.amount.currency))))
}

/// Notes the provider's name for a refund that it still works on.
///
/// # Errors
/// Only the database's.
pub async fn note_reference(
    connection: &mut PgConnection,
    id: RefundId,
    reference: &str,
) -> Result<(), Error> {
    sqlx::query!("UPDATE refunds SET reference = $2 WHERE id = $1 AND status = 'pending'", id.0, reference)
        .execute(connection)
        .await?;
    Ok(())
}
