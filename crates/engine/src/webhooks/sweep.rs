use chrono::TimeDelta;
use doorbuster_persistence::Error;
use doorbuster_persistence::webhooks::{Swept, sweep};

use crate::Engine;

/// Deliveries are remembered for so long after their end.
const KEPT: TimeDelta = TimeDelta::days(30);
/// Rounds of one sweep. What is left waits for the next.
const ROUNDS: u32 = 2_000;

/// Forgets old deliveries, and gives up those that nobody will take any more.
///
/// # Errors
/// Only the database's.
pub(crate) async fn sweep_webhooks(engine: &Engine) -> Result<(), Error> {
    for _ in 0..ROUNDS {
        let mut work = engine.database.begin_work().await?;
        let swept = sweep(&mut work, KEPT).await?;
        work.commit().await?;
        if swept == Swept::default() {
            break;
        }
        tracing::info!(swept.given_up, swept.forgotten, "swept deliveries of webhooks");
    }
    Ok(())
}
