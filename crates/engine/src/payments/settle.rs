use std::sync::Arc;

use doorbuster_domain::payments::{Payment, PaymentStatus, PaymentStep};
use doorbuster_domain::{Money, RefundId};
use doorbuster_gateways::payments::{PaymentProvider, ProviderError, ProviderState, RefundAnswer, Standing};
use doorbuster_persistence::payments::{abandon, find, is_payable, note_step, record};
use doorbuster_persistence::{Error, orders};
use tokio::time::timeout;

use super::capture;
use super::pay::PATIENCE;
use crate::Engine;

/// What a payment came to, as far as whoever settled it can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    /// The customer or the provider goes on with it; the order waits.
    Waits,
    /// It moved: the order says where to.
    Moved,
    /// It took nothing and never will: the order was gone, or the payment was called off or not what was asked for.
    GivenBack,
    /// It has to be given back and could not be yet; the reconciler will.
    Owed,
}

/// Brings a payment and its order to where the provider says that the money is. The customer's request, an event and the
/// reconciler all come here, in any order and at once; whoever is late finds it done.
///
/// Money that was reserved is taken when the order can be claimed for it, and given back when not.
pub(crate) async fn settle(
    engine: &Arc<Engine>,
    provider: &dyn PaymentProvider,
    payment: &Payment,
    standing: &Standing,
) -> Result<Settled, Error> {
    match payment.status {
        PaymentStatus::Pending => settle_pending(engine, provider, payment, standing).await,
        PaymentStatus::Authorized => {
            match &standing.state {
                ProviderState::Reserved(_) => capture(engine, payment).await?,
                ProviderState::Taken(_) => capture::captured(engine, payment).await?,
                ProviderState::Ended => capture::failed(engine, payment).await?,
                ProviderState::Waits { step, failure: _ } => {
                    tracing::error!(payment.id = %payment.id, step = step.as_str(),
                        "a payment that claimed its order is not authorised any more: it is called off");
                    // First, so that nobody confirms it once more after the order has gone on without it.
                    if !is_void(provider, payment).await {
                        return Ok(Settled::Owed);
                    }
                    capture::failed(engine, payment).await?;
                }
            }
            Ok(Settled::Moved)
        }
        PaymentStatus::Captured
        | PaymentStatus::Declined
        | PaymentStatus::Voided
        | PaymentStatus::RefundPending
        | PaymentStatus::Refunded => Ok(Settled::Moved),
    }
}

async fn settle_pending(
    engine: &Arc<Engine>,
    provider: &dyn PaymentProvider,
    payment: &Payment,
    standing: &Standing,
) -> Result<Settled, Error> {
    match &standing.state {
        ProviderState::Waits { step, failure } => {
            wait(engine, provider, payment, *step, failure.as_deref()).await
        }
        ProviderState::Reserved(money) => {
            if is_what_was_asked(payment, *money) && claim(engine, payment).await? {
                capture(engine, payment).await?;
                return Ok(Settled::Moved);
            }
            give_up(engine, provider, payment, None).await
        }
        ProviderState::Taken(money) => {
            // We never ask for the money before the order is claimed. Somebody did, at the provider's own pages.
            if is_what_was_asked(payment, *money) && claim(engine, payment).await? {
                capture::captured(engine, payment).await?;
                return Ok(Settled::Moved);
            }
            give_up(engine, provider, payment, Some(*money)).await
        }
        ProviderState::Ended => {
            let mut connection = engine.database.acquire().await?;
            if payment.reference.is_none() {
                abandon(&mut connection, payment.id).await?;
            } else {
                record(&mut connection, payment.id, PaymentStatus::Pending, PaymentStatus::Voided, None)
                    .await?;
            }
            Ok(Settled::GivenBack)
        }
    }
}

/// The customer has the hold's time to pay. When it is over, nothing can be paid any more.
async fn wait(
    engine: &Arc<Engine>,
    provider: &dyn PaymentProvider,
    payment: &Payment,
    step: PaymentStep,
    failure: Option<&str>,
) -> Result<Settled, Error> {
    let payable = {
        let mut connection = engine.database.acquire().await?;
        note_step(&mut connection, payment.id, step, failure).await?;
        is_payable(&mut connection, payment.order_id).await?
    };
    if payable { Ok(Settled::Waits) } else { give_up(engine, provider, payment, None).await }
}

