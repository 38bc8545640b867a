use doorbuster_domain::identity::User;
use doorbuster_domain::platform::Task;
use doorbuster_persistence::Error;
use doorbuster_persistence::identity::{
    CreateError, Purpose, forget_mailed_tokens, redeem_mailed_token, set_email,
};

use super::{Identity, OpaqueToken};

/// Why an address is not confirmed.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmEmailError {
    /// The link was used, has expired, or never was one.
    #[error("the link is not good any more")]
    LinkExpired,
    /// Another account has this address by now.
    #[error("another account has this e-mail")]
    EmailTaken,
    /// The database.
    #[error(transparent)]
    Storage(#[from] Error),
}

impl Identity {
    /// Believes that the owner of an account reads the address that this token was mailed to, and gives the account that
    /// address. The old one is told.
    ///
    /// # Errors
    /// [`ConfirmEmailError`]; nothing has happened then.
    pub async fn confirm_email(&self, token: &OpaqueToken) -> Result<User, ConfirmEmailError> {
        let mut work = self.0.database.begin_work().await?;
        let proof = redeem_mailed_token(&mut work, &token.hash(), Purpose::VerifyEmail).await?;
        let proof = proof.ok_or(ConfirmEmailError::LinkExpired)?;
        let proven = match set_email(&mut work, proof.user, &proof.email).await {
            Ok(proven) => proven.ok_or(ConfirmEmailError::LinkExpired)?,
            Err(CreateError::EmailTaken) => return Err(ConfirmEmailError::EmailTaken),
            Err(CreateError::Storage(error)) => return Err(error.into()),
        };
        if let Some(before) = &proven.before {
            // Links that went to the old address prove nothing any more.
            forget_mailed_tokens(&mut work, proof.user).await?;
            self.enqueue(&mut work, &Task::MailEmailChanged { email: before.to_string() }).await?;
        }
        work.commit().await?;
        self.0.jobs.notify_one();
        Ok(proven.user)
    }
}
