use doorbuster_domain::WebhookId;
use doorbuster_domain::identity::Email;
use doorbuster_persistence::webhooks::find;

use crate::identity::{Letter, LetterError};

impl Letter<'_> {
    /// Says that an endpoint was switched off.
    pub(crate) async fn webhook_given_up(&self, webhook: WebhookId, to: Email) -> Result<(), LetterError> {
        let webhook = {
            let mut connection = self.database.acquire().await?;
            find(&mut connection, webhook).await?
        };
        // Whoever switched it on again meanwhile knows.
        let Some(webhook) = webhook.filter(|webhook| webhook.given_up_at.is_some()) else { return Ok(()) };
        let shop = &self.settings.shop;
        let url = &self.settings.public_url;
        let what = if webhook.description.is_empty() { "a webhook" } else { webhook.description.as_str() };
        let text = format!(
            "Hello,\n\n\
             {what} has taken none of the shop's events for days, so it was switched off. What it has missed since is not \
             sent any more; what waits for it is sent once it is switched on again.\n\n\
             What was wrong, attempt by attempt:\n\
             {url}/staff/webhooks/{}\n\n\
             {shop}\n",
            webhook.id
        );
        self.send(to, format!("A webhook of {shop} was switched off"), text).await
    }
}
