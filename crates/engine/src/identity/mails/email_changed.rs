use doorbuster_domain::identity::Email;

use super::{Letter, LetterError};

impl Letter<'_> {
    /// Tells the old address: a thief would change it first.
    pub(crate) async fn email_changed(&self, email: Email) -> Result<(), LetterError> {
        let shop = &self.settings.shop;
        let text = format!(
            "Hello,\n\n\
             your account at {shop} has another e-mail address from now on. Nothing more will be sent to this one.\n\n\
             If it was not you who changed it, somebody knows your password: write to us.\n\n\
             {shop}\n"
        );
        self.send(email, format!("Your address at {shop} was changed"), text).await
    }
}
