use std::time::Duration;

use doorbuster_domain::identity::Email;
use doorbuster_persistence::identity::{Purpose, credentials};

use super::{Letter, LetterError};

const LIFETIME: Duration = Duration::from_secs(30 * 60);

impl Letter<'_> {
    /// Lets whoever reads `email` choose a new password, if there is an account with this address.
    pub(crate) async fn password_reset(&self, email: Email) -> Result<(), LetterError> {
        let stored = {
            let mut connection = self.database.acquire().await?;
            credentials(&mut connection, &email).await?
        };
        let Some(stored) = stored else { return Ok(()) };
        let link = self.link("reset-password", Purpose::ResetPassword, stored.user, &email, LIFETIME).await?;
        let Some(link) = link else { return Ok(()) };
        let shop = &self.settings.shop;
        let text = format!(
            "Hello,\n\n\
             somebody asked for a new password for your account at {shop}. If it was you, choose one here:\n\n\
             {link}\n\n\
             The link is good for 30 minutes and works once. You will be logged out everywhere.\n\n\
             If it was not you, there is nothing to do: your password stays as it is.\n\n\
             {shop}\n"
        );
        self.send(email, format!("A new password for {shop}"), text).await
    }
}
