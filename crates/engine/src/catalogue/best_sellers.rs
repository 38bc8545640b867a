use doorbuster_persistence::{Error, catalogue};

use crate::Engine;

/// Counts anew what sold best lately. When another process is at it, nothing happens.
///
/// # Errors
/// Only the database's.
pub async fn count_best_sellers(engine: &Engine) -> Result<(), Error> {
    let mut work = engine.database.begin_work().await?;
    catalogue::count_best_sellers(&mut work, engine.board.now()).await?;
    work.commit().await
}
