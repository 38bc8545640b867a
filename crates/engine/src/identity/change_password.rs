use doorbuster_domain::identity::PasswordError;
use doorbuster_domain::platform::Task;
use doorbuster_domain::{SessionId, UserId};
use doorbuster_persistence::Error;
use doorbuster_persistence::identity::{
    Because, NewSession, forget_mailed_tokens, log_out_everywhere, open_session, set_password,
};
use secrecy::SecretString;

use super::{Identity, IdentityError, ReauthenticateError, RefreshToken, SignedIn};
use crate::ambient::fresh_id;

/// Why a password is not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// Who asks is not shown to be its owner.
    #[error(transparent)]
    Reauthenticate(#[from] ReauthenticateError),
    /// The new password would be guessed soon.
    #[error("weak password: {0}")]
    WeakPassword(#[from] PasswordError),
}

impl From<IdentityError> for ChangePasswordError {
    fn from(error: IdentityError) -> Self {
        Self::Reauthenticate(error.into())
    }
}

impl From<Error> for ChangePasswordError {
    fn from(error: Error) -> Self {
        IdentityError::from(error).into()
    }
}

impl Identity {
    /// Replaces the password of somebody who knows the current one, ends all their sessions, and signs them in again
    /// here.
    ///
    /// # Errors
    /// [`ChangePasswordError`]; nothing has happened then.
    pub async fn change_password(
        &self,
        user: UserId,
        current: SecretString,
        next: SecretString,
        user_agent: Option<&str>,
    ) -> Result<SignedIn, ChangePasswordError> {
        let known = self.reauthenticate(user, current).await?;
        let password_hash = self.judge_and_hash(next, &known.email, known.name.as_deref()).await??;

        let session = SessionId(fresh_id());
        let refresh_token = RefreshToken::generate();
        let mut work = self.0.database.begin_work().await?;
        let changed =
            set_password(&mut work, user, &password_hash, Because::Known(&known.password_hash)).await?;
        let email = changed.ok_or(ReauthenticateError::WrongPassword)?;
        let epoch = log_out_everywhere(&mut work, user).await?;
        forget_mailed_tokens(&mut work, user).await?;
        let new_session = NewSession {
            id: session,
            user,
            password_hash: &password_hash,
            user_agent,
            token: refresh_token.to_keep(),
        };
        let account = open_session(&mut work, &new_session).await?;
        let account = account.ok_or(ReauthenticateError::WrongPassword)?;
        self.enqueue(&mut work, &Task::MailPasswordChanged { email: email.to_string() }).await?;
        work.commit().await?;
        self.0.jobs.notify_one();
        if let Some(epoch) = epoch {
            self.announce_raised_epoch(user, epoch);
        }
        Ok(self.signed_in(account, session, refresh_token)?)
    }
}
