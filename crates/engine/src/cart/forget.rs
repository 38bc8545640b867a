use doorbuster_persistence::{Error, cart};

use crate::Engine;

/// Carts that one statement deletes.
const CHUNK: i64 = 1_000;
/// Statements of one call. What is left waits for the next.
const CHUNKS: u32 = 200;

/// Deletes what guests left in carts a month ago.
///
/// # Errors
/// Only the database's. What was deleted stays deleted.
pub async fn forget_old_carts(engine: &Engine) -> Result<(), Error> {
    for _ in 0..CHUNKS {
        let mut connection = engine.database.acquire().await?;
        if cart::forget(&mut connection, CHUNK).await? == 0 {
            break;
        }
    }
    Ok(())
}
