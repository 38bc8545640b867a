use std::sync::Arc;

use doorbuster_domain::orders::{Actor, IllegalTransition, Order, OrderStatus, Transition};
use doorbuster_persistence::{Error, orders, payments, sales};

use crate::Engine;
use crate::payments::refund;

/// Why an order is not cancelled.
#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    /// It is too late for it, or a payment is under way.
    #[error(transparent)]
    Illegal(#[from] IllegalTransition),
    /// The database.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// Cancels an order of a customer: its units go back at once, and what was captured is refunded. Cancelling twice is
/// one cancellation.
///
/// # Errors
/// [`CancelError`]; nothing has happened then.
pub async fn cancel(engine: &Arc<Engine>, order: &Order, actor: Actor) -> Result<(), CancelError> {
    let mut work = engine.database.begin_work().await?;
    let sale = match order.sale_id {
        Some(sale) => sales::lock(&mut work, sale).await?,
        None => None,
    };
    let Some(locked) = orders::lock(&mut work, order.id).await? else {
        return Err(Error::Corrupt("orders.id").into());
    };
    if locked.status.transition(OrderStatus::Cancelled)? == Transition::Repeated {
        return Ok(());
    }
    orders::move_to(&mut work, &locked, OrderStatus::Cancelled, sale.as_ref(), actor, None).await?;
    if let Some(sale) = &sale {
        sales::give_back(&mut work, sale, &[locked.share()]).await?;
    }
    let to_refund = payments::start_refund(&mut work, order.id).await?;
    work.commit().await?;

    if let Some(sale) = order.sale_id {
        engine.announcer.sale_changed(sale);
        engine.board.fetch(&engine.database, sale).await?;
    }
    if let Some(payment) = to_refund {
        // The order is cancelled, whatever the provider says: a refund that fails here is tried again by the
        // reconciler.
        refund(engine, &payment).await?;
    }
    Ok(())
}
