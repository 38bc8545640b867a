use std::collections::BTreeSet;

use doorbuster_persistence::Error;
use doorbuster_persistence::sales::Due;
use doorbuster_persistence::{orders, sales};

use crate::Engine;

/// Sold batches that one sweep looks at.
const BATCHES_AT_ONCE: i64 = 10_000;
/// Ended sales that one sweep looks at.
const SALES_AT_ONCE: i64 = 200;

/// What one sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Orders whose hold was over.
    pub expired: i64,
    /// Unpaid orders of cancelled sales.
    pub cancelled: i64,
    /// Sales that ended and gave their unsold units back.
    pub settled: i64,
}

/// Ends what is due: holds that nobody paid by PostgreSQL's clock, the holds of cancelled sales, and sales that are over.
/// Every process does this; they meet on the sale's lock. What a crash leaves undone is due for the next sweep.
///
/// # Errors
/// Only the database's. What was swept before stays swept.
pub async fn sweep(engine: &Engine) -> Result<Swept, Error> {
    let mut swept = Swept::default();
    let mut moved = BTreeSet::new();
    let due = {
        let mut connection = engine.database.acquire().await?;
        let mut due = sales::due_batches(&mut connection, BATCHES_AT_ONCE).await?;
        for sale in sales::due_cancellations(&mut connection, SALES_AT_ONCE).await? {
            due.extend(sales::held_batches(&mut connection, sale, BATCHES_AT_ONCE).await?);
        }
        due
    };
    for due in due {
        end_holds(engine, &due, &mut swept).await?;
        moved.insert(due.sale);
    }
    let over = {
        let mut connection = engine.database.acquire().await?;
        sales::due_settlements(&mut connection, SALES_AT_ONCE).await?
    };
    for id in over {
        let mut work = engine.database.begin_work().await?;
        let Some(sale) = sales::lock(&mut work, id).await? else { continue };
        if let Some(units) = sales::settle(&mut work, &sale).await? {
            work.commit().await?;
            tracing::info!(sale.id = %id, units, "settled sale {id}: {units} units went back to the stock");
            swept.settled += 1;
            moved.insert(id);
        }
    }
    for id in moved {
        engine.board.fetch(&engine.database, id).await?;
        engine.announcer.sale_changed(id);
    }
    if swept.expired > 0 {
        metrics::counter!("doorbuster_orders_expired_total").increment(swept.expired.unsigned_abs());
    }
    Ok(swept)
}

/// Ends the holds of some batches of one sale, a bounded number per transaction.
async fn end_holds(engine: &Engine, due: &Due, swept: &mut Swept) -> Result<(), Error> {
    loop {
        let mut work = engine.database.begin_work().await?;
        let Some(sale) = sales::lock(&mut work, due.sale).await? else { return Ok(()) };
        let ended = orders::expire(&mut work, &sale, due).await?;
        work.commit().await?;
        let count = if sale.cancelled { &mut swept.cancelled } else { &mut swept.expired };
        *count += ended.orders;
        if ended.finished {
            return Ok(());
        }
    }
}

/// Expires overdue orders that every sweep had missed, found by reading all orders. For `reconcile`: it repairs what a
/// mistake left behind. Returns how many.
///
/// # Errors
/// Only the database's.
pub async fn expire_stragglers(engine: &Engine) -> Result<i64, Error> {
    let stragglers = {
        let mut connection = engine.database.acquire().await?;
        orders::stragglers(&mut connection).await?
    };
    let mut expired = 0;
    for order in stragglers {
        let mut work = engine.database.begin_work().await?;
        let Some(sale) = sales::lock(&mut work, order.sale).await? else { continue };
        expired += orders::expire(&mut work, &sale, &order).await?.orders;
        work.commit().await?;
    }
    Ok(expired)
}
