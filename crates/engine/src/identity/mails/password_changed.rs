use doorbuster_domain::identity::Email;

use super::{Letter, LetterError};

impl Letter<'_> {
    /// Tells a person that their password was changed.
    pub(crate) async fn password_changed(&self, email: Email) -> Result<(), LetterError> {
        let shop = &self.settings.shop;
        let link = format!("{}/forgot-password", self.settings.public_url);
        let text = format!(
            "Hello,\n\n\
             the password of your account at {shop} was changed, and everybody was logged out.\n\n\
             If it was not you, choose a new one at once:\n\n\
             {link}\n\n\
             {shop}\n"
        );
        self.send(email, format!("Your password at {shop} was changed"), text).await
    }
}
