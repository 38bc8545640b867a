use std::sync::Arc;

use doorbuster_domain::RefundId;
use doorbuster_domain::payments::Payment;
use doorbuster_gateways::payments::{
    EventError, PaymentProvider, ProviderError, ProviderEvent, RefundAnswer, Subject,
};
use doorbuster_persistence::Error;
use doorbuster_persistence::payments::{apply_event, find_by_reference, note_dispute, receive_event};

use super::settle::settle;
use super::{fail_refund, settle_refund};
use crate::Engine;
use crate::ambient::now;

/// Why an event was not taken.
#[derive(Debug, thiserror::Error)]
pub enum TakeEventError {
    /// Nobody is configured to move money, or they tell nothing by themselves.
    #[error("no payment provider tells us anything")]
    NoProvider,
    /// It cannot be believed.
    #[error(transparent)]
    Refused(EventError),
    /// The provider could not be asked about it: it shall tell it again.
    #[error("the provider cannot be reached")]
    Unreachable,
    /// The database.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// Takes what the provider told by itself: `body` as it came, with the signature of its header. It is kept once, and counts
/// only as a hint: the provider is asked how things stand now, so events may come late, twice, or in any order.
///
/// # Errors
/// [`TakeEventError`]. The provider tells it again then, and if not, the reconciler finds out.
pub async fn take_event(engine: &Arc<Engine>, signature: &str, body: &[u8]) -> Result<(), TakeEventError> {
    let provider = engine.payments.as_ref().ok_or(TakeEventError::NoProvider)?;
    let event = provider.read_event(signature, body, now()).map_err(|error| match error {
        EventError::Unsupported => TakeEventError::NoProvider,
        refused @ (EventError::Forged | EventError::Stale | EventError::Malformed) => {
            TakeEventError::Refused(refused)
        }
    })?;
    let open = {
        let mut connection = engine.database.acquire().await?;
        receive_event(&mut connection, provider.name(), &event.id, &event.kind).await?
    };
    if !open {
        return Ok(());
    }
    let engine = Arc::clone(engine);
    let tasks = engine.tasks.clone();
    // Once begun it is finished, also when the provider hangs up.
    let applying = tasks.spawn(async move { apply(&engine, &event).await });
    applying.await.unwrap_or(Err(TakeEventError::Unreachable))
}

async fn apply(engine: &Arc<Engine>, event: &ProviderEvent) -> Result<(), TakeEventError> {
    let provider = engine.payments.as_ref().ok_or(TakeEventError::NoProvider)?;
    tracing::info!(event.id = event.id, event.kind = event.kind, "the provider told something");
    let payment = match &event.subject {
        Subject::Payment { reference } => {
            let payment = concerned(engine, reference).await?;
            if let Some(payment) = &payment {
                let mut standings = provider.look_up(std::slice::from_ref(payment)).await;
                let standing = standings.pop().unwrap_or(Err(ProviderError::Unreachable));
                let standing = standing.map_err(|_| TakeEventError::Unreachable)?;
                settle(engine, provider.as_ref(), payment, &standing).await?;
            }
            payment
        }
        Subject::Refund { reference, refund: Some(refund) } => {
            end_refund(engine, provider.as_ref(), *refund, reference).await?;
            None
        }
        Subject::Refund { reference, refund: None } => {
            tracing::error!(reference, "the provider paid something back that nobody here asked for");
            None
        }
        Subject::Dispute { reference, dispute } => {
            let payment = concerned(engine, reference).await?;
            if let Some(payment) = &payment {
                let status = provider.look_up_dispute(dispute).await;
                let status = status.map_err(|_| TakeEventError::Unreachable)?;
                tracing::error!(payment.id = %payment.id, status = status.as_str(),
                    "a customer complained about a charge");
                let mut connection = engine.database.acquire().await?;
                note_dispute(&mut connection, payment.id, status).await?;
            }
            payment
        }
        Subject::Other => None,
    };
    let mut connection = engine.database.acquire().await?;
    apply_event(&mut connection, &event.id, payment.map(|payment| payment.id)).await?;
    Ok(())
}

/// Ends a refund as the provider says, also one that it called settled before.
async fn end_refund(
    engine: &Engine,
    provider: &dyn PaymentProvider,
    refund: RefundId,
    reference: &str,
) -> Result<(), TakeEventError> {
    match provider.look_up_refund(reference).await {
        Ok(RefundAnswer { settled: true, .. }) => settle_refund(engine, refund, Some(reference)).await?,
        Ok(RefundAnswer { settled: false, .. }) => false,
        Err(ProviderError::Declined) => {
            fail_refund(engine, refund, Some(reference), "the bank sent it back").await?
        }
        Err(ProviderError::Unreachable) => return Err(TakeEventError::Unreachable),
    };
    Ok(())
}

/// The payment of ours that the provider calls so. Accounts are shared, so it may be nobody's. An intent whose name we do
/// not keep is nobody's either: no browser has its secret.
async fn concerned(engine: &Engine, reference: &str) -> Result<Option<Payment>, Error> {
    let mut connection = engine.database.acquire().await?;
    find_by_reference(&mut connection, reference).await
}
