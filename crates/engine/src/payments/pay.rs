use std::sync::Arc;
use std::time::Duration;

use doorbuster_domain::orders::{Idempotency, IllegalTransition, Order, OrderStatus};
use doorbuster_domain::payments::{Payment, PaymentStatus};
use doorbuster_domain::{OrderId, PaymentId};
use doorbuster_gateways::payments::{
    Browser, Instruction, PaymentProvider, ProviderError, ProviderState, Standing,
};
use doorbuster_persistence::payments::{OpenError, Opened, adopt, find_alive, open, record};
use doorbuster_persistence::{Error, orders};
use tokio::time::timeout;

use super::settle::{Settled, settle};
use crate::Engine;
use crate::ambient::{fresh_id, now};

/// The provider is given up after this long; the reconciler goes on.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// An order that is paid, or whose payment waits for its customer.
#[derive(Debug)]
pub struct Paid {
    /// The order as it is now.
    pub order: Order,
    /// Whether the same key had begun or paid it before.
    pub replayed: bool,
    /// What the customer's browser needs to go on, when the payment waits for them.
    pub browser: Option<Browser>,
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

/// Pays an order for its customer, or goes on with paying it: a payment that the customer makes in the browser is begun,
/// then asked about, by the same call. Once begun it is finished, also when the caller goes away.
///
/// # Errors
/// [`PayError`]. Whatever it is: no charge is kept without a paid order.
pub async fn pay(
    engine: &Arc<Engine>,
    order: OrderId,
    instruction: Instruction,
    idempotency: Idempotency,
) -> Result<Paid, PayError> {
    let engine = Arc::clone(engine);
    let tasks = engine.tasks.clone();
    let paying = tasks.spawn(async move { pay_now(&engine, order, instruction, idempotency).await });
    // Only a panic ends the task without an answer; the reconciler looks at its payment.
    paying.await.unwrap_or(Err(PayError::Unreachable))
}

async fn pay_now(
    engine: &Arc<Engine>,
    order: OrderId,
    instruction: Instruction,
    idempotency: Idempotency,
) -> Result<Paid, PayError> {
    let provider = engine.payments.as_ref().ok_or(PayError::NoProvider)?;
    let opened = {
        let mut connection = engine.database.acquire().await?;
        let id = PaymentId(fresh_id());
        open(&mut connection, id, order, provider.name(), idempotency).await
    };
    let goes_on = |payment: &Payment| {
        payment.status == PaymentStatus::Pending
            && payment.provider == provider.name()
            && provider.waits_for_customer()
    };
    match opened {
        Ok(Opened::New(payment)) => advance(engine, payment, instruction, false).await,
        Ok(Opened::Replayed(payment)) if goes_on(&payment) => {
            advance(engine, payment, instruction, true).await
        }
        Ok(Opened::Replayed(payment)) => replay(engine, order, &payment).await,
        Err(OpenError::Mismatch) => Err(PayError::Mismatch),
        Err(OpenError::InProgress) => {
            // Whoever comes back in another browser goes on with the payment that waits for them.
            let alive = {
                let mut connection = engine.database.acquire().await?;
                find_alive(&mut connection, order).await?
            };
            match alive.filter(goes_on) {
                Some(payment) => advance(engine, payment, instruction, false).await,
                None => refuse(engine, order).await,
            }
        }
        Err(OpenError::NotPayable) => refuse(engine, order).await,
        Err(OpenError::Storage(error)) => Err(error.into()),
    }
}

/// Asks the provider and brings the order to where the money is.
async fn advance(
    engine: &Arc<Engine>,
    mut payment: Payment,
    instruction: Instruction,
    replayed: bool,
) -> Result<Paid, PayError> {
    let provider = engine.payments.as_ref().ok_or(PayError::NoProvider)?;
    let standing = match timeout(PATIENCE, provider.authorize(&payment, instruction)).await {
        Ok(Ok(standing)) => standing,
        Ok(Err(ProviderError::Declined)) => {
            let mut connection = engine.database.acquire().await?;
            record(&mut connection, payment.id, PaymentStatus::Pending, PaymentStatus::Declined, None)
                .await?;
            return Err(PayError::Declined);
        }
        Ok(Err(ProviderError::Unreachable)) | Err(_) => return Err(PayError::Unreachable),
    };
    if is_out_of_hand(provider.as_ref(), &standing) {
        // The claim keeps its name.
        payment.reference.get_or_insert_with(|| standing.reference.clone());
    } else if !keep_reference(engine, &mut payment, &standing).await? {
        return refuse(engine, payment.order_id).await;
    }
    let settled = settle(engine, provider.as_ref(), &payment, &standing).await?;
    let order = read(engine, payment.order_id).await?;
    match (settled, order.status) {
        (Settled::Waits, _) => Ok(Paid { order, replayed, browser: standing.browser }),
        (Settled::GivenBack, OrderStatus::PendingPayment) if order.pay_by > now() => Err(PayError::Declined),
        (Settled::GivenBack | Settled::Owed, _) | (Settled::Moved, OrderStatus::Expired) => {
            Err(PayError::HoldExpired)
        }
        (Settled::Moved, OrderStatus::PendingPayment) => Err(PayError::Declined),
        (Settled::Moved, _) => Ok(Paid { order, replayed, browser: None }),
    }
}

/// Whether nobody can do anything any more with what the provider answered: its money is reserved, and it never waits for a
/// customer.
fn is_out_of_hand(provider: &dyn PaymentProvider, standing: &Standing) -> bool {
    matches!(standing.state, ProviderState::Reserved(_)) && !provider.waits_for_customer()
}

/// Keeps the provider's name for the payment before anybody learns how to pay it. Returns false when the payment is over, or
/// has another name: then whatever this answer is about can be paid by nobody.
async fn keep_reference(engine: &Engine, payment: &mut Payment, standing: &Standing) -> Result<bool, Error> {
    if payment.reference.is_none() {
        let mut connection = engine.database.acquire().await?;
        if !adopt(&mut connection, payment.id, &standing.reference).await? {
            return Ok(false);
        }
        payment.reference = Some(standing.reference.clone());
    }
    Ok(true)
}

/// What the payment that this key began has come to.
async fn replay(engine: &Engine, order: OrderId, payment: &Payment) -> Result<Paid, PayError> {
    match payment.status {
        PaymentStatus::Declined => Err(PayError::Declined),
        // Called off, and the order may go on without it: this key's payment is over.
        PaymentStatus::Voided => {
            let order = read(engine, order).await?;
            let goes_on = order.status == OrderStatus::PendingPayment && order.pay_by > now();
            Err(if goes_on { PayError::Declined } else { PayError::HoldExpired })
        }
        PaymentStatus::Pending | PaymentStatus::Authorized => Err(PayError::InProgress),
        PaymentStatus::Captured | PaymentStatus::RefundPending | PaymentStatus::Refunded => {
            Ok(Paid { order: read(engine, order).await?, replayed: true, browser: None })
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
            Ok(Paid { order, replayed: false, browser: None })
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
