use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use doorbuster_domain::invoices::Seller;
use doorbuster_domain::sales::Limits;
use doorbuster_engine::identity::{IdentitySettings, MailSettings};
use doorbuster_engine::invoices::InvoiceSettings;
use doorbuster_engine::sales::StreamLimits;
use doorbuster_engine::{Engine, EngineSettings};
use doorbuster_gateways::mail::{MailTransport, Mailbox, Smtp};
use doorbuster_gateways::payments::{PaymentProvider, Stripe, TestProvider};
use doorbuster_gateways::redis::Redis;
use doorbuster_gateways::storage::Objects;
use doorbuster_gateways::webhooks::Poster;
use doorbuster_http::{App, AppSettings, RateLimits, ShopSettings};
use doorbuster_persistence::Database;
use metrics_exporter_prometheus::PrometheusHandle;

use crate::config::Config;
use crate::open_files::open_files;
use crate::secrets::kept_jwt_secret;

/// Bounds of every lane. 20,000 waiting buyers are a third of a second's work.
pub const LANE_LIMITS: Limits =
    Limits { queue: 20_000, batch: 1_024, wait: Duration::from_secs(10), settle: Duration::from_secs(10) };

/// The Redis that the configuration names.
///
/// # Errors
/// When it answers and does not let us in. One that is away is waited for in the background.
pub(crate) async fn redis(config: &Config) -> anyhow::Result<Option<Redis>> {
    let Some(address) = &config.redis else {
        return Ok(None);
    };
    let redis = Redis::connect(address.clone()).await;
    redis.map(Some).with_context(|| format!("REDIS_URL ({address})"))
}

/// The engine that the configuration asks for.
///
/// # Errors
/// When DATA_DIR cannot keep the signing secret or pictures, or STORAGE_URL or STRIPE_API_BASE lead nowhere.
pub fn engine(config: &Config, database: Database, redis: Option<Redis>) -> anyhow::Result<Arc<Engine>> {
    let jwt_secret = match &config.jwt_secret {
        Some(secret) => secret.clone(),
        None => kept_jwt_secret(&config.data_dir)?,
    };
    let identity = IdentitySettings { jwt_secret, jwt_previous_secret: config.jwt_previous_secret.clone() };
    let storage = Objects::at(&config.storage, config.s3_credentials.as_ref()).context("STORAGE_URL")?;
    Ok(Engine::new(EngineSettings {
        database,
        identity,
        limits: LANE_LIMITS,
        payments: payments(config)?,
        mail: mail(config)?,
        storage: Arc::new(storage),
        invoices: InvoiceSettings { seller: seller(config), timezone: config.timezone.clone() },
        webhooks: Arc::new(Poster::new(config.webhooks_allowed.clone())),
        redis,
        streams: stream_limits(config),
    }))
}

/// Who sells, as invoices say it.
fn seller(config: &Config) -> Seller {
    Seller {
        name: config.shop_name.clone(),
        address: config.shop_address.clone().unwrap_or_default(),
        vat_id: config.shop_vat_id.clone(),
    }
}

/// Who moves the money: Stripe, or while somebody tries the shop out the test provider. Production has no other, so that
/// nothing is ever sold for money that nobody moved.
///
/// # Errors
/// When `STRIPE_API_BASE` is no address.
fn payments(config: &Config) -> anyhow::Result<Option<Arc<dyn PaymentProvider>>> {
    match &config.stripe {
        Some(settings) => Ok(Some(Arc::new(Stripe::new(settings).context("STRIPE_API_BASE")?))),
        None if config.is_development() => Ok(Some(Arc::new(TestProvider))),
        None => Ok(None),
    }
}

/// Who writes the shop's mails: a server, or a folder while somebody tries the shop out. Without either they wait.
///
/// # Errors
/// When `SMTP_URL` is no address of a mail server.
fn mail(config: &Config) -> anyhow::Result<Option<MailSettings>> {
    let transport: Arc<dyn MailTransport> = match (&config.smtp_url, &config.mail_from) {
        (Some(url), Some(sender)) => Arc::new(Smtp::new(url, sender.clone()).context("SMTP_URL")?),
        (Some(_), None) | (None, _) => match mailbox(config) {
            Some(mailbox) => Arc::new(mailbox),
            None => return Ok(None),
        },
    };
    let (shop, public_url) = (config.shop_name.clone(), config.public_url.clone());
    Ok(Some(MailSettings { transport, shop, public_url }))
}

/// Where the mails of a shop without a mail server are, while somebody tries it out.
fn mailbox(config: &Config) -> Option<Mailbox> {
    let trying_out = config.is_development() && config.smtp_url.is_none();
    trying_out.then(|| Mailbox::new(&config.data_dir.join("mailbox")))
}

/// Those who watch get half of the descriptors at most: those who buy need the others. Who does not limit requests does
/// not limit the streams of an address either.
fn stream_limits(config: &Config) -> StreamLimits {
    let StreamLimits { process, address } = StreamLimits::default();
    let process = process.min(open_files() / 2);
    StreamLimits { process, address: if config.rate_limits == RateLimits::OFF { process } else { address } }
}

/// The HTTP side on an engine.
pub(crate) fn app(config: &Config, engine: Arc<Engine>, metrics: Option<PrometheusHandle>) -> App {
    let shop = ShopSettings {
        name: config.shop_name.clone(),
        currency: config.currency,
        timezone: config.timezone.clone(),
        public_url: config.public_url.clone(),
        development: config.is_development(),
    };
    let trusted_proxies = config.trusted_proxies.clone();
    let settings = AppSettings {
        shop,
        rate_limits: config.rate_limits,
        trusted_proxies,
        mailbox: mailbox(config),
        metrics,
    };
    App::new(engine, settings)
}
