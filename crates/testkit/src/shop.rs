use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::Method;
use doorbuster_domain::Currency;
use doorbuster_domain::invoices::Seller;
use doorbuster_domain::sales::Limits;
use doorbuster_engine::identity::{IdentitySettings, MailSettings};
use doorbuster_engine::invoices::InvoiceSettings;
use doorbuster_engine::sales::StreamLimits;
use doorbuster_engine::{Engine, EngineSettings};
use doorbuster_gateways::mail::{MailTransport, Mailbox, StoredMail};
use doorbuster_gateways::payments::{PaymentProvider, Stripe, StripeSettings, TestProvider};
use doorbuster_gateways::redis::{PATIENCE, Redis, RedisAddress};
use doorbuster_gateways::storage::{ObjectStorage, Objects};
use doorbuster_gateways::webhooks::{Allowed, Poster};
use doorbuster_http::{App, AppSettings, RateLimits, ShopSettings, router};
use doorbuster_persistence::platform::{Finding, audit};
use doorbuster_persistence::{Database, PgConnectOptions};
use doorbuster_server::LANE_LIMITS;
use ipnet::IpNet;
use secrecy::SecretString;
use sqlx::{ConnectOptions, PgConnection};
use tempfile::TempDir;

use crate::Request;
use crate::cluster::Cluster;
use crate::stripe::StripeEmulator;

/// The secret that signs the tokens of every test shop.
pub(crate) const JWT_SECRET: &str = "a secret of the tests, 32 bytes or more";

/// What signs the events of every test shop's Stripe.
pub const STRIPE_WEBHOOK_SECRET: &str = "whsec_of_the_tests";

/// A whole shop on a database of its own.
pub struct Shop {
    /// What sells.
    pub engine: Arc<Engine>,
    router: Router,
    owner: PgConnectOptions,
    application: PgConnectOptions,
    mailbox: Mailbox,
    /// Where the mails and pictures are.
    _folder: TempDir,
    numbers: AtomicU32,
}

/// How to make a [`Shop`] that is not like the others.
pub struct ShopBuilder {
    rate_limits: RateLimits,
    trusted_proxies: Vec<IpNet>,
    limits: Limits,
    payments: Option<Arc<dyn PaymentProvider>>,
    mail: Option<Arc<dyn MailTransport>>,
    storage: Option<Arc<dyn ObjectStorage>>,
    webhooks: Allowed,
    redis: Option<(RedisAddress, Duration)>,
    seller: Option<Seller>,
    tasks: bool,
    public_url: String,
    streams: StreamLimits,
}

impl Default for ShopBuilder {
    fn default() -> Self {
        Self {
            rate_limits: RateLimits::OFF,
            trusted_proxies: Vec::new(),
            limits: LANE_LIMITS,
            payments: Some(Arc::new(TestProvider)),
            mail: None,
            storage: None,
            webhooks: Allowed::Everything,
            redis: None,
            seller: None,
            tasks: true,
            public_url: "http://shop.test".to_owned(),
            streams: StreamLimits::default(),
        }
    }
}

