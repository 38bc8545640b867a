use super::{Config, DatabaseConfig, Environment};

fn read(variables: &[(&str, &str)]) -> Result<Config, Vec<String>> {
    Config::read(|name| {
        variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    })
}

const SECRET: &str = "0123456789abcdef0123456789abcdef";

#[test]
fn nothing_configured_is_a_development_shop() {
    let config = read(&[]).unwrap();
    assert_eq!(config.environment, Environment::Development);
    assert_eq!(config.public_url, "http://127.0.0.1:8080");
    assert!(matches!(config.database, DatabaseConfig::Embedded));
}

#[test]
fn a_public_address_or_a_database_means_production() {
    for variables in [[("LISTEN", "0.0.0.0:80")], [("DATABASE_URL", "postgres://db/shop")]] {
        let errors = read(&variables).unwrap_err();
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(errors[0].starts_with("JWT_SECRET"), "{errors:?}");
        let config = read(&[variables[0], ("JWT_SECRET", SECRET)]).unwrap();
        assert_eq!(config.environment, Environment::Production);
    }
}

#[test]
fn every_mistake_is_named_at_once() {
    let errors = read(&[
        ("ENVIRONMENT", "staging"),
        ("LISTEN", "nowhere"),
        ("JWT_SECRET", "short"),
        ("PUBLIC_URL", "shop.example"),
        ("DATABASE_MAX_CONNECTIONS", "many"),
        ("SHOP_CURRENCY", "euro"),
        ("REDIS_URL", "http://cache"),
        ("TRUSTED_PROXIES", "10.0.0.0/8, somebody"),
        ("RATE_LIMIT", "never"),
        ("LOG_FORMAT", "xml"),
    ])
    .unwrap_err();
    for name in [
        "ENVIRONMENT",
        "LISTEN",
        "JWT_SECRET",
        "PUBLIC_URL",
        "DATABASE_MAX_CONNECTIONS",
        "SHOP_CURRENCY",
        "REDIS_URL",
        "TRUSTED_PROXIES",
        "RATE_LIMIT",
        "LOG_FORMAT",
    ] {
        assert_eq!(errors.iter().filter(|error| error.starts_with(name)).count(), 1, "{name}: {errors:?}");
    }
}

#[test]
fn secrets_are_never_shown() {
    let url = "postgres://shop:hunter2@db/shop";
    let redis = "redis://shop:hunter3@cache";
    let config = read(&[("DATABASE_URL", url), ("REDIS_URL", redis), ("JWT_SECRET", SECRET)]).unwrap();
    let shown = format!("{config:?}");
    assert!(!shown.contains("hunter") && !shown.contains(SECRET), "{shown}");
    let errors = read(&[("REDIS_URL", "redis://shop:hunter3@cache:none")]).unwrap_err();
    assert!(!errors[0].contains("hunter3"), "{errors:?}");
}
