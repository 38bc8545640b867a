use std::sync::Arc;

use doorbuster_domain::{Currency, Money};
use doorbuster_engine::Engine;
use doorbuster_gateways::mail::Mailbox;
use ipnet::IpNet;
use metrics_exporter_prometheus::PrometheusHandle;

use crate::limiter::{Limiter, RateLimits};
use crate::middleware::PublicAnswers;
use crate::problem::ApiError;

/// What handlers share. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// The parts of [`App`].
pub struct Inner {
    /// Everything that sells.
    pub engine: Arc<Engine>,
    /// How this shop presents itself.
    pub shop: ShopSettings,
    /// Who may ask how often.
    pub limiter: Limiter,
    /// What everybody reads the same.
    pub(crate) public_answers: PublicAnswers,
    /// Whose `X-Forwarded-For` and `X-Request-Id` count.
    pub trusted_proxies: Vec<IpNet>,
    /// Where a development shop's mails are; none in production.
    pub mailbox: Option<Mailbox>,
    /// Renders `/metrics`; none in tests.
    pub metrics: Option<PrometheusHandle>,
}

/// How this shop presents itself.
#[derive(Clone, Debug)]
pub struct ShopSettings {
    /// `SHOP_NAME`.
    pub name: String,
    /// `SHOP_CURRENCY`: the one that everything is sold in.
    pub currency: Currency,
    /// `SHOP_TIMEZONE`, an IANA name.
    pub timezone: String,
    /// `PUBLIC_URL`, without a slash at the end.
    pub public_url: String,
    /// Whether this is a development shop: test payments are offered, cookies work without https.
    pub development: bool,
}

/// How to make an [`App`].
pub struct AppSettings {
    /// How this shop presents itself.
    pub shop: ShopSettings,
    /// `RATE_LIMIT`.
    pub rate_limits: RateLimits,
    /// `TRUSTED_PROXIES`.
    pub trusted_proxies: Vec<IpNet>,
    /// Where a development shop's mails are.
    pub mailbox: Option<Mailbox>,
    /// Renders `/metrics`.
    pub metrics: Option<PrometheusHandle>,
}

impl ShopSettings {
    /// Everything is sold in one currency.
    ///
    /// # Errors
    /// 422 that names the field.
    pub(crate) fn require_currency(&self, pointer: &str, money: Money) -> Result<(), ApiError> {
        if money.currency == self.currency {
            Ok(())
        } else {
            Err(ApiError::field(pointer, format!("this shop sells in {}", self.currency)))
        }
    }
}

impl App {
    /// The app on `engine`. With Redis, call it inside a runtime.
    pub fn new(engine: Arc<Engine>, settings: AppSettings) -> Self {
        let AppSettings { shop, rate_limits, trusted_proxies, mailbox, metrics } = settings;
        let limiter = Limiter::new(&rate_limits, &engine);
        let public_answers = PublicAnswers::default();
        Self(Arc::new(Inner { engine, shop, limiter, public_answers, trusted_proxies, mailbox, metrics }))
    }
}

impl std::ops::Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
