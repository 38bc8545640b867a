use std::sync::Arc;

use doorbuster_domain::RefundId;
use doorbuster_domain::orders::{Actor, By, IllegalTransition, Order, OrderStatus, Transition};
use doorbuster_persistence::sales::Locked;
use doorbuster_persistence::{Error, Work, orders, sales};

use super::MoveError;
use super::carry_out::{Decision, carry_out, follow_up};
use crate::Engine;

/// Why what was paid for a cancelled order goes back, in words.
const CANCELLED: &str = "The order was cancelled";

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
    let refund = match locked.status {
        OrderStatus::Paid | OrderStatus::Packed => {
            Some(call_off(&mut work, sale.as_ref(), &locked, by).await?)
        }
        OrderStatus::PendingPayment
        | OrderStatus::Authorized
        | OrderStatus::Shipped
        | OrderStatus::Delivered
        | OrderStatus::Expired
        | OrderStatus::Cancelled
        | OrderStatus::Returned => {
            orders::move_to(&mut work, &locked, OrderStatus::Cancelled, sale.as_ref(), by, None).await?;
            if let Some(sale) = &sale {
                sales::give_back(&mut work, sale, &[locked.share()]).await?;
            }
            None
        }
    };
    work.commit().await?;
    Ok(follow_up(engine, order.sale_id, refund).await?)
}

/// Calls off an order that was paid: a refund of everything that is left of it.
async fn call_off(
    work: &mut Work,
    sale: Option<&Locked>,
    locked: &orders::LockedOrder,
    by: By,
) -> Result<RefundId, MoveError> {
    let order = orders::find(work, locked.id).await?.ok_or(MoveError::Unknown)?;
    if !may_call_off(&order, by.actor) {
        return Err(IllegalTransition { from: locked.status, to: OrderStatus::Cancelled }.into());
    }
    let plan = order.plan_cancellation(CANCELLED);
    let plan = plan.map_err(|_| Error::Corrupt("payments lacks that of a paid order"))?;
    let decision =
        Decision { order: &order, plan: &plan, reason: CANCELLED, by, idempotency: None, about: None };
    Ok(carry_out(work, sale, locked, &decision).await?)
}

/// Whether a box is still nobody's business but the customer's, or at least still in the house.
fn may_call_off(order: &Order, actor: Actor) -> bool {
    match actor {
        Actor::Customer => order.status == OrderStatus::Paid,
        Actor::Staff | Actor::System => order.shipments.is_empty(),
    }
}
