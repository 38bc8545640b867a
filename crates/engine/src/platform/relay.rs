use doorbuster_persistence::Error;
use doorbuster_persistence::platform::relay;

use crate::Engine;

/// Events that one transaction passes on.
const AT_ONCE: usize = 1_000;

/// Passes on what the outbox holds: every process learns which sales changed, once per sale and turn.
pub(super) async fn relay_outbox(engine: &Engine) -> Result<(), Error> {
    loop {
        let mut work = engine.database.begin_work().await?;
        let taken = relay(&mut work, i64::try_from(AT_ONCE).unwrap_or(i64::MAX)).await?;
        work.commit().await?;
        if taken < AT_ONCE {
            return Ok(());
        }
    }
}
