use chrono::{DateTime, Utc};
use doorbuster_domain::platform::IfMatch;
use doorbuster_domain::sales::{NewSaleError, Sale, SaleEdit, SaleOver};
use doorbuster_domain::{SaleId, UserId};
use doorbuster_persistence::sales::{self, EditError as Refused};
use doorbuster_persistence::{Error, Work};

use super::steer::{lock, publish};
use crate::Engine;

/// Why a sale is not edited.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// There is no such sale.
    #[error("there is no such sale")]
    Unknown,
    /// Somebody changed it since the caller looked.
    #[error("the sale was changed meanwhile")]
    Stale,
    /// It is over.
    #[error(transparent)]
    Over(#[from] SaleOver),
    /// The sale would not be a proper one.
    #[error("the sale would break the rules")]
    Invalid(Vec<NewSaleError>),
    /// Orders hold more units than the sale was to have.
    #[error("orders hold {held} units")]
    AllocationBelowHeld {
        /// How many.
        held: i64,
    },
    /// The product's stock does not cover what the sale was to get in addition.
    #[error("the stock does not cover the allocation")]
    InsufficientStock,
    /// The database.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// Edits a sale in the caller's `work`, if it is still of a version that `expected` accepts, and commits it. Units move
/// between the sale and its product's stock in the same transaction. An edit that changes nothing leaves the version
/// alone. Returns the sale with PostgreSQL's time.
///
/// # Errors
/// [`EditError`]; nothing has happened then.
pub async fn edit(
    engine: &Engine,
    mut work: Work,
    by: UserId,
    id: SaleId,
    expected: &IfMatch,
    edit: &SaleEdit,
) -> Result<(Sale, DateTime<Utc>), EditError> {
    let (locked, sale, now) = lock(&mut work, id).await?.ok_or(EditError::Unknown)?;
    if !expected.accepts(sale.version) {
        // Who looks again here shall see what changed.
        engine.board.show(sale);
        return Err(EditError::Stale);
    }
    sale.status(now).editable()?;
    let next = edit.on(&sale);
    next.check(now).map_err(EditError::Invalid)?;
    if next == sale.as_made() {
        return Ok((sale, now));
    }
    sales::edit(&mut work, &locked, &sale, &next).await.map_err(|refused| match refused {
        Refused::AllocationBelowHeld => EditError::AllocationBelowHeld { held: sale.held() },
        Refused::InsufficientStock => EditError::InsufficientStock,
        Refused::Storage(error) => EditError::Storage(error),
    })?;
    let edited = publish(engine, work, id).await?;
    tracing::info!(
        sale.id = %id, user.id = %by, version = edited.0.version, allocated = edited.0.allocated, "edited sale {id}"
    );
    Ok(edited)
}
