use doorbuster_domain::orders::{By, Idempotency, IllegalTransition, NewShipment, NotLeft, OrderStatus};
use doorbuster_domain::{OrderId, ShipmentId, UserId};
use doorbuster_persistence::{Error, Work, orders};

use super::MoveError;
use crate::ambient::fresh_id;

/// Why no parcel leaves.
#[derive(Debug, thiserror::Error)]
pub enum ShipError {
    /// The order is not where parcels leave from.
    #[error(transparent)]
    Move(#[from] MoveError),
    /// It names more units than are left.
    #[error(transparent)]
    NotLeft(#[from] NotLeft),
    /// The key was used for another parcel.
    #[error("the key was used for another parcel")]
    Mismatch,
}

impl From<Error> for ShipError {
    fn from(error: Error) -> Self {
        Self::Move(error.into())
    }
}

/// Sends a parcel of a packed order, once per key. The order is shipped when its last unit is. Returns whether the key had
/// sent it before.
///
/// # Errors
/// [`ShipError`]; nothing has happened then.
pub async fn ship(
    mut work: Work,
    id: OrderId,
    new: &NewShipment,
    by: UserId,
    idempotency: Idempotency,
) -> Result<bool, ShipError> {
    let locked = orders::lock(&mut work, id).await?.ok_or(MoveError::Unknown)?;
    if let Some(body) = orders::shipped_by_key(&mut work, &locked, idempotency.key).await? {
        return if body == idempotency.body { Ok(true) } else { Err(ShipError::Mismatch) };
    }
    if locked.status != OrderStatus::Packed {
        let illegal = IllegalTransition { from: locked.status, to: OrderStatus::Shipped };
        return Err(MoveError::from(illegal).into());
    }
    // Read under the lock: what has left by other parcels does not leave again.
    let order = orders::find(&mut work, id).await?.ok_or(MoveError::Unknown)?;
    let (carried, last) = order.parcel(&new.lines)?;
    let shipment = ShipmentId(fresh_id());
    orders::ship(&mut work, shipment, &locked, new, &carried, by, idempotency).await?;
    if last {
        orders::move_to(&mut work, &locked, OrderStatus::Shipped, None, By::staff(by), None).await?;
    }
    work.commit().await?;
    tracing::info!(order.id = %id, shipment.id = %shipment, user.id = %by, last, "shipped a parcel of order {id}");
    Ok(false)
}
