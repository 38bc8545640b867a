use std::process::ExitCode;

use crate::config::{Config, DatabaseConfig, Environment};

/// Shows the configuration, which was validated on the way here, without secrets.
pub(crate) fn check_config(config: &Config) -> ExitCode {
    let set = |set: bool| if set { "set" } else { "not set" };
    let environment = match config.environment {
        Environment::Development => "development",
        Environment::Production => "production",
    };
    let database = match &config.database {
        DatabaseConfig::Embedded => "embedded, in DATA_DIR",
        DatabaseConfig::External { migration_url: Some(_), .. } => {
            "external, with its own role for migrations"
        }
        DatabaseConfig::External { migration_url: None, .. } => "external, one role for everything",
    };
    let proxies: Vec<String> = config.trusted_proxies.iter().map(ToString::to_string).collect();
    println!("ENVIRONMENT               {environment}");
    println!("LISTEN                    {}", config.listen);
    println!("PUBLIC_URL                {}", config.public_url);
    println!("DATABASE                  {database}");
    println!("DATABASE_MAX_CONNECTIONS  {}", config.max_connections);
    println!(
        "REDIS_URL                 {}",
        config.redis.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string)
    );
    println!("DATA_DIR                  {}", config.data_dir.display());
    println!("STORAGE_URL               {}", config.storage);
    if let Some(address) = config.advertise {
        println!("ADVERTISE                 {address}");
    }
    println!("DRAIN_DELAY               {} s", config.drain_delay.as_secs_f64());
    println!("DRAIN_LIMIT               {} s", config.drain_limit.as_secs_f64());
    println!("JWT_SECRET                {}", set(config.jwt_secret.is_some()));
    println!("JWT_PREVIOUS_SECRET       {}", set(config.jwt_previous_secret.is_some()));
    println!(
        "SMTP_URL                  {}",
        match (&config.smtp_url, config.environment) {
            (Some(_), _) => "set",
            (None, Environment::Development) => "none: mails are at /dev/mailbox",
            (None, Environment::Production) => "none: mails wait until there is one",
        }
    );
    println!("STRIPE                    {}", payments(config));
    println!("SHOP_NAME                 {}", config.shop_name);
    let none = || "none: invoices do without".to_owned();
    println!(
        "SHOP_ADDRESS              {}",
        config.shop_address.as_ref().map_or_else(none, ToString::to_string)
    );
    println!(
        "SHOP_VAT_ID               {}",
        config.shop_vat_id.as_ref().map_or_else(none, ToString::to_string)
    );
    println!("SHOP_CURRENCY             {}", config.currency);
    println!("SHOP_TIMEZONE             {}", config.timezone);
    println!(
        "TRUSTED_PROXIES           {}",
        if proxies.is_empty() { "none".to_owned() } else { proxies.join(", ") }
    );
    println!("RATE_LIMIT                {}", config.rate_limits);
    println!("RUST_LOG                  {}", config.log_filter);
    for name in &config.without_effect {
        println!("{name:<25} set, but this version does not use it yet");
    }
    ExitCode::SUCCESS
}

/// Who moves the money.
fn payments(config: &Config) -> String {
    match (&config.stripe, config.environment) {
        (Some(stripe), _) => {
            let place = stripe.api_base.as_ref().map_or_else(String::new, |base| format!(", at {base}"));
            format!("the account of {}{place}", stripe.publishable_key)
        }
        (None, Environment::Development) => "none: the test provider, which moves no money".to_owned(),
        (None, Environment::Production) => "none: orders cannot be paid".to_owned(),
    }
}
