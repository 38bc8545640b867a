use doorbuster_persistence::{Error, cart};

use crate::Engine;

/// Orders that one transaction ends: their products stay locked for a few milliseconds.
const AT_ONCE: i64 = 200;

/// Expires orders of carts that nobody paid in time; stock and uses of codes come back. Every process does this; they meet
/// on the orders' locks. Returns how many.
///
/// # Errors
/// Only the database's. What was ended before stays ended.
pub async fn end_holds(engine: &Engine) -> Result<i64, Error> {
    let mut ended = 0;
    loop {
        let mut work = engine.database.begin_work().await?;
        let expired = cart::expire(&mut work, AT_ONCE).await?;
        if expired == 0 {
            return Ok(ended);
        }
        work.commit().await?;
        metrics::counter!("doorbuster_orders_expired_total").increment(expired.unsigned_abs());
        ended += expired;
    }
}
