use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use doorbuster_domain::Currency;
use doorbuster_gateways::mail::Sender;
use doorbuster_gateways::payments::StripeSettings;
use doorbuster_gateways::storage::{S3Credentials, StorageUrl};
use doorbuster_gateways::webhooks::Allowed;
use secrecy::SecretString;

use super::{Config, DatabaseConfig, Environment, LogFormat};

/// Capabilities that later versions bring.
const LATER: [&str; 1] = ["DATABASE_REPLICA_URL"];

/// Reads variables, collects every mistake.
struct Reader<F> {
    lookup: F,
    errors: Vec<String>,
}

impl<F: Fn(&str) -> Option<String>> Reader<F> {
    fn text(&self, name: &str) -> Option<String> {
        (self.lookup)(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// A secret, from the variable itself or from the file that `NAME_FILE` names, as container platforms hand them out.
    fn secret(&mut self, name: &str) -> Option<SecretString> {
        let in_file = format!("{name}_FILE");
        let given = self.text(name);
        let Some(path) = self.text(&in_file) else { return given.map(SecretString::from) };
        if given.is_some() {
            self.errors.push(format!("{name}: set it or {in_file}, not both"));
            return None;
        }
        match std::fs::read_to_string(&path) {
            Ok(text) if !text.trim().is_empty() => Some(SecretString::from(text.trim().to_owned())),
            Ok(_) => {
                self.errors.push(format!("{in_file}: {path} is empty"));
                None
            }
            Err(error) => {
                self.errors.push(format!("{in_file}: cannot read {path}: {error}"));
                None
            }
        }
    }

    /// Who we are for an S3: both keys, or none.
    fn s3_credentials(&mut self) -> Option<S3Credentials> {
        let session_token = self.secret("AWS_SESSION_TOKEN");
        match (self.secret("AWS_ACCESS_KEY_ID"), self.secret("AWS_SECRET_ACCESS_KEY")) {
            (Some(access_key_id), Some(secret_access_key)) => {
                Some(S3Credentials { access_key_id, secret_access_key, session_token })
            }
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => {
                self.errors
                    .push("AWS_ACCESS_KEY_ID: set it and AWS_SECRET_ACCESS_KEY, or neither".to_owned());
                None
            }
        }
    }

    /// A Stripe account: its three keys, or none.
    fn stripe(&mut self, currency: Currency) -> Option<StripeSettings> {
        let keys = [
            ("STRIPE_SECRET_KEY", self.secret("STRIPE_SECRET_KEY")),
            ("STRIPE_PUBLISHABLE_KEY", self.secret("STRIPE_PUBLISHABLE_KEY")),
            ("STRIPE_WEBHOOK_SECRET", self.secret("STRIPE_WEBHOOK_SECRET")),
        ];
        let api_base = self.text("STRIPE_API_BASE");
        let rate = self.parse("STRIPE_RATE", StripeSettings::RATE);
        if keys.iter().all(|(_, key)| key.is_none()) {
            self.require(
                api_base.is_none(),
                "STRIPE_API_BASE: without the keys of an account it is good for nothing",
            );
            return None;
        }
        for (name, key) in &keys {
            self.require(key.is_some(), &format!("{name}: Stripe needs all three keys, or none is set"));
        }
        let [(_, Some(secret_key)), (_, Some(publishable_key)), (_, Some(webhook_secret))] = keys else {
            return None;
        };
        // It is public, but is often mistaken for the other one: it is handled as a secret until it is known to be none.
        let publishable_key = secrecy::ExposeSecret::expose_secret(&publishable_key).to_owned();
        let patience = StripeSettings::PATIENCE;
        let settings =
            StripeSettings { secret_key, publishable_key, webhook_secret, api_base, patience, rate };
        let mut mistakes = settings.mistakes(currency);
        let fine = mistakes.is_empty();
        self.errors.append(&mut mistakes);
        fine.then_some(settings)
    }

    /// A time in seconds, which may have a fraction.
    fn seconds(&mut self, name: &str, default: f64, most: f64) -> Duration {
        let seconds = self.parse(name, default);
        let sensible = (0.0..=most).contains(&seconds);
        self.require(sensible, &format!("{name}: 0 to {most} seconds"));
        if sensible { Duration::from_secs_f64(seconds) } else { Duration::ZERO }
    }

    /// The parsed value, or `default` when it is not set or not valid; the mistake is kept.
    fn parse<T>(&mut self, name: &str, default: T) -> T
    where
        T: FromStr,
        T::Err: std::fmt::Display,
    {
        match self.text(name).map(|text| text.parse()) {
            None => default,
            Some(Ok(value)) => value,
            Some(Err(error)) => {
                self.errors.push(format!("{name}: {error}"));
                default
            }
        }
    }

    /// The parsed value, if it is set and valid; the mistake is kept.
    fn optional<T>(&mut self, name: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: std::fmt::Display,
    {
        let parsed = self.text(name)?.parse();
        parsed.map_err(|error| self.errors.push(format!("{name}: {error}"))).ok()
    }

    fn require(&mut self, ok: bool, mistake: &str) {
        if !ok {
            self.errors.push(mistake.to_owned());
        }
    }
}

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    /// Every mistake, one text each.
    pub fn from_environment() -> Result<Self, Vec<String>> {
        Self::read(|name| std::env::var(name).ok())
    }

    /// Reads variables through `lookup`.
    ///
    /// # Errors
    /// Every mistake, one text each.
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Vec<String>> {
        let mut reader = Reader { lookup, errors: Vec::new() };
        let listen: SocketAddr = reader.parse("LISTEN", ([127, 0, 0, 1], 8080).into());
        let database = match reader.secret("DATABASE_URL") {
            None => DatabaseConfig::Embedded,
            Some(url) => {
                DatabaseConfig::External { url, migration_url: reader.secret("DATABASE_MIGRATION_URL") }
            }
        };
        let trying_out = matches!(database, DatabaseConfig::Embedded) && listen.ip().is_loopback();
        let environment = match reader.text("ENVIRONMENT").as_deref() {
            Some("development") => Environment::Development,
            Some("production") => Environment::Production,
            None if trying_out => Environment::Development,
            None => Environment::Production,
            Some(other) => {
                reader.errors.push(format!("ENVIRONMENT: `{other}` is neither development nor production"));
                Environment::Production
            }
        };
        let jwt_secret = reader.secret("JWT_SECRET");
        let jwt_previous_secret = reader.secret("JWT_PREVIOUS_SECRET");
        for (name, secret) in [("JWT_SECRET", &jwt_secret), ("JWT_PREVIOUS_SECRET", &jwt_previous_secret)] {
            let long =
                secret.as_ref().is_none_or(|secret| secrecy::ExposeSecret::expose_secret(secret).len() >= 32);
            reader.require(long, &format!("{name}: at least 32 bytes"));
        }
        reader.require(
            environment == Environment::Development || jwt_secret.is_some(),
            "JWT_SECRET: production needs one of at least 32 bytes; it makes none by itself",
        );
        let smtp_url = reader.secret("SMTP_URL");
        let mail_from: Option<Sender> = reader.optional("MAIL_FROM");
        reader.require(smtp_url.is_none() || mail_from.is_some(), "MAIL_FROM: mails need a sender");
        let public_url = reader.text("PUBLIC_URL").unwrap_or_else(|| format!("http://{listen}"));
        let has_scheme = public_url.starts_with("http://") || public_url.starts_with("https://");
        reader.require(has_scheme, "PUBLIC_URL: starts with http:// or https://");
        let max_connections = reader.parse("DATABASE_MAX_CONNECTIONS", 20);
        reader.require((2..=1000).contains(&max_connections), "DATABASE_MAX_CONNECTIONS: 2 to 1000");
        let mut trusted_proxies = Vec::new();
        for network in reader.text("TRUSTED_PROXIES").unwrap_or_default().split(',').map(str::trim) {
            match network.parse() {
                _ if network.is_empty() => {}
                Ok(network) => trusted_proxies.push(network),
                Err(_) => {
                    reader.errors.push(format!("TRUSTED_PROXIES: `{network}` is no CIDR such as 10.0.0.0/8"));
                }
            }
        }
        let redis = reader.secret("REDIS_URL").and_then(|url| {
            let parsed = secrecy::ExposeSecret::expose_secret(&url).parse();
            parsed.map_err(|error| reader.errors.push(format!("REDIS_URL: {error}"))).ok()
        });
        // Longer than nginx needs to read the registry of replicas a few times (deploy/nginx/lua/replicas.lua).
        let drain_delay = reader.seconds("DRAIN_DELAY", if redis.is_some() { 2.0 } else { 0.0 }, 300.0);
        let drain_limit = reader.seconds("DRAIN_LIMIT", 60.0, 3600.0);
        reader.require(drain_delay < drain_limit, "DRAIN_LIMIT: longer than DRAIN_DELAY");
        let data_dir = PathBuf::from(reader.text("DATA_DIR").unwrap_or_else(|| ".doorbuster".to_owned()));
        let mut storage =
            reader.optional("STORAGE_URL").unwrap_or_else(|| StorageUrl::Folder(data_dir.join("images")));
        if let StorageUrl::S3 { region, .. } = &mut storage {
            *region = region.take().or_else(|| reader.text("AWS_REGION"));
        }
        let log_format = match reader.text("LOG_FORMAT").as_deref() {
            Some("pretty") => LogFormat::Pretty,
            Some("json") => LogFormat::Json,
            None if std::io::stderr().is_terminal() => LogFormat::Pretty,
            None => LogFormat::Json,
            Some(other) => {
                reader.errors.push(format!("LOG_FORMAT: `{other}` is neither pretty nor json"));
                LogFormat::Json
            }
        };
        let currency = reader.parse("SHOP_CURRENCY", Currency::EUR);
        let config = Self {
            environment,
            listen,
            public_url: public_url.trim_end_matches('/').to_owned(),
            database,
            max_connections,
            data_dir,
            storage,
            s3_credentials: reader.s3_credentials(),
            redis,
            advertise: reader.optional("ADVERTISE"),
            jwt_secret,
            jwt_previous_secret,
            smtp_url,
            mail_from,
            webhooks_allowed: reader.parse("WEBHOOKS_ALLOW_PRIVATE", Allowed::Public),
            stripe: reader.stripe(currency),
            currency,
            timezone: reader.text("SHOP_TIMEZONE").unwrap_or_else(|| "UTC".to_owned()),
            shop_name: reader.text("SHOP_NAME").unwrap_or_else(|| "Doorbuster".to_owned()),
            shop_address: reader.optional("SHOP_ADDRESS"),
            shop_vat_id: reader.optional("SHOP_VAT_ID"),
            trusted_proxies,
            rate_limits: reader.parse("RATE_LIMIT", doorbuster_http::RateLimits::default()),
            drain_delay,
            drain_limit,
            log_filter: reader.text("RUST_LOG").unwrap_or_else(|| "info".to_owned()),
            log_format,
            without_effect: LATER.into_iter().filter(|name| reader.text(name).is_some()).collect(),
        };
        if reader.errors.is_empty() { Ok(config) } else { Err(reader.errors) }
    }
}
