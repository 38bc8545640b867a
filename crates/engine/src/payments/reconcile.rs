use std::sync::Arc;

use chrono::TimeDelta;
use doorbuster_domain::payments::PaymentStatus;
use doorbuster_persistence::Error;
use doorbuster_persistence::payments::unsettled;

use super::pay::void;
use super::{capture, refund_again};
use crate::Engine;

/// Payments that one run looks at.
const AT_ONCE: i64 = 100;

/// What a run of the reconciler looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Authorisations whose customer's request never claimed an order: given back.
    pub voided: u32,
    /// Claimed orders whose capture was cut short: asked for again.
    pub captured: u32,
    /// Refunds that were cut short, or that the provider still works on: asked for again.
    pub refunded: u32,
}

/// Finishes payments that nobody moved for `older_than`: a request that died between two steps left them.
///
/// # Errors
/// Only the database's. What was finished before stays finished.
pub async fn reconcile(engine: &Arc<Engine>, older_than: TimeDelta) -> Result<Reconciled, Error> {
    let mut done = Reconciled::default();
    let Some(provider) = engine.payments.as_ref() else {
        return Ok(done);
    };
    let payments = {
        let mut connection = engine.database.acquire().await?;
        unsettled(&mut connection, older_than, AT_ONCE).await?
    };
    for payment in payments.iter().filter(|payment| payment.provider == provider.name()) {
        tracing::warn!(payment.id = %payment.id, status = payment.status.as_str(), "reconciling a payment");
        match payment.status {
            PaymentStatus::Pending => {
                void(engine, provider.as_ref(), payment).await?;
                done.voided += 1;
            }
            PaymentStatus::Authorized => {
                capture(engine, payment).await?;
                done.captured += 1;
            }
            PaymentStatus::Captured
            | PaymentStatus::Declined
            | PaymentStatus::Voided
            | PaymentStatus::RefundPending
            | PaymentStatus::Refunded => {}
        }
    }
    done.refunded = refund_again(engine, older_than).await?;
    Ok(done)
}
