use doorbuster_domain::UserId;
use doorbuster_persistence::identity::log_out_everywhere;

use super::{Identity, IdentityError};

impl Identity {
    /// Ends every session of this account, and every access token that was made for it so far: here with the next
    /// request, elsewhere within a second. Returns whether the account exists.
    ///
    /// # Errors
    /// Only the database's. When the connection is lost in the commit, it may have happened; doing it again is right.
    pub async fn log_out_everywhere(&self, user: UserId) -> Result<bool, IdentityError> {
        let mut work = self.0.database.begin_work().await?;
        let epoch = log_out_everywhere(&mut work, user).await?;
        work.commit().await?;
        if let Some(epoch) = epoch {
            self.announce_raised_epoch(user, epoch);
        }
        Ok(epoch.is_some())
    }
}
