use doorbuster_domain::identity::Email;
use doorbuster_domain::platform::Task;

use super::{Identity, IdentityError};

impl Identity {
    /// Mails a link that sets a new password to this address, if there is an account with it. Does the same, and takes
    /// the same time, whether there is one or not: it is looked up when the mail is written.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn request_password_reset(&self, email: &Email) -> Result<(), IdentityError> {
        let mut connection = self.0.database.acquire().await?;
        self.enqueue(&mut connection, &Task::MailPasswordReset { email: email.to_string() }).await?;
        self.0.jobs.notify_one();
        Ok(())
    }
}
