use doorbuster_domain::orders::{By, OrderStatus, Transition};
use doorbuster_domain::{OrderId, UserId};
use doorbuster_persistence::{Work, orders};

use super::MoveError;

/// A paid order lies in its box, ready to leave. Packing it twice is packing it once.
///
/// # Errors
/// [`MoveError`]; nothing has happened then.
pub async fn pack(mut work: Work, id: OrderId, by: UserId) -> Result<Transition, MoveError> {
    let order = orders::lock(&mut work, id).await?.ok_or(MoveError::Unknown)?;
    let transition = order.status.transition(OrderStatus::Packed)?;
    if transition == Transition::Moves {
        orders::move_to(&mut work, &order, OrderStatus::Packed, None, By::staff(by), None).await?;
        work.commit().await?;
        tracing::info!(order.id = %id, user.id = %by, "packed order {id}");
    }
    Ok(transition)
}
