use std::sync::Arc;

use doorbuster_domain::orders::{By, Idempotency, Order, RefundPlan};
use doorbuster_domain::{RefundId, ReturnId, SaleId};
use doorbuster_persistence::payments::NewRefundRow;
use doorbuster_persistence::sales::Locked;
use doorbuster_persistence::{Error, Work, orders, payments, sales};

use crate::Engine;
use crate::ambient::fresh_id;
use crate::payments::refund;

/// A refund that somebody decided on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decision<'a> {
    /// As it was read under its lock.
    pub(super) order: &'a Order,
    pub(super) plan: &'a RefundPlan,
    /// In words.
    pub(super) reason: &'a str,
    pub(super) by: By,
    /// The request that made it, if one did.
    pub(super) idempotency: Option<Idempotency>,
    /// The return that it pays for, if it does.
    pub(super) about: Option<ReturnId>,
}

/// Writes a refund with everything that it brings with it: the units that can be sold again, and the order's move. The caller
/// has locked the order, and before it its `sale` when units come back.
pub(super) async fn carry_out(
    work: &mut Work,
    sale: Option<&Locked>,
    locked: &orders::LockedOrder,
    decision: &Decision<'_>,
) -> Result<RefundId, Error> {
    let Decision { order, plan, reason, by, idempotency, about } = *decision;
    let id = RefundId(fresh_id());
    let payment = order.payment.as_ref().ok_or(Error::Corrupt("payments lacks that of a paid order"))?;
    let row = NewRefundRow { id, payment, plan, reason, by, return_id: about, idempotency };
    payments::refund(work, &row, sale).await?;
    let restocked = plan.restocked();
    if restocked > 0 && !plan.ends_order() {
        orders::restock(work, locked, id, restocked, sale).await?;
    }
    if let Some(to) = plan.moves_to {
        // An order that ends gives up what it still holds with its move.
        let release = sale.filter(|_| plan.ends_order() && restocked > 0);
        orders::move_to(work, locked, to, release, by, None).await?;
        if let Some(sale) = release {
            sales::give_back(work, sale, &[locked.share()]).await?;
        }
    }
    Ok(id)
}

/// What follows the commit: whoever watches the `sale` learns that it has units again, and the provider is asked for the
/// refund.
pub(super) async fn follow_up(
    engine: &Arc<Engine>,
    sale: Option<SaleId>,
    made: Option<RefundId>,
) -> Result<(), Error> {
    if let Some(sale) = sale {
        engine.announcer.sale_changed(sale);
        engine.board.fetch(&engine.database, sale).await?;
    }
    // It is decided, whatever the provider says: a refund that fails here is asked for again by the reconciler.
    match made {
        Some(id) => refund(engine, id).await,
        None => Ok(()),
    }
}
