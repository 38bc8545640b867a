use chrono::{DateTime, Utc};
use doorbuster_domain::SaleId;
use doorbuster_domain::sales::{NewSale, Sale};
use doorbuster_persistence::Work;
use doorbuster_persistence::sales::{self, CreateError};

use crate::Engine;
use crate::ambient::fresh_id;

/// Makes a sale in the caller's `work` and commits it, moves its units out of the product's stock, and puts it on the board. Returns it with PostgreSQL's
/// time.
///
/// # Errors
/// [`CreateError`]; nothing has happened then.
pub async fn create(
    engine: &Engine,
    mut work: Work,
    new: &NewSale,
) -> Result<(Sale, DateTime<Utc>), CreateError> {
    let (sale, now) = sales::create(&mut work, SaleId(fresh_id()), new).await?;
    work.commit().await?;
    engine.board.show(sale.clone());
    engine.announcer.sale_changed(sale.id);
    Ok((sale, now))
}
