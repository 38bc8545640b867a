use doorbuster_domain::RefundId;
use doorbuster_domain::payments::{Payment, PaymentStatus};
use doorbuster_gateways::payments::{ProviderError, RefundAnswer};
use doorbuster_persistence::Error;
use doorbuster_persistence::payments::record;
use tokio::time::timeout;

use super::pay::PATIENCE;
use crate::Engine;

/// Pays back what was captured for an order that was cancelled. Asked for by the cancellation and by the reconciler.
pub(crate) async fn refund(engine: &Engine, payment: &Payment) -> Result<(), Error> {
    let Some(provider) = engine.payments.as_ref() else {
        return Ok(());
    };
    // A payment is paid back once, as a whole: its own id names that refund.
    let refund = RefundId(payment.id.0);
    match timeout(PATIENCE, provider.refund(payment, payment.amount, refund)).await {
        Ok(Ok(RefundAnswer { reference: _, settled: true })) => {
            let mut connection = engine.database.acquire().await?;
            record(&mut connection, payment.id, PaymentStatus::RefundPending, PaymentStatus::Refunded, None)
                .await?;
        }
        Ok(Ok(RefundAnswer { reference: _, settled: false })) => {}
        Ok(Err(ProviderError::Declined)) => {
            tracing::error!(payment.id = %payment.id, "the provider declined a refund: staff must look at it");
        }
        Ok(Err(ProviderError::Unreachable)) | Err(_) => {
            tracing::warn!(payment.id = %payment.id, "could not refund; the reconciler will");
        }
    }
    Ok(())
}
