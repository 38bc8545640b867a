use doorbuster_domain::UserId;
use doorbuster_domain::platform::Task;
use doorbuster_persistence::identity::find;

use super::{Identity, IdentityError};

impl Identity {
    /// Mails this account a link that proves its address. Nothing happens when it is proven already. Returns whether the
    /// account exists.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn request_email_verification(&self, user: UserId) -> Result<bool, IdentityError> {
        let mut connection = self.0.database.acquire().await?;
        let Some(account) = find(&mut connection, user).await? else {
            return Ok(false);
        };
        if account.email_verified_at.is_none() {
            let task = Task::MailVerification { user, email: account.email.to_string() };
            self.enqueue(&mut connection, &task).await?;
            self.0.jobs.notify_one();
        }
        Ok(true)
    }
}
