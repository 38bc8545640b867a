use doorbuster_domain::identity::PasswordError;
use doorbuster_domain::platform::Task;
use doorbuster_persistence::Error;
use doorbuster_persistence::identity::{
    Because, Purpose, forget_mailed_tokens, knows_mailed_token, log_out_everywhere, own_credentials,
    redeem_mailed_token, set_password,
};
use secrecy::SecretString;

use super::{Identity, IdentityError, OpaqueToken};

/// Why a password is not reset.
#[derive(Debug, thiserror::Error)]
pub enum ResetPasswordError {
    /// The link was used, has expired, or never was one.
    #[error("the link is not good any more")]
    LinkExpired,
    /// The new password would be guessed soon. The link stays good.
    #[error("weak password: {0}")]
    WeakPassword(#[from] PasswordError),
    /// It could not be done.
    #[error(transparent)]
    Failed(#[from] IdentityError),
}

impl From<Error> for ResetPasswordError {
    fn from(error: Error) -> Self {
        Self::Failed(error.into())
    }
}

impl Identity {
    /// Sets the password of the account that this token was mailed to, and ends all its sessions.
    ///
    /// # Errors
    /// [`ResetPasswordError`]; nothing has happened then.
    pub async fn reset_password(
        &self,
        token: &OpaqueToken,
        password: SecretString,
    ) -> Result<(), ResetPasswordError> {
        let known = {
            let mut connection = self.0.database.acquire().await?;
            match knows_mailed_token(&mut connection, &token.hash(), Purpose::ResetPassword).await? {
                Some(proof) => own_credentials(&mut connection, proof.user).await?,
                None => None,
            }
        };
        let known = known.ok_or(ResetPasswordError::LinkExpired)?;
        let password_hash = self.judge_and_hash(password, &known.email, known.name.as_deref()).await??;

        let mut work = self.0.database.begin_work().await?;
        let proof = redeem_mailed_token(&mut work, &token.hash(), Purpose::ResetPassword).await?;
        let proof = proof.ok_or(ResetPasswordError::LinkExpired)?;
        let email = set_password(&mut work, proof.user, &password_hash, Because::Reads(&proof.email)).await?;
        let email = email.ok_or(ResetPasswordError::LinkExpired)?;
        let epoch = log_out_everywhere(&mut work, proof.user).await?;
        forget_mailed_tokens(&mut work, proof.user).await?;
        self.enqueue(&mut work, &Task::MailPasswordChanged { email: email.to_string() }).await?;
        work.commit().await?;
        self.0.jobs.notify_one();
        if let Some(epoch) = epoch {
            self.announce_raised_epoch(proof.user, epoch);
        }
        Ok(())
    }
}
