use doorbuster_domain::UserId;
use doorbuster_persistence::Error;
use doorbuster_persistence::identity::{OwnCredentials, own_credentials};
use secrecy::{ExposeSecret, SecretString};

use super::passwords::fits;
use super::{Identity, IdentityError};

/// Why somebody who is signed in is not shown to be the owner of the account.
#[derive(Debug, thiserror::Error)]
pub enum ReauthenticateError {
    /// The password is not the account's.
    #[error("the password is wrong")]
    WrongPassword,
    /// The account is gone or disabled.
    #[error("there is no such account")]
    NoAccount,
    /// It could not be done.
    #[error(transparent)]
    Failed(#[from] IdentityError),
}

impl From<Error> for ReauthenticateError {
    fn from(error: Error) -> Self {
        Self::Failed(error.into())
    }
}

impl Identity {
    /// Makes sure that who asks knows the account's password: an open device is not enough for what could lock its owner
    /// out.
    pub(super) async fn reauthenticate(
        &self,
        user: UserId,
        password: SecretString,
    ) -> Result<OwnCredentials, ReauthenticateError> {
        let known = {
            let mut connection = self.0.database.acquire().await?;
            own_credentials(&mut connection, user).await?
        };
        let known = known.ok_or(ReauthenticateError::NoAccount)?;
        let password_hash = known.password_hash.clone();
        let fits = self.0.passwords.run(move || fits(password.expose_secret(), &password_hash)).await?;
        if fits { Ok(known) } else { Err(ReauthenticateError::WrongPassword) }
    }
}