impl ShopBuilder {
    /// With rate limits.
    #[must_use]
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.rate_limits = limits;
        self
    }

    /// Behind these proxies. Requests in this process come from 127.0.0.1.
    #[must_use]
    pub fn trusted_proxies(mut self, proxies: Vec<IpNet>) -> Self {
        self.trusted_proxies = proxies;
        self
    }

    /// With other bounds of the lanes.
    #[must_use]
    pub fn lane_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// With another payment provider, or none.
    #[must_use]
    pub fn payments(mut self, payments: Option<Arc<dyn PaymentProvider>>) -> Self {
        self.payments = payments;
        self
    }

    /// With Stripe, as far as an emulator is. The shop waits for it no longer than `patience`.
    ///
    /// # Panics
    /// When the settings do not fit together.
    #[must_use]
    pub fn stripe(self, emulator: &StripeEmulator, patience: Duration) -> Self {
        let settings = StripeSettings {
            secret_key: SecretString::from("sk_test_1"),
            publishable_key: "pk_test_1".to_owned(),
            webhook_secret: SecretString::from(STRIPE_WEBHOOK_SECRET),
            api_base: Some(emulator.api_base()),
            patience,
            rate: StripeSettings::RATE,
        };
        let stripe = Stripe::new(&settings).expect("the settings fit together");
        self.payments(Some(Arc::new(stripe)))
    }

    /// With another way for mails than the folder.
    #[must_use]
    pub fn mail(mut self, transport: Arc<impl MailTransport + 'static>) -> Self {
        self.mail = Some(transport);
        self
    }

    /// With another store for pictures than the folder.
    #[must_use]
    pub fn storage(mut self, storage: Arc<impl ObjectStorage + 'static>) -> Self {
        self.storage = Some(storage);
        self
    }

    /// With other bounds of where webhooks may lead than none.
    #[must_use]
    pub fn webhooks(mut self, allowed: Allowed) -> Self {
        self.webhooks = allowed;
        self
    }

    /// With a Redis, which it waits for on a busy machine too.
    #[must_use]
    pub fn redis(mut self, address: RedisAddress) -> Self {
        self.redis = Some((address, Duration::from_secs(10)));
        self
    }

    /// With a Redis that it gives up as soon as a real shop does: for tests of what happens then.
    #[must_use]
    pub fn impatient(mut self) -> Self {
        self.redis = self.redis.map(|(address, _)| (address, PATIENCE));
        self
    }

    /// With another seller on its invoices.
    #[must_use]
    pub fn seller(mut self, seller: Seller) -> Self {
        self.seller = Some(seller);
        self
    }

    /// With nothing that moves by itself: the test sweeps, refreshes and reconciles.
    #[must_use]
    pub fn without_tasks(mut self) -> Self {
        self.tasks = false;
        self
    }

    /// With another `PUBLIC_URL`.
    #[must_use]
    pub fn public_url(mut self, url: &str) -> Self {
        self.public_url = url.to_owned();
        self
    }

    /// With other bounds of the streams.
    #[must_use]
    pub fn stream_limits(mut self, limits: StreamLimits) -> Self {
        self.streams = limits;
        self
    }

    /// Opens the shop on a fresh database.
    pub async fn start(self) -> Shop {
        let (owner, application) = Cluster::shared().database().await;
        self.on(owner, application).await
    }

    /// Opens another process's worth of shop on the database of `shop`.
    pub async fn beside(self, shop: &Shop) -> Shop {
        self.on(shop.owner.clone(), shop.application.clone()).await
    }

    async fn on(self, owner: PgConnectOptions, application: PgConnectOptions) -> Shop {
        let Self {
            rate_limits,
            trusted_proxies,
            limits,
            payments,
            mail,
            storage,
            webhooks,
            redis,
            seller,
            tasks,
            public_url,
            streams,
        } = self;
        let identity =
            IdentitySettings { jwt_secret: SecretString::from(JWT_SECRET), jwt_previous_secret: None };
        let database = Database::new(application.clone(), 10);
        let redis = match redis {
            Some((address, patience)) => {
                Some(Redis::connect_with_patience(address, patience).await.expect("Redis lets us in"))
            }
            None => None,
        };
        let folder = tempfile::tempdir().expect("a folder for mails and pictures");
        let mailbox = Mailbox::new(&folder.path().join("mailbox"));
        let storage = storage.unwrap_or_else(|| {
            Arc::new(Objects::folder(&folder.path().join("images")).expect("a folder for pictures"))
        });
        let transport: Arc<dyn MailTransport> = mail.unwrap_or_else(|| Arc::new(mailbox.clone()));
        let name = "Test shop".to_owned();
        let mail = Some(MailSettings { transport, shop: name.clone(), public_url: public_url.clone() });
        let invoices = InvoiceSettings {
            seller: seller.unwrap_or(Seller { name: name.clone(), ..Seller::default() }),
            timezone: "UTC".to_owned(),
        };
        let engine = Engine::new(EngineSettings {
            database,
            identity,
            limits,
            payments,
            mail,
            storage,
            invoices,
            webhooks: Arc::new(Poster::new(webhooks)),
            redis,
            streams,
        });
        if tasks {
            engine.start_tasks().await.expect("the tasks start");
        }
        let shop = ShopSettings {
            name,
            currency: Currency::EUR,
            timezone: "UTC".to_owned(),
            public_url,
            development: true,
        };
        let settings =
            AppSettings { shop, rate_limits, trusted_proxies, mailbox: Some(mailbox.clone()), metrics: None };
        let app = App::new(Arc::clone(&engine), settings);
        let (router, numbers) = (router(app), AtomicU32::new(0));
        Shop { engine, router, owner, application, mailbox, _folder: folder, numbers }
    }
}

