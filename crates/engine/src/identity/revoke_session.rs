use doorbuster_domain::{SessionId, UserId};
use doorbuster_persistence::identity::revoke_session;

use super::{Identity, IdentityError};

impl Identity {
    /// Ends one session of this account: its refresh tokens at once, its access tokens here with the next request and
    /// elsewhere within a second. Returns whether the account has such a session; one that is over stays so.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn revoke_session(&self, user: UserId, session: SessionId) -> Result<bool, IdentityError> {
        let found = {
            let mut connection = self.0.database.acquire().await?;
            revoke_session(&mut connection, user, session).await?
        };
        if found {
            self.announce_revoked_session(session);
        }
        Ok(found)
    }
}
