use doorbuster_persistence::Error;
use doorbuster_persistence::webhooks::tell_placements;

use crate::Engine;

/// Tells the endpoints of orders that were placed, one batch in a transaction, until none is left.
///
/// # Errors
/// Only the database's; the rest is told next time.
pub(crate) async fn tell_of_placements(engine: &Engine) -> Result<(), Error> {
    loop {
        let mut work = engine.database.begin_work().await?;
        if !tell_placements(&mut work).await? {
            return Ok(());
        }
        work.commit().await?;
        engine.webhooks.rung.notify_one();
    }
}
