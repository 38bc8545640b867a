use doorbuster_domain::RefundId;
use doorbuster_persistence::{Error, payments};

use crate::Engine;

/// The provider says that a refund is on its way to the customer, who gets a mail. Told by its answer and by its webhook, in
/// any order: doing it twice does it once. Returns whether this call did it.
///
/// # Errors
/// Only the database's.
pub async fn settle_refund(engine: &Engine, id: RefundId, reference: Option<&str>) -> Result<bool, Error> {
    let mut work = engine.database.begin_work().await?;
    let settled = payments::settle_refund(&mut work, id, reference).await?;
    work.commit().await?;
    if settled {
        tracing::info!(refund.id = %id, "settled refund {id}");
    }
    Ok(settled)
}

/// The provider says that nothing was paid back, or that it came back: staff see why, and may refund the amount again. A
/// provider may say so of a refund that it called settled before. Doing it twice does it once; returns whether this call
/// did it.
///
/// # Errors
/// Only the database's.
pub async fn fail_refund(
    engine: &Engine,
    id: RefundId,
    reference: Option<&str>,
    failure: &str,
) -> Result<bool, Error> {
    let mut work = engine.database.begin_work().await?;
    let failed = payments::fail_refund(&mut work, id, reference, failure).await?;
    work.commit().await?;
    if failed {
        tracing::error!(refund.id = %id, failure, "refund {id} failed: staff must look at it");
    }
    Ok(failed)
}
