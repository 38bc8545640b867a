use std::time::{Duration, Instant};

use doorbuster_persistence::Error;
use doorbuster_persistence::identity::{RaisedEpoch, RevokedSession, raised_epochs, revoked_sessions};

use super::Identity;
use super::revocations::{Entry, Revocations};
use crate::ambient::now;

/// A revocation is stamped before its transaction commits: look back further than a transaction may take.
const OVERLAP: Duration = Duration::from_secs(60);

impl Identity {
    /// Learns what other processes revoked since the last call; the first time, whatever may still matter.
    ///
    /// # Errors
    /// Only the database's; the next call looks back further then.
    pub async fn poll_revocations(&self) -> Result<(), Error> {
        let revocations = &self.0.revocations;
        let mut polled = revocations.polled.lock().await;
        let started = Instant::now();
        let since = polled.map_or(Duration::MAX, |last| started.duration_since(last) + OVERLAP);
        // One more than fits: if it comes, the floor rises to where the others were cut off.
        let limit = i64::try_from(Revocations::CAPACITY + 1).unwrap_or(i64::MAX);
        let (epochs, sessions) = {
            let mut connection = self.0.database.acquire().await?;
            let epochs = raised_epochs(&mut connection, since.min(Revocations::USERS_KEPT), limit).await?;
            let sessions =
                revoked_sessions(&mut connection, since.min(Revocations::SESSIONS_KEPT), limit).await?;
            (epochs, sessions)
        };
        let epochs: Vec<_> = epochs
            .into_iter()
            .map(|RaisedEpoch { user, epoch, at }| (user, Entry { value: epoch, at }))
            .collect();
        let sessions: Vec<_> = sessions
            .into_iter()
            .map(|RevokedSession { session, at }| (session, Entry { value: (), at }))
            .collect();
        let now = now();
        revocations.learn_epochs(&epochs, now);
        revocations.learn_sessions(&sessions, now);
        *polled = Some(started);
        Ok(())
    }
}
