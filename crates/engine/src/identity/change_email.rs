use doorbuster_domain::UserId;
use doorbuster_domain::identity::Email;
use doorbuster_domain::platform::Task;
use doorbuster_persistence::Error;
use doorbuster_persistence::identity::credentials;
use secrecy::SecretString;

use super::{Identity, IdentityError, ReauthenticateError};

/// Why an address is not going to be changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeEmailError {
    /// Who asks is not shown to be its owner.
    #[error(transparent)]
    Reauthenticate(#[from] ReauthenticateError),
    /// An account has this address.
    #[error("another account has this e-mail")]
    EmailTaken,
}

impl From<Error> for ChangeEmailError {
    fn from(error: Error) -> Self {
        ReauthenticateError::from(IdentityError::from(error)).into()
    }
}

impl Identity {
    /// Mails a link to the address that somebody wants, if they know their password. The account keeps its address until
    /// the link is followed: see [`Identity::confirm_email`].
    ///
    /// # Errors
    /// [`ChangeEmailError`]; nothing has happened then.
    pub async fn change_email(
        &self,
        user: UserId,
        email: &Email,
        password: SecretString,
    ) -> Result<(), ChangeEmailError> {
        self.reauthenticate(user, password).await?;
        let mut connection = self.0.database.acquire().await?;
        match credentials(&mut connection, email).await? {
            Some(owner) if owner.user != user => return Err(ChangeEmailError::EmailTaken),
            Some(_) | None => {}
        }
        let task = Task::MailVerification { user, email: email.to_string() };
        self.enqueue(&mut connection, &task).await?;
        self.0.jobs.notify_one();
        Ok(())
    }
}
