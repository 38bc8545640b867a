use doorbuster_domain::orders::{By, OrderStatus, Transition};
use doorbuster_domain::{OrderId, UserId};
use doorbuster_persistence::orders::LockedOrder;
use doorbuster_persistence::{Work, orders};

use super::MoveError;

/// All parcels of a shipped order have arrived. Saying so twice is saying it once.
///
/// # Errors
/// [`MoveError`]; nothing has happened then.
pub async fn deliver(mut work: Work, id: OrderId, by: UserId) -> Result<Transition, MoveError> {
    let order = orders::lock(&mut work, id).await?.ok_or(MoveError::Unknown)?;
    let transition = order.status.transition(OrderStatus::Delivered)?;
    if transition == Transition::Moves {
        orders::arrived(&mut work, id).await?;
        complete(&mut work, order, by).await?;
        work.commit().await?;
    }
    Ok(transition)
}

/// Moves a locked order whose last parcel has arrived.
pub(super) async fn complete(work: &mut Work, order: LockedOrder, by: UserId) -> Result<(), MoveError> {
    let id = order.id;
    orders::move_to(work, &order, OrderStatus::Delivered, None, By::staff(by), None).await?;
    // Nobody took it: it was restocked and refunded while it was on its way.
    if orders::find(work, id).await?.is_some_and(|order| order.is_back()) {
        let delivered = LockedOrder { status: OrderStatus::Delivered, ..order };
        orders::move_to(work, &delivered, OrderStatus::Returned, None, By::staff(by), None).await?;
    }
    tracing::info!(order.id = %id, user.id = %by, "order {id} was delivered");
    Ok(())
}
