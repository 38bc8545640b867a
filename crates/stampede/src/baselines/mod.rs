//! What the shop is measured against: other designs of the same purchase, and the same design with less in it.
//!
//! | baseline | is | says |
//! |---|---|---|
//! | [`naive`] | one transaction per request, five round trips | what most shops do |
//! | [`one_call`] | one `sell_batch` per request | what is left of the gain without batches |
//! | [`no_database`] | the shop's own handler, board and lane; verdicts from memory | what PostgreSQL costs |
//! | [`bare`] | the shop's layers, token and body checks around a constant answer | the most that this HTTP stack can do |
//!
//! The first two write the same rows into the same tables, indexes and cluster, under the same durability. Each runs as
//! a process of its own, so that its costs can be told from the others'.

pub mod bare;
pub mod naive;
pub mod no_database;
pub mod one_call;

use std::sync::Arc;

use doorbuster_domain::Currency;
use doorbuster_domain::invoices::Seller;
use doorbuster_engine::identity::IdentitySettings;
use doorbuster_engine::invoices::InvoiceSettings;
use doorbuster_engine::sales::{StreamLimits, Writers};
use doorbuster_engine::{Engine, EngineSettings};
use doorbuster_gateways::storage::Objects;
use doorbuster_gateways::webhooks::{Allowed, Poster};
use doorbuster_http::{App, AppSettings, RateLimits, ShopSettings};
use doorbuster_persistence::{Database, PgConnectOptions};
use doorbuster_server::LANE_LIMITS;
use metrics_exporter_prometheus::PrometheusHandle;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A design to compare the shop with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Baseline {
    /// One transaction per request.
    Naive,
    /// One function call per request.
    OneCall,
    /// The shop's endpoint with its verdicts from memory.
    NoDatabase,
    /// The shop's layers around a constant answer.
    Bare,
}

impl Baseline {
    /// As on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Naive => "naive",
            Self::OneCall => "one-call",
            Self::NoDatabase => "no-database",
            Self::Bare => "bare",
        }
    }
}

/// The body of a purchase, as strict as the shop's.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PurchaseBody {
    sale_id: Uuid,
    quantity: i32,
}

/// The shop's HTTP side as `stampede` starts a shop (development, no limits), on an engine whose lanes sell through
/// `writers` and whose database is never connected to. Call it inside a runtime.
fn app(secret: &str, writers: Arc<dyn Writers>, metrics: Option<PrometheusHandle>) -> App {
    let engine = Engine::with_writers(
        EngineSettings {
            database: Database::new(PgConnectOptions::new_without_pgpass(), 1),
            identity: IdentitySettings { jwt_secret: SecretString::from(secret), jwt_previous_secret: None },
            limits: LANE_LIMITS,
            payments: None,
            mail: None,
            storage: Arc::new(Objects::in_memory()),
            invoices: InvoiceSettings { seller: Seller::default(), timezone: "UTC".to_owned() },
            webhooks: Arc::new(Poster::new(Allowed::Public)),
            redis: None,
            streams: StreamLimits::default(),
        },
        writers,
    );
    let shop = ShopSettings {
        name: "Baseline".to_owned(),
        currency: Currency::EUR,
        timezone: "UTC".to_owned(),
        public_url: "http://127.0.0.1".to_owned(),
        development: true,
    };
    let settings = AppSettings {
        shop,
        rate_limits: RateLimits::OFF,
        trusted_proxies: Vec::new(),
        mailbox: None,
        metrics,
    };
    App::new(engine, settings)
}
