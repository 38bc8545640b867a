use doorbuster_domain::webhooks::WebhookSecret;

/// A fresh secret.
pub fn make_secret() -> WebhookSecret {
    WebhookSecret(rand::random())
}