impl Shop {
    /// A shop without rate limits, with the test provider.
    pub async fn start() -> Self {
        ShopBuilder::default().start().await
    }

    /// A shop that differs.
    pub fn builder() -> ShopBuilder {
        ShopBuilder::default()
    }

    /// A number that this shop never gave before.
    pub fn number(&self) -> u32 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// The router, for tests that serve it on a socket.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// A request with this method.
    pub fn request(&self, method: Method, path: &str) -> Request {
        Request::new(self.router.clone(), method, path)
    }

    /// A GET.
    pub fn get(&self, path: &str) -> Request {
        self.request(Method::GET, path)
    }

    /// A POST.
    pub fn post(&self, path: &str) -> Request {
        self.request(Method::POST, path)
    }

    /// A PUT.
    pub fn put(&self, path: &str) -> Request {
        self.request(Method::PUT, path)
    }

    /// A PATCH.
    pub fn patch(&self, path: &str) -> Request {
        self.request(Method::PATCH, path)
    }

    /// A DELETE.
    pub fn delete(&self, path: &str) -> Request {
        self.request(Method::DELETE, path)
    }

    /// Waits for a mail to this address whose subject begins so, and takes the newest.
    ///
    /// # Panics
    /// When none comes within ten seconds.
    pub async fn mail(&self, to: &str, subject: &str) -> StoredMail {
        for _ in 0..200 {
            let mails = self.mails().await;
            if let Some(mail) =
                mails.into_iter().find(|mail| mail.to == to && mail.subject.starts_with(subject))
            {
                return mail;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("no mail to {to} about {subject}: {:?}", self.mails().await);
    }

    /// All mails so far, newest first.
    ///
    /// # Panics
    /// When the folder cannot be read.
    pub async fn mails(&self) -> Vec<StoredMail> {
        self.mailbox.newest().await.expect("the mailbox is read")
    }

    /// A connection as the owner: for looking at what no API shows, and for breaking things by hand.
    ///
    /// # Panics
    /// When the database is away.
    pub async fn sql(&self) -> PgConnection {
        self.owner.clone().connect().await.expect("the owner connects")
    }

    /// How the owner connects.
    pub fn owner(&self) -> PgConnectOptions {
        self.owner.clone()
    }

    /// How the application connects.
    pub fn application(&self) -> PgConnectOptions {
        self.application.clone()
    }

    /// Every invariant with what the audit found.
    ///
    /// # Panics
    /// When the audit cannot run.
    pub async fn findings(&self) -> Vec<Finding> {
        audit(&self.engine.database).await.expect("the audit runs")
    }

    /// Every invariant holds.
    ///
    /// # Panics
    /// With what is violated.
    pub async fn audit(&self) {
        let broken: Vec<Finding> =
            self.findings().await.into_iter().filter(|finding| finding.violations > 0).collect();
        assert!(broken.is_empty(), "{broken:#?}");
    }
}
