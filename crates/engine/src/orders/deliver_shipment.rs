use doorbuster_domain::orders::OrderStatus;
use doorbuster_domain::{OrderId, ShipmentId, UserId};
use doorbuster_persistence::{Work, orders};

use super::MoveError;
use super::deliver::complete;

/// One parcel has arrived. A shipped order is delivered with the last of them; of one that is only packed more is to leave.
/// Saying so twice is saying it once.
///
/// # Errors
/// [`MoveError::Unknown`] for a parcel that the order does not have; nothing has happened then.
pub async fn deliver_shipment(
    mut work: Work,
    order: OrderId,
    shipment: ShipmentId,
    by: UserId,
) -> Result<(), MoveError> {
    let order = orders::lock(&mut work, order).await?.ok_or(MoveError::Unknown)?;
    let others = orders::shipment_arrived(&mut work, order.id, shipment).await?.ok_or(MoveError::Unknown)?;
    if order.status == OrderStatus::Shipped && !others {
        complete(&mut work, order, by).await?;
    }
    Ok(work.commit().await?)
}
