use serde_json::{Value, json};

use super::{StripeEmulator, sign};
use crate::{Answer, Person, STRIPE_WEBHOOK_SECRET, Shop};

impl Shop {
    /// Begins to pay with Stripe, or goes on: the same call.
    pub async fn pay_with_stripe(&self, person: &Person, order: &str, key: &str) -> Answer {
        self.post(&format!("/api/v1/orders/{order}/payment"))
            .bearer(&person.token)
            .key(key)
            .json(&json!({}))
            .send()
            .await
    }

    /// Begins to pay and confirms in the browser, with a card that says what comes of it. The shop has not asked yet.
    /// Returns the intent's name.
    ///
    /// # Panics
    /// When the payment does not begin.
    pub async fn confirmed(
        &self,
        stripe: &StripeEmulator,
        person: &Person,
        order: &str,
        payment_method: &str,
    ) -> String {
        let begun = self.pay_with_stripe(person, order, "pay").await.assert_status(200);
        let secret = begun.text("/payment/browser/client_secret").to_owned();
        stripe.confirm(&secret, payment_method).await;
        secret.split("_secret_").next().unwrap_or_default().to_owned()
    }

    /// Delivers an event of the emulator, signed now.
    pub async fn deliver_event(&self, event: &Value) -> Answer {
        let body = event["body"].as_str().unwrap_or_default();
        let now = doorbuster_engine::ambient::now().timestamp();
        let signature = sign(STRIPE_WEBHOOK_SECRET, now, body.as_bytes());
        self.deliver_signed(body, &signature).await
    }

    /// Delivers these bytes with this signature.
    pub async fn deliver_signed(&self, body: &str, signature: &str) -> Answer {
        self.post("/api/v1/payments/stripe/webhook")
            .header("content-type", "application/json")
            .header("stripe-signature", signature)
            .raw(body.to_owned())
            .send()
            .await
    }

    /// An order as its customer sees it.
    pub async fn order_of(&self, person: &Person, order: &str) -> Answer {
        self.get(&format!("/api/v1/orders/{order}")).bearer(&person.token).send().await.assert_status(200)
    }
}
