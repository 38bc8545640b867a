use std::sync::Arc;
use std::time::Duration;

use doorbuster_domain::orders::{Idempotency, IllegalTransition, Order, OrderStatus};
use doorbuster_domain::payments::{Payment, PaymentStatus};
use doorbuster_domain::{OrderId, PaymentId};
use doorbuster_gateways::payments::{Instruction, PaymentProvider, ProviderError};
use doorbuster_persistence::payments::{OpenError, Opened, open, record};
use doorbuster_persistence::{Error, orders};
use tokio::time::timeout;

use super::capture;
use crate::Engine;
use crate::ambient::{fresh_id, now};

/// The provider is given up after this long; the reconciler goes on.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// An order that is paid.
#[derive(Debug)]
pub struct Paid {
    /// The order as it is now.
    pub order: Order,
    /// Whether the same key had paid it before.
    pub replayed: bool,
}

/// Why an order was not paid.
#[derive(Debug, thiserror::Error)]
pub enum PayError {
    /// Nobody is configured to move money.
    #[error("no payment provider is configured")]
    NoProvider,
    /// The provider said no. The order stays pending: another try may succeed.
    #[error("the payment was declined")]
    Declined,
    /// The hold is over; what was authorised is given back.
    #[error("the hold is over")]
    HoldExpired,
    /// Another payment of this order is under way.
    #[error("another payment is under way")]
    InProgress,
    /// The key was used for another payment of this order.
    #[error("the key was used for another payment")]
    Mismatch,
    /// The order is past being paid.
    #[error(transparent)]
    Illegal(IllegalTransition),
    /// The provider could not be asked; the reconciler settles what it may have done.
    #[error("the provider cannot be reached")]
    Unreachable,
    /// The database.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// Pays an order of its customer. Once begun it is finished, also when the caller goes away.
///
/// # Errors
/// [`PayError`]. Whatever it is: no charge is kept without a paid order.
pub async fn pay(
    engine: &Arc<Engine>,
    order: Order,
    instruction: Instruction,
    idempotency: Idempotency,
) -> Result<Paid, PayError> {
    let engine = Arc::clone(engine);
    let tasks = engine.tasks.clone();
    let paying = tasks.spawn(async move { pay_now(&engine, &order, instruction, idempotency).await });
    // Only a panic ends the task without an answer; the reconciler looks at its payment.
    paying.await.unwrap_or(Err(PayError::Unreachable))
}

async fn pay_now(
    engine: &Arc<Engine>,
    order: &Order,
    instruction: Instruction,
    idempotency: Idempotency,
) -> Result<Paid, PayError> {
    let provider = engine.payments.as_ref().ok_or(PayError::NoProvider)?;
    let opened = {
        let mut connection = engine.database.acquire().await?;
        let id = PaymentId(fresh_id());
        open(&mut connection, id, order.user_id, order, provider.name(), idempotency).await
    };
    let mut payment = match opened {
        Ok(Opened::New(payment)) => payment,
        Ok(Opened::Replayed(payment)) => return replay(engine, order.id, &payment).await,
        Err(OpenError::Mismatch) => return Err(PayError::Mismatch),
        Err(OpenError::InProgress | OpenError::NotPayable) => return refuse(engine, order.id).await,
        Err(OpenError::Storage(error)) => return Err(error.into()),
    };
    match timeout(PATIENCE, provider.authorize(&payment, instruction)).await {
        Ok(Ok(reference)) => payment.reference = Some(reference),
        Ok(Err(ProviderError::Declined)) => {
            let mut connection = engine.database.acquire().await?;
            record(&mut connection, payment.id, PaymentStatus::Pending, PaymentStatus::Declined, None)
                .await?;
            return Err(PayError::Declined);
        }
        Ok(Err(ProviderError::Unreachable)) | Err(_) => return Err(PayError::Unreachable),
    }
    if !claim(engine, &payment).await? {
        void(engine, provider.as_ref(), &payment).await?;
        return Err(PayError::HoldExpired);
    }
    capture(engine, &payment).await?;
    let order = read(engine, order.id).await?;
    match order.status {
        OrderStatus::Expired => Err(PayError::HoldExpired),
        OrderStatus::PendingPayment => Err(PayError::Declined),
        _ => Ok(Paid { order, replayed: false }),
    }
}

/// Claims the order for the authorised payment, both or neither.
async fn claim(engine: &Engine, payment: &Payment) -> Result<bool, Error> {
    let mut work = engine.database.begin_work().await?;
    let reference = payment.reference.as_deref();
    let claimed = orders::claim(&mut work, payment.order_id).await?
        && record(&mut work, payment.id, PaymentStatus::Pending, PaymentStatus::Authorized, reference)
            .await?;
    if claimed {
        work.commit().await?;
    }
    Ok(claimed)
}

/// Gives back what was authorised for an order that is gone.
pub(super) async fn void(
    engine: &Engine,
    provider: &dyn PaymentProvider,
    payment: &Payment,
) -> Result<(), Error> {
    match timeout(PATIENCE, provider.void(payment)).await {
        Ok(Ok(()) | Err(ProviderError::Declined)) => {
            let mut connection = engine.database.acquire().await?;
            let reference = payment.reference.as_deref();
            record(&mut connection, payment.id, PaymentStatus::Pending, PaymentStatus::Voided, reference)
                .await?;
        }
        Ok(Err(ProviderError::Unreachable)) | Err(_) => {
            tracing::warn!(payment.id = %payment.id, "could not void; the reconciler will");
        }
    }
    Ok(())
}

/// What the payment that this key began has come to.
async fn replay(engine: &Engine, order: OrderId, payment: &Payment) -> Result<Paid, PayError> {
    match payment.status {
        PaymentStatus::Declined => Err(PayError::Declined),
        PaymentStatus::Voided => Err(PayError::HoldExpired),
        PaymentStatus::Pending | PaymentStatus::Authorized => Err(PayError::InProgress),
        PaymentStatus::Captured | PaymentStatus::RefundPending | PaymentStatus::Refunded => {
            Ok(Paid { order: read(engine, order).await?, replayed: true })
        }
    }
}

/// Why no payment began: the order's state says. Paying a paid order again changes nothing and succeeds.
async fn refuse(engine: &Engine, order: OrderId) -> Result<Paid, PayError> {
    let order = read(engine, order).await?;
    match order.status {
        OrderStatus::PendingPayment => {
            // Another payment stood in the way, also when it has been declined since or moves the order just now.
            let over = order.pay_by <= now() && !order.payment.as_ref().is_some_and(is_under_way);
            Err(if over { PayError::HoldExpired } else { PayError::InProgress })
        }
        OrderStatus::Authorized => Err(PayError::InProgress),
        OrderStatus::Paid | OrderStatus::Packed | OrderStatus::Shipped | OrderStatus::Delivered => {
            Ok(Paid { order, replayed: false })
        }
        OrderStatus::Expired => Err(PayError::HoldExpired),
        from @ (OrderStatus::Cancelled | OrderStatus::Returned) => {
            Err(PayError::Illegal(IllegalTransition { from, to: OrderStatus::Authorized }))
        }
    }
}

/// Whether it may still take the order, or has just done so.
fn is_under_way(payment: &Payment) -> bool {
    match payment.status {
        PaymentStatus::Pending
        | PaymentStatus::Authorized
        | PaymentStatus::Captured
        | PaymentStatus::RefundPending => true,
        PaymentStatus::Declined | PaymentStatus::Voided | PaymentStatus::Refunded => false,
    }
}

async fn read(engine: &Engine, order: OrderId) -> Result<Order, Error> {
    let mut connection = engine.database.acquire().await?;
    orders::find(&mut connection, order).await?.ok_or(Error::Corrupt("orders.id"))
}
