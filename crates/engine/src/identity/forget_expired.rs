use doorbuster_persistence::Error;
use doorbuster_persistence::identity::forget;

use super::Identity;

/// Tokens that one statement deletes.
const CHUNK: i64 = 5_000;
/// Statements of one call. What is left waits for the next.
const CHUNKS: u32 = 200;

impl Identity {
    /// Deletes expired refresh tokens, and those of mails, at most a million per call. Used ones stay until they expire: whoever shows one
    /// again gives a theft away.
    ///
    /// # Errors
    /// Only the database's. What was deleted stays deleted.
    pub async fn forget_expired(&self) -> Result<(), Error> {
        for _ in 0..CHUNKS {
            let mut connection = self.0.database.acquire().await?;
            if forget(&mut connection, CHUNK).await? == 0 {
                break;
            }
        }
        Ok(())
    }
}