/// Whether it is the order's price: the payment's row has it from the order.
fn is_what_was_asked(payment: &Payment, money: Money) -> bool {
    let same = payment.amount == money;
    if !same {
        tracing::error!(payment.id = %payment.id, expected = ?payment.amount, found = ?money,
            "a payment over another sum than its order's: it is given back");
    }
    same
}

/// Claims the order for the authorised payment, both or neither.
async fn claim(engine: &Engine, payment: &Payment) -> Result<bool, Error> {
    let mut connection = engine.database.acquire().await?;
    orders::claim(&mut connection, payment.order_id, payment.id, payment.reference.as_deref()).await
}

/// Gives back a payment whose order is gone, unless somebody else has claimed the order with this very payment. `taken` is
/// what the provider took already.
async fn give_up(
    engine: &Arc<Engine>,
    provider: &dyn PaymentProvider,
    payment: &Payment,
    taken: Option<Money>,
) -> Result<Settled, Error> {
    let now = {
        let mut connection = engine.database.acquire().await?;
        find(&mut connection, payment.id).await?.ok_or(Error::Corrupt("payments.id"))?
    };
    match (now.status, taken) {
        (PaymentStatus::Pending, None) => void(engine, provider, &now).await,
        (PaymentStatus::Pending, Some(taken)) => pay_back(engine, provider, &now, taken).await,
        (PaymentStatus::Voided | PaymentStatus::Declined, _) => Ok(Settled::GivenBack),
        (
            PaymentStatus::Authorized
            | PaymentStatus::Captured
            | PaymentStatus::RefundPending
            | PaymentStatus::Refunded,
            _,
        ) => Ok(Settled::Moved),
    }
}

/// Calls off a pending payment, so that nothing is ever taken by it.
async fn void(
    engine: &Arc<Engine>,
    provider: &dyn PaymentProvider,
    payment: &Payment,
) -> Result<Settled, Error> {
    if is_void(provider, payment).await { given_back(engine, payment).await } else { Ok(Settled::Owed) }
}

/// Calls off a payment at the provider. Returns whether it will never take anything.
async fn is_void(provider: &dyn PaymentProvider, payment: &Payment) -> bool {
    match timeout(PATIENCE, provider.void(payment)).await {
        Ok(Ok(())) => true,
        // Taken just now: the reconciler finds that out, and pays it back.
        Ok(Err(ProviderError::Declined | ProviderError::Unreachable)) | Err(_) => {
            tracing::warn!(payment.id = %payment.id, "could not void; the reconciler will");
            false
        }
    }
}

/// Pays back what was taken by a payment that never had the order. It was never the shop's, so it is no refund of an order:
/// the payment comes to nothing.
async fn pay_back(
    engine: &Arc<Engine>,
    provider: &dyn PaymentProvider,
    payment: &Payment,
    taken: Money,
) -> Result<Settled, Error> {
    tracing::error!(payment.id = %payment.id, amount = ?taken, "money was taken without an order: it is paid back");
    // It is paid back once, as a whole: the payment's own id names that.
    match timeout(PATIENCE, provider.refund(payment, taken, RefundId(payment.id.0))).await {
        Ok(Ok(RefundAnswer { reference: _, settled: true })) => given_back(engine, payment).await,
        Ok(Err(ProviderError::Declined)) => {
            tracing::error!(payment.id = %payment.id, "it cannot be paid back: staff must look at it at the provider's");
            given_back(engine, payment).await
        }
        Ok(Ok(RefundAnswer { reference: _, settled: false }) | Err(ProviderError::Unreachable)) | Err(_) => {
            Ok(Settled::Owed)
        }
    }
}

async fn given_back(engine: &Engine, payment: &Payment) -> Result<Settled, Error> {
    let mut connection = engine.database.acquire().await?;
    let reference = payment.reference.as_deref();
    record(&mut connection, payment.id, PaymentStatus::Pending, PaymentStatus::Voided, reference).await?;
    Ok(Settled::GivenBack)
}
