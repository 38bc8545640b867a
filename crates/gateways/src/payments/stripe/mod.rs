//! Stripe: PaymentIntents that the customer confirms in the browser and we capture by hand.

mod ask;
mod event;
mod intents;
mod pacer;
mod provider;
mod refunds;
mod settings;

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use stripe::{Client, ClientBuilder};

use ask::Endpoint;
pub use settings::{StripeConfigError, StripeSettings};

/// A Stripe account. Its requests end by themselves, and no more a second than the settings allow go to any endpoint.
pub struct Stripe {
    client: Client,
    publishable_key: String,
    webhook_secret: SecretString,
    patience: Duration,
    create: Endpoint,
    retrieve: Endpoint,
    list: Endpoint,
    capture: Endpoint,
    cancel: Endpoint,
    refund: Endpoint,
    list_refunds: Endpoint,
    retrieve_refund: Endpoint,
    dispute: Endpoint,
}

impl Stripe {
    /// Asks nothing yet.
    ///
    /// # Errors
    /// [`StripeConfigError`] for an address that is none, or a key that cannot be sent.
    pub fn new(settings: &StripeSettings) -> Result<Self, StripeConfigError> {
        let StripeSettings { secret_key, publishable_key, webhook_secret, api_base, patience, rate } =
            settings;
        let mut client = ClientBuilder::new(secret_key.expose_secret())
            .app_info("doorbuster", Some(env!("CARGO_PKG_VERSION").to_owned()), None)
            .timeout(*patience);
        if let Some(base) = api_base {
            client = client.url(format!("{}/", base.trim_end_matches('/')));
        }
        // Its errors quote no key.
        let client = client.build().map_err(|error| StripeConfigError(error.to_string()))?;
        let endpoint = |name| Endpoint::new(name, *rate);
        Ok(Self {
            client,
            publishable_key: publishable_key.clone(),
            webhook_secret: webhook_secret.clone(),
            patience: *patience,
            create: endpoint("create"),
            retrieve: endpoint("retrieve"),
            list: endpoint("list"),
            capture: endpoint("capture"),
            cancel: endpoint("cancel"),
            refund: endpoint("refund"),
            list_refunds: endpoint("list refunds"),
            retrieve_refund: endpoint("retrieve refund"),
            dispute: endpoint("dispute"),
        })
    }
}
