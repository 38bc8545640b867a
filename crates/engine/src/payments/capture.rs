use std::sync::Arc;

use doorbuster_domain::orders::{Actor, OrderStatus, Transition};
use doorbuster_domain::payments::{Payment, PaymentStatus};
use doorbuster_gateways::payments::ProviderError;
use doorbuster_persistence::orders::LockedOrder;
use doorbuster_persistence::payments::record;
use doorbuster_persistence::{Error, Work, orders, sales};
use tokio::time::timeout;

use super::pay::PATIENCE;
use crate::Engine;

/// Takes the money that an authorised payment reserved, for the order that it claimed. Asked for by the customer's
/// request and by the reconciler; doing it twice does it once.
///
/// A capture that is declined gives the order back to its hold, or ends the hold when its time is up or the sale was
/// cancelled.
pub(crate) async fn capture(engine: &Arc<Engine>, payment: &Payment) -> Result<(), Error> {
    let Some(provider) = engine.payments.as_ref() else {
        return Ok(());
    };
    match timeout(PATIENCE, provider.capture(payment)).await {
        Ok(Ok(())) => captured(engine, payment).await,
        Ok(Err(ProviderError::Declined)) => failed(engine, payment).await,
        Ok(Err(ProviderError::Unreachable)) | Err(_) => {
            tracing::warn!(payment.id = %payment.id, "could not capture; the reconciler will");
            Ok(())
        }
    }
}

/// Records that the money of an authorised payment was taken, with its order's move.
pub(super) async fn captured(engine: &Engine, payment: &Payment) -> Result<(), Error> {
    let mut work = engine.database.begin_work().await?;
    let Some(order) = orders::lock(&mut work, payment.order_id).await? else {
        return Err(Error::Corrupt("payments.order_id"));
    };
    if order.status.transition(OrderStatus::Paid) == Ok(Transition::Moves) {
        orders::move_to(&mut work, &order, OrderStatus::Paid, None, Actor::System, None).await?;
    }
    finish(work, payment, PaymentStatus::Captured).await
}

/// Records that the money of an authorised payment will not be taken, and gives the order back to its hold or ends it.
pub(super) async fn failed(engine: &Engine, payment: &Payment) -> Result<(), Error> {
    let sale_id = {
        let mut connection = engine.database.acquire().await?;
        orders::find(&mut connection, payment.order_id).await?.and_then(|order| order.sale_id)
    };
    let mut work = engine.database.begin_work().await?;
    let sale = match sale_id {
        Some(sale) => sales::lock(&mut work, sale).await?,
        None => None,
    };
    let Some(order) = orders::lock(&mut work, payment.order_id).await? else {
        return Err(Error::Corrupt("payments.order_id"));
    };
    let mut gave_back = None;
    if order.status == OrderStatus::Authorized {
        let to = if order.overdue { OrderStatus::Expired } else { OrderStatus::PendingPayment };
        let note = Some("the capture was declined");
        let release = sale.as_ref().filter(|_| order.overdue);
        orders::move_to(&mut work, &order, to, release, Actor::System, note).await?;
        let called_off = sale.as_ref().is_some_and(|sale| sale.cancelled) && !order.overdue;
        if called_off {
            // Whoever cancelled the sale left this order alone, because it was about to be paid.
            let order = LockedOrder { status: to, ..order };
            let note = Some("the sale was cancelled");
            orders::move_to(&mut work, &order, OrderStatus::Cancelled, sale.as_ref(), Actor::Staff, note)
                .await?;
        }
        if let Some(sale) = &sale
            && (order.overdue || called_off)
        {
            sales::give_back(&mut work, sale, &[order.share()]).await?;
            gave_back = sale_id;
        }
    }
    finish(work, payment, PaymentStatus::Declined).await?;
    if let Some(sale) = gave_back {
        engine.announcer.sale_changed(sale);
    }
    Ok(())
}

/// Records the payment's end and commits it with the order's move.
async fn finish(mut work: Work, payment: &Payment, status: PaymentStatus) -> Result<(), Error> {
    if record(&mut work, payment.id, PaymentStatus::Authorized, status, None).await? {
        work.commit().await?;
    }
    Ok(())
}
