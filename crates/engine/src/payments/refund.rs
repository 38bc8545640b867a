use chrono::TimeDelta;
use doorbuster_domain::RefundId;
use doorbuster_gateways::payments::{ProviderError, RefundAnswer};
use doorbuster_persistence::Error;
use doorbuster_persistence::payments::{ask_refund, note_reference, unsettled_refunds};
use tokio::time::timeout;

use super::pay::PATIENCE;
use super::{fail_refund, settle_refund};
use crate::Engine;

/// Refunds that one run of the reconciler asks about.
const AT_ONCE: i64 = 100;

/// Asks the provider to pay back what a refund says, which is committed. Asked for by who decided it and by the reconciler.
///
/// # Errors
/// Only the database's. Whatever the provider says, the refund stands.
pub(crate) async fn refund(engine: &Engine, id: RefundId) -> Result<(), Error> {
    let Some(provider) = engine.payments.as_ref() else {
        return Ok(());
    };
    let asked = {
        let mut connection = engine.database.acquire().await?;
        ask_refund(&mut connection, id).await?
    };
    let Some((payment, amount)) = asked.filter(|(payment, _)| payment.provider == provider.name()) else {
        return Ok(());
    };
    match timeout(PATIENCE, provider.refund(&payment, amount, id)).await {
        Ok(Ok(RefundAnswer { reference, settled: true })) => {
            settle_refund(engine, id, Some(&reference)).await?;
        }
        Ok(Ok(RefundAnswer { reference, settled: false })) => {
            let mut connection = engine.database.acquire().await?;
            note_reference(&mut connection, id, &reference).await?;
        }
        Ok(Err(ProviderError::Declined)) => {
            fail_refund(engine, id, None, "the provider declined it").await?;
        }
        Ok(Err(ProviderError::Unreachable)) | Err(_) => {
            tracing::warn!(refund.id = %id, payment.id = %payment.id, "could not refund; the reconciler will");
        }
    }
    Ok(())
}

/// Asks about refunds again that the provider has not settled for `older_than`. Returns how many.
///
/// # Errors
/// Only the database's.
pub(super) async fn refund_again(engine: &Engine, older_than: TimeDelta) -> Result<u32, Error> {
    let waiting = {
        let mut connection = engine.database.acquire().await?;
        unsettled_refunds(&mut connection, older_than, AT_ONCE).await?
    };
    let mut asked = 0;
    for id in waiting {
        refund(engine, id).await?;
        asked += 1;
    }
    Ok(asked)
}
