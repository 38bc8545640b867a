use doorbuster_domain::OrderId;
use doorbuster_domain::payments::Payment;

use super::latest::PaymentRow;
use crate::{Error, Work};

/// Marks what was captured for an order as to be paid back, in the transaction that cancels it. The provider is asked
/// after the commit. Returns the payment, if there was one.
///
/// # Errors
/// Only the database's.
pub async fn start_refund(work: &mut Work, order: OrderId) -> Result<Option<Payment>, Error> {
    let row = sqlx::query_as!(
        PaymentRow,
        "UPDATE payments SET status = 'refund_pending', updated_at = clock_timestamp()
         WHERE order_id = $1 AND status = 'captured'
         RETURNING id, order_id, provider, reference, status, amount_minor, currency, updated_at",
        order.0
    )
    .fetch_optional(&mut **work)
    .await?;
    row.map(Payment::try_from).transpose()
}
