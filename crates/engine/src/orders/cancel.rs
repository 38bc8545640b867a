use std::sync::Arc;

use doorbuster_domain::orders::{Actor, By, IllegalTransition, Order, OrderStatus, Transition};
use doorbuster_persistence::{Error, Work, orders, payments, sales};

use super::MoveError;
use crate::Engine;
use crate::payments::refund;

/// Cancels an order in the caller's `work` and commits it: its units go back at once, and what was captured is refunded.
/// Cancelling twice is one cancellation. A customer may until it is packed, staff until something of it has left.
///
/// # Errors
/// [`MoveError`]; nothing has happened then.
pub async fn cancel(engine: &Arc<Engine>, mut work: Work, order: &Order, by: By) -> Result<(), MoveError> {
    let sale = match order.sale_id {
        Some(sale) => sales::lock(&mut work, sale).await?,
        None => None,
    };
    let locked = orders::lock(&mut work, order.id).await?.ok_or(MoveError::Unknown)?;
    if locked.status.transition(OrderStatus::Cancelled)? == Transition::Repeated {
        return Ok(());
    }
    if !may_cancel(&mut work, &locked, by.actor).await? {
        return Err(IllegalTransition { from: locked.status, to: OrderStatus::Cancelled }.into());
    }
    orders::move_to(&mut work, &locked, OrderStatus::Cancelled, sale.as_ref(), by, None).await?;
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

/// Whether a box is still nobody's business but the customer's, or at least still in the house.
async fn may_cancel(work: &mut Work, order: &orders::LockedOrder, actor: Actor) -> Result<bool, Error> {
    if order.status != OrderStatus::Packed {
        return Ok(true);
    }
    match actor {
        Actor::Customer => Ok(false),
        Actor::Staff | Actor::System => {
            let order = orders::find(work, order.id).await?.ok_or(Error::Corrupt("orders.id"))?;
            Ok(order.shipments.is_empty())
        }
    }
}
