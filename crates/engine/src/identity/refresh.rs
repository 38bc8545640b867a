use doorbuster_persistence::Error;
use doorbuster_persistence::identity::{Renewal, renew};

use super::{Identity, IdentityError, RefreshToken, SignedIn};

/// Why a session is not renewed.
#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    /// The token is unknown, expired, revoked or was used before.
    #[error("the refresh token is not valid")]
    InvalidToken,
    /// It could not be done.
    #[error(transparent)]
    Failed(#[from] IdentityError),
}

impl From<Error> for RefreshError {
    fn from(error: Error) -> Self {
        Self::Failed(error.into())
    }
}

impl Identity {
    /// Renews a session: answers a new access token, and a new refresh token in the place of the one that was shown.
    /// One that was used before revokes the session, because somebody else has it.
    ///
    /// # Errors
    /// [`RefreshError`]
    pub async fn refresh(&self, shown: &RefreshToken) -> Result<SignedIn, RefreshError> {
        let next = RefreshToken::generate();
        let renewal = {
            let mut connection = self.0.database.acquire().await?;
            renew(&mut connection, &shown.hash(), next.to_keep(), RefreshToken::GRACE).await?
        };
        let outcome = match &renewal {
            Renewal::Renewed { .. } => "renewed",
            Renewal::Reused(_) => "reused",
            Renewal::Refused => "refused",
        };
        metrics::counter!("doorbuster_session_renewals_total", "outcome" => outcome).increment(1);
        match renewal {
            Renewal::Renewed { account, session } => Ok(self.signed_in(account, session, next)?),
            Renewal::Reused(session) => {
                self.announce_revoked_session(session);
                tracing::warn!(session.id = %session, "an old refresh token was used again: revoked session {session}");
                Err(RefreshError::InvalidToken)
            }
            Renewal::Refused => Err(RefreshError::InvalidToken),
        }
    }
}
