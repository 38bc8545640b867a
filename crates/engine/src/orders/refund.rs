use std::sync::Arc;

use doorbuster_domain::orders::{By, Idempotency, NewRefund, NotRefundable};
use doorbuster_domain::{OrderId, RefundId, UserId};
use doorbuster_persistence::{Error, Work, orders, payments, sales};

use super::carry_out::{Decision, carry_out, follow_up};
use crate::Engine;

/// A refund that was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refunded {
    /// Its id.
    pub id: RefundId,
    /// Whether the same key had made it before.
    pub replayed: bool,
}

/// Why nothing is refunded.
#[derive(Debug, thiserror::Error)]
pub enum RefundError {
    /// There is no such order.
    #[error("there is no such order")]
    Unknown,
    /// The order has not so much to give back.
    #[error(transparent)]
    NotRefundable(#[from] NotRefundable),
    /// The database counted more than was captured: somebody else was faster.
    #[error("more than was captured")]
    MoreThanCaptured,
    /// The key was used for another refund.
    #[error("the key was used for another refund")]
    Mismatch,
    /// The database.
    #[error(transparent)]
    Storage(Error),
}

impl From<Error> for RefundError {
    fn from(error: Error) -> Self {
        if error.constraint() == Some("payments_refunds_covered") {
            Self::MoreThanCaptured
        } else {
            Self::Storage(error)
        }
    }
}

/// Refunds an order in the caller's `work` and commits it, once per key; then the provider is asked. Units that are named
/// leave the order, and can be sold again when it is to be so.
///
/// # Errors
/// [`RefundError`]; nothing has happened then.
pub async fn refund(
    engine: &Arc<Engine>,
    mut work: Work,
    id: OrderId,
    new: &NewRefund,
    by: UserId,
    idempotency: Idempotency,
) -> Result<Refunded, RefundError> {
    let known = orders::find(&mut work, id).await?.ok_or(RefundError::Unknown)?;
    // First in the lock order; without units that come back it is left to its buyers.
    let sale = match known.sale_id.filter(|_| new.restock) {
        Some(sale) => sales::lock(&mut work, sale).await?,
        None => None,
    };
    let locked = orders::lock(&mut work, id).await?.ok_or(RefundError::Unknown)?;
    if let Some((made, body)) = payments::refunded_by_key(&mut work, id, idempotency.key).await? {
        return if body == idempotency.body {
            Ok(Refunded { id: made, replayed: true })
        } else {
            Err(RefundError::Mismatch)
        };
    }
    // Read under the lock: what others refunded is counted.
    let order = orders::find(&mut work, id).await?.ok_or(RefundError::Unknown)?;
    let plan = order.plan_refund(new)?;
    let by = By::staff(by);
    let decision = Decision {
        order: &order,
        plan: &plan,
        reason: &new.reason,
        by,
        idempotency: Some(idempotency),
        about: None,
    };
    let refund = carry_out(&mut work, sale.as_ref(), &locked, &decision).await?;
    work.commit().await?;
    tracing::info!(order.id = %id, refund.id = %refund, amount = %plan.amount, "refunded {} of order {id}", plan.amount);
    follow_up(engine, sale.and(order.sale_id), Some(refund)).await?;
    Ok(Refunded { id: refund, replayed: false })
}
