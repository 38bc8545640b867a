use doorbuster_domain::OrderId;
use doorbuster_domain::invoices::Invoice;
use doorbuster_persistence::Error;
use doorbuster_persistence::invoices::{find, list_credit_notes};

use super::number_due;
use crate::Engine;

/// The invoice of an order; none when it was never paid. One that is due and has no number yet gets it now.
///
/// # Errors
/// Only the database's.
pub async fn invoice_of(engine: &Engine, order: OrderId) -> Result<Option<Invoice>, Error> {
    if let Some(invoice) = read(engine, order).await? {
        return Ok(Some(invoice));
    }
    // With all that were paid before it, because numbers follow the payments.
    number_due(engine).await?;
    read(engine, order).await
}

async fn read(engine: &Engine, order: OrderId) -> Result<Option<Invoice>, Error> {
    let mut connection = engine.database.acquire().await?;
    find(&mut connection, order).await
}

/// The credit notes of an order, first to last. Those that are due get their numbers now.
///
/// # Errors
/// Only the database's.
pub async fn credit_notes_of(engine: &Engine, order: OrderId) -> Result<Vec<Invoice>, Error> {
    number_due(engine).await?;
    let mut connection = engine.database.acquire().await?;
    list_credit_notes(&mut connection, order).await
}
