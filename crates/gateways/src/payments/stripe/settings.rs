use std::num::NonZeroU32;
use std::time::Duration;

use doorbuster_domain::Currency;
use secrecy::{ExposeSecret as _, SecretString};

/// How to reach a Stripe account.
#[derive(Clone, Debug)]
pub struct StripeSettings {
    /// Signs what we ask: `sk_…`, or a restricted `rk_…`.
    pub secret_key: SecretString,
    /// Names the account to browsers: `pk_…`.
    pub publishable_key: String,
    /// Signs what Stripe tells us: `whsec_…`.
    pub webhook_secret: SecretString,
    /// Where its API is; Stripe's own when not set.
    pub api_base: Option<String>,
    /// Whoever asks for something is answered in this time, tries and pauses included; less than 20 seconds.
    pub patience: Duration,
    /// How many requests a second go to each endpoint from this process.
    pub rate: NonZeroU32,
}

/// The settings do not fit together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct StripeConfigError(pub String);

impl StripeSettings {
    /// How long a real shop waits.
    pub const PATIENCE: Duration = Duration::from_secs(18);
    /// What Stripe takes from an account, per second and endpoint (<https://docs.stripe.com/rate-limits>). Shops of several
    /// processes share it.
    pub const RATE: NonZeroU32 = NonZeroU32::new(25).unwrap();

    /// Every mistake in them that can be seen without asking Stripe, with the variable it is in. A secret is never in it.
    pub fn mistakes(&self, currency: Currency) -> Vec<String> {
        let Self { secret_key, publishable_key, webhook_secret, api_base, patience: _, rate: _ } = self;
        let secret_key = secret_key.expose_secret();
        let mut mistakes = Vec::new();
        let mut require = |ok: bool, mistake: &str| {
            if !ok {
                mistakes.push(mistake.to_owned());
            }
        };
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        let secret = ["sk_", "rk_"].iter().any(|start| secret_key.starts_with(start));
        require(secret && is_plain(secret_key), "STRIPE_SECRET_KEY: begins with sk_ or rk_");
        let publishable = publishable_key.starts_with("pk_") && is_plain(publishable_key);
        require(publishable, "STRIPE_PUBLISHABLE_KEY: begins with pk_, and is not the secret key");
        let signing = webhook_secret.expose_secret().starts_with("whsec_");
        require(signing, "STRIPE_WEBHOOK_SECRET: begins with whsec_");
        let is_live = |key: &str| key.split('_').nth(1) == Some("live");
        require(
            !(secret && publishable) || is_live(secret_key) == is_live(publishable_key),
            "STRIPE_PUBLISHABLE_KEY: one key is for tests and the other is not",
        );
        require(
            api_base.as_deref().is_none_or(is_safe),
            "STRIPE_API_BASE: begins with https://, or with http:// and is on this machine: the secret key goes there",
        );
        // Stripe counts these in other units than ISO 4217 does.
        require(
            !["ISK", "MGA", "UGX"].contains(&currency.as_str()),
            "SHOP_CURRENCY: Stripe counts this one in other units",
        );
        mistakes
    }
}

/// Whether a secret may be sent there.
fn is_safe(base: &str) -> bool {
    if base.starts_with("https://") {
        return true;
    }
    let Some(rest) = base.strip_prefix("http://") else { return false };
    let authority = rest.split('/').next().unwrap_or_default();
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    ["127.0.0.1", "[::1]", "localhost"].contains(&host)
}
