use chrono::{DateTime, Utc};
use doorbuster_domain::orders::Transition;
use doorbuster_domain::sales::{Sale, SaleOver, Steer};
use doorbuster_domain::{SaleId, UserId};
use doorbuster_persistence::sales::{self, Locked};
use doorbuster_persistence::{Error, Work};

use crate::Engine;

/// Why a sale is not paused, resumed or cancelled.
#[derive(Debug, thiserror::Error)]
pub enum SteerError {
    /// There is no such sale.
    #[error("there is no such sale")]
    Unknown,
    /// It is over.
    #[error(transparent)]
    Over(#[from] SaleOver),
    /// The database.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// Pauses, resumes or cancels a sale in the caller's `work` and commits it. Doing it twice does it once. Returns the sale
/// with PostgreSQL's time.
///
/// A purchase at the same time is decided by who locks the sale first. What a cancellation means for unpaid orders and
/// unsold units is done by the next sweep, in bounded portions.
///
/// # Errors
/// [`SteerError`]; nothing has happened then.
pub async fn steer(
    engine: &Engine,
    mut work: Work,
    by: UserId,
    id: SaleId,
    steer: Steer,
) -> Result<(Sale, DateTime<Utc>), SteerError> {
    let (locked, sale, now) = lock(&mut work, id).await?.ok_or(SteerError::Unknown)?;
    match sale.status(now).steer(steer)? {
        Transition::Repeated => Ok((sale, now)),
        Transition::Moves => {
            sales::steer(&mut work, &locked, steer).await?;
            let done = match steer {
                Steer::Pause => "paused",
                Steer::Resume => "resumed",
                Steer::Cancel => "cancelled",
            };
            let steered = publish(engine, work, id).await?;
            tracing::info!(sale.id = %id, user.id = %by, "{done} sale {id}");
            Ok(steered)
        }
    }
}

/// Locks a sale, then reads it and the time: whatever was true before the wait is not trusted.
pub(super) async fn lock(
    work: &mut Work,
    id: SaleId,
) -> Result<Option<(Locked, Sale, DateTime<Utc>)>, Error> {
    let Some(locked) = sales::lock(work, id).await? else { return Ok(None) };
    let (sale, now) = sales::find(work, id).await?.ok_or(Error::Corrupt("sales.product_id"))?;
    Ok(Some((locked, sale, now)))
}

/// Commits what staff did to a sale and shows it: on this process's board at once, to the others through the outbox.
pub(super) async fn publish(
    engine: &Engine,
    mut work: Work,
    id: SaleId,
) -> Result<(Sale, DateTime<Utc>), Error> {
    let (sale, now) = sales::find(&mut work, id).await?.ok_or(Error::Corrupt("sales.product_id"))?;
    work.commit().await?;
    engine.board.show(sale.clone());
    engine.announcer.sale_changed(id);
    Ok((sale, now))
}
