use std::time::Duration;

use doorbuster_domain::UserId;
use doorbuster_domain::identity::Email;
use doorbuster_persistence::identity::Purpose;

use super::{Letter, LetterError};

const LIFETIME: Duration = Duration::from_secs(24 * 3600);

impl Letter<'_> {
    /// Asks whoever reads `email` whether it is theirs.
    pub(crate) async fn verification(&self, user: UserId, email: Email) -> Result<(), LetterError> {
        let link = self.link("verify-email", Purpose::VerifyEmail, user, &email, LIFETIME).await?;
        let Some(link) = link else { return Ok(()) };
        let shop = &self.settings.shop;
        let text = format!(
            "Hello,\n\n\
             somebody gave this address to {shop}. If it was you, confirm it here:\n\n\
             {link}\n\n\
             The link is good for 24 hours and works once.\n\n\
             If it was not you, there is nothing to do: without the link nothing happens.\n\n\
             {shop}\n"
        );
        self.send(email, format!("Confirm your address for {shop}"), text).await
    }
}
