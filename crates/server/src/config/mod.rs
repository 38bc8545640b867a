//! The configuration: read once from the environment, validated as a whole, never with a secret in sight.

mod read;
#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use doorbuster_domain::Currency;
use doorbuster_domain::invoices::{SellerAddress, VatId};
use doorbuster_gateways::mail::Sender;
use doorbuster_gateways::payments::StripeSettings;
use doorbuster_gateways::redis::RedisAddress;
use doorbuster_gateways::storage::{S3Credentials, StorageUrl};
use doorbuster_gateways::webhooks::Allowed;
use doorbuster_http::RateLimits;
use ipnet::IpNet;
use secrecy::SecretString;

/// What the shop is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// Trying out: test payments, demo data, generated secrets.
    Development,
    /// Selling: everything that is only good for trying out is refused.
    Production,
}

/// Where the data is.
#[derive(Clone, Debug)]
pub enum DatabaseConfig {
    /// A private PostgreSQL in DATA_DIR.
    Embedded,
    /// Somebody else's.
    External {
        /// `DATABASE_URL`: the application's role.
        url: SecretString,
        /// `DATABASE_MIGRATION_URL`: the owner's role; the application's when not set.
        migration_url: Option<SecretString>,
    },
}

/// Everything that the environment decides.
#[derive(Clone, Debug)]
pub struct Config {
    /// `ENVIRONMENT`.
    pub environment: Environment,
    /// `LISTEN`.
    pub listen: SocketAddr,
    /// `PUBLIC_URL`, without a slash at the end.
    pub public_url: String,
    /// `DATABASE_URL`, `DATABASE_MIGRATION_URL`.
    pub database: DatabaseConfig,
    /// `DATABASE_MAX_CONNECTIONS`: of the pool; lanes have their own besides.
    pub max_connections: u32,
    /// `DATA_DIR`.
    pub data_dir: PathBuf,
    /// `REDIS_URL`: what the processes of a shop share besides the database; none when not set.
    pub redis: Option<RedisAddress>,
    /// `ADVERTISE`: where the proxy in front reaches this process; when not set, LISTEN, or this machine's address.
    pub advertise: Option<SocketAddr>,
    /// `JWT_SECRET`; made and kept in DATA_DIR when not set.
    pub jwt_secret: Option<SecretString>,
    /// `JWT_PREVIOUS_SECRET`: tokens made with it are still accepted.
    pub jwt_previous_secret: Option<SecretString>,
    /// `SMTP_URL`: the server that takes our mails.
    pub smtp_url: Option<SecretString>,
    /// `MAIL_FROM`: who writes them.
    pub mail_from: Option<Sender>,
    /// `STRIPE_SECRET_KEY` and what belongs to it: who moves the money; without it the test provider, or in production nobody.
    pub stripe: Option<StripeSettings>,
    /// `STORAGE_URL`: where pictures are; `images` in DATA_DIR when not set.
    pub storage: StorageUrl,
    /// `AWS_ACCESS_KEY_ID` and what belongs to it: who we are for an S3.
    pub s3_credentials: Option<S3Credentials>,
    /// `WEBHOOKS_ALLOW_PRIVATE`: to which addresses besides public ones webhooks are sent.
    pub webhooks_allowed: Allowed,
    /// `SHOP_CURRENCY`.
    pub currency: Currency,
    /// `SHOP_TIMEZONE`.
    pub timezone: String,
    /// `SHOP_NAME`.
    pub shop_name: String,
    /// `SHOP_ADDRESS`: who sells, on invoices.
    pub shop_address: Option<SellerAddress>,
    /// `SHOP_VAT_ID`: the seller's number for VAT, on invoices.
    pub shop_vat_id: Option<VatId>,
    /// `TRUSTED_PROXIES`.
    pub trusted_proxies: Vec<IpNet>,
    /// `RATE_LIMIT`.
    pub rate_limits: RateLimits,
    /// `DRAIN_DELAY`: after SIGTERM requests are taken for so long still, while proxies learn that no more should come.
    pub drain_delay: Duration,
    /// `DRAIN_LIMIT`: so long after SIGTERM the process ends, whatever is under way.
    pub drain_limit: Duration,
    /// `RUST_LOG`.
    pub log_filter: String,
    /// `LOG_FORMAT`.
    pub log_format: LogFormat,
    /// Variables of capabilities that this version does not have yet: set, and without effect.
    pub without_effect: Vec<&'static str>,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// For machines.
    Json,
}

impl Config {
    /// Whether this is a shop for trying out.
    pub fn is_development(&self) -> bool {
        self.environment == Environment::Development
    }
}
