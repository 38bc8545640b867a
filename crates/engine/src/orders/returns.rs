use std::sync::Arc;

use chrono::{DateTime, Utc};
use doorbuster_domain::orders::{
    Arrival, By, Idempotency, IllegalReturn, NewReturn, NotReturnable, ReturnStatus, Transition,
};
use doorbuster_domain::{OrderId, ReturnId, UserId};
use doorbuster_persistence::{Error, Work, orders, payments, sales};

use super::carry_out::{Decision, carry_out, follow_up};
use super::{RefundError, refund::Refunded};
use crate::Engine;
use crate::ambient::fresh_id;

/// Why what was sent back is paid for; what the staff have to say about it is the return's.
const RECEIVED: &str = "What you sent back has arrived";

/// Why a return does not move.
#[derive(Debug, thiserror::Error)]
pub enum ReturnError {
    /// There is no such return, or no such order.
    #[error("there is no such return")]
    Unknown,
    /// The order cannot be sent back, or not so much of it.
    #[error(transparent)]
    NotReturnable(#[from] NotReturnable),
    /// The return cannot go there from where it is.
    #[error(transparent)]
    Illegal(#[from] IllegalReturn),
    /// What came back cannot be paid for like that.
    #[error(transparent)]
    Refund(#[from] RefundError),
    /// The key was used for another return.
    #[error("the key was used for another return")]
    Mismatch,
    /// The database.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// A customer asks at `now` to send something back, once per key. Returns whether the key had asked before.
///
/// # Errors
/// [`ReturnError`]; nothing has happened then.
pub async fn request_return(
    mut work: Work,
    order: OrderId,
    new: &NewReturn,
    idempotency: Idempotency,
    now: DateTime<Utc>,
) -> Result<bool, ReturnError> {
    orders::lock(&mut work, order).await?.ok_or(ReturnError::Unknown)?;
    if let Some(body) = orders::requested_by_key(&mut work, order, idempotency.key).await? {
        return if body == idempotency.body { Ok(true) } else { Err(ReturnError::Mismatch) };
    }
    // Read under the lock: what is spoken for is not sent back twice.
    let known = orders::find(&mut work, order).await?.ok_or(ReturnError::Unknown)?;
    known.may_return(new, now)?;
    let id = ReturnId(fresh_id());
    orders::create_return(&mut work, id, order, new, idempotency).await?;
    work.commit().await?;
    tracing::info!(order.id = %order, return.id = %id, "return {id} of order {order} was requested");
    Ok(false)
}

/// Approves, rejects or withdraws a return: `staff` did it, with an `answer`, or the customer. Doing it twice does it once.
///
/// # Errors
/// [`ReturnError`]; nothing has happened then.
pub async fn decide_return(
    mut work: Work,
    id: ReturnId,
    to: ReturnStatus,
    staff: Option<UserId>,
    answer: Option<&str>,
) -> Result<Transition, ReturnError> {
    let locked = orders::lock_return(&mut work, id).await?.ok_or(ReturnError::Unknown)?;
    let transition = locked.status.transition(to)?;
    if transition == Transition::Moves {
        orders::move_return(&mut work, &locked, to, staff, answer).await?;
        work.commit().await?;
        tracing::info!(order.id = %locked.order_id, return.id = %id, "return {id} was {}", to.as_str());
    }
    Ok(transition)
}

/// A parcel that was approved has come back: its units leave the order, can be sold again when it is to be so, and are paid
/// back, in one step and once per key. An order of which all came back is returned.
///
/// # Errors
/// [`ReturnError`]; nothing has happened then.
pub async fn receive_return(
    engine: &Arc<Engine>,
    mut work: Work,
    id: ReturnId,
    arrival: &Arrival,
    by: UserId,
    idempotency: Idempotency,
) -> Result<Refunded, ReturnError> {
    let known = orders::find_return(&mut work, id).await?.ok_or(ReturnError::Unknown)?;
    let order_id = known.order_id;
    let order = orders::find(&mut work, order_id).await?.ok_or(ReturnError::Unknown)?;
    let sale = match order.sale_id.filter(|_| arrival.restock) {
        Some(sale) => sales::lock(&mut work, sale).await?,
        None => None,
    };
    let locked = orders::lock(&mut work, order_id).await?.ok_or(ReturnError::Unknown)?;
    if let Some((made, body)) = payments::refunded_by_key(&mut work, order_id, idempotency.key).await? {
        return if body == idempotency.body {
            Ok(Refunded { id: made, replayed: true })
        } else {
            Err(ReturnError::Mismatch)
        };
    }
    let about = orders::lock_return(&mut work, id).await?.ok_or(ReturnError::Unknown)?;
    let received = ReturnStatus::Received;
    if about.status.transition(received)? == Transition::Repeated {
        // Another key received it: what was paid for it then stands.
        return Err(IllegalReturn { from: received, to: received }.into());
    }
    // Read under the lock: what others refunded is counted.
    let order = orders::find(&mut work, order_id).await?.ok_or(ReturnError::Unknown)?;
    let plan = order.plan_arrival(&about, arrival).map_err(RefundError::from)?;
    let decision = Decision {
        order: &order,
        plan: &plan,
        reason: RECEIVED,
        by: By::staff(by),
        idempotency: Some(idempotency),
        about: Some(id),
    };
    let refund = carry_out(&mut work, sale.as_ref(), &locked, &decision).await.map_err(RefundError::from)?;
    orders::move_return(&mut work, &about, received, Some(by), arrival.answer.as_deref()).await?;
    work.commit().await?;
    tracing::info!(order.id = %order_id, return.id = %id, refund.id = %refund, "return {id} was received");
    follow_up(engine, sale.and(order.sale_id), Some(refund)).await?;
    Ok(Refunded { id: refund, replayed: false })
}
