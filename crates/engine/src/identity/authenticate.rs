use doorbuster_domain::SessionId;
use doorbuster_domain::identity::Email;
use doorbuster_persistence::Error;
use doorbuster_persistence::identity::{self, NewSession};
use secrecy::{ExposeSecret, SecretString};

use super::passwords::{NOBODY, fits};
use super::{Identity, IdentityError, RefreshToken, SignedIn};
use crate::ambient::fresh_id;

/// Why somebody is not signed in.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticateError {
    /// No such account, a wrong password, or a disabled account: which of them is not told.
    #[error("e-mail or password is wrong")]
    InvalidCredentials,
    /// It could not be done.
    #[error(transparent)]
    Failed(#[from] IdentityError),
}

impl From<Error> for AuthenticateError {
    fn from(error: Error) -> Self {
        Self::Failed(error.into())
    }
}

impl Identity {
    /// Signs in with e-mail and password. An unknown e-mail takes as long as a wrong password.
    ///
    /// # Errors
    /// [`AuthenticateError`]
    pub async fn authenticate(
        &self,
        email: &Email,
        password: SecretString,
        user_agent: Option<&str>,
    ) -> Result<SignedIn, AuthenticateError> {
        let signed_in = self.sign_in(email, password, user_agent).await;
        let outcome = match &signed_in {
            Ok(_) => "signed_in",
            Err(AuthenticateError::InvalidCredentials) => "refused",
            Err(AuthenticateError::Failed(IdentityError::Busy { .. })) => "busy",
            Err(AuthenticateError::Failed(_)) => "failed",
        };
        metrics::counter!("doorbuster_sign_ins_total", "outcome" => outcome).increment(1);
        signed_in
    }

    async fn sign_in(
        &self,
        email: &Email,
        password: SecretString,
        user_agent: Option<&str>,
    ) -> Result<SignedIn, AuthenticateError> {
        let stored = {
            // Given back before the hashing: waiting sign-ins must not hold connections.
            let mut connection = self.0.database.acquire().await?;
            identity::credentials(&mut connection, email).await?
        };
        let (user, password_hash) =
            stored.map_or((None, NOBODY.to_owned()), |stored| (Some(stored.user), stored.password_hash));
        let (fits, password_hash) = self
            .0
            .passwords
            .run(move || (fits(password.expose_secret(), &password_hash), password_hash))
            .await?;
        let Some(user) = user.filter(|_| fits) else {
            return Err(AuthenticateError::InvalidCredentials);
        };

        let session = SessionId(fresh_id());
        let refresh_token = RefreshToken::generate();
        let new_session = NewSession {
            id: session,
            user,
            password_hash: &password_hash,
            user_agent,
            token: refresh_token.to_keep(),
        };
        let mut connection = self.0.database.acquire().await?;
        let account = identity::open_session(&mut connection, &new_session).await?;
        let account = account.ok_or(AuthenticateError::InvalidCredentials)?;
        Ok(self.signed_in(account, session, refresh_token)?)
    }
}
