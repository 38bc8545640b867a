use doorbuster_persistence::identity::close_session;

use super::{Identity, IdentityError, RefreshToken};

impl Identity {
    /// Ends the session that the token belongs to, with its access tokens. A token that nobody knows ends nothing,
    /// and a session that is over stays so.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn log_out(&self, shown: &RefreshToken) -> Result<(), IdentityError> {
        let closed = {
            let mut connection = self.0.database.acquire().await?;
            close_session(&mut connection, &shown.hash()).await?
        };
        if let Some(session) = closed {
            self.announce_revoked_session(session);
        }
        Ok(())
    }
}
