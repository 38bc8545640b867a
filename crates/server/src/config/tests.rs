use doorbuster_gateways::storage::StorageUrl;
use secrecy::ExposeSecret as _;

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
        ("SHOP_ADDRESS", " ; "),
        ("SHOP_VAT_ID", "none"),
        ("REDIS_URL", "http://cache"),
        ("TRUSTED_PROXIES", "10.0.0.0/8, somebody"),
        ("RATE_LIMIT", "never"),
        ("LOG_FORMAT", "xml"),
        ("STORAGE_URL", "ftp://files"),
        ("AWS_ACCESS_KEY_ID", "only-half"),
        ("DRAIN_DELAY", "-1"),
        ("DRAIN_LIMIT", "soon"),
        ("WEBHOOKS_ALLOW_PRIVATE", "yes"),
    ])
    .unwrap_err();
    for name in [
        "ENVIRONMENT",
        "LISTEN",
        "JWT_SECRET",
        "PUBLIC_URL",
        "DATABASE_MAX_CONNECTIONS",
        "SHOP_CURRENCY",
        "SHOP_ADDRESS",
        "SHOP_VAT_ID",
        "REDIS_URL",
        "TRUSTED_PROXIES",
        "RATE_LIMIT",
        "LOG_FORMAT",
        "STORAGE_URL",
        "AWS_ACCESS_KEY_ID",
        "DRAIN_DELAY",
        "DRAIN_LIMIT",
        "WEBHOOKS_ALLOW_PRIVATE",
    ] {
        assert_eq!(errors.iter().filter(|error| error.starts_with(name)).count(), 1, "{name}: {errors:?}");
    }
}

#[test]
fn the_seller_has_an_address_of_several_lines() {
    let variables = [("SHOP_ADDRESS", "Doorbuster SAS; 75001 Paris"), ("SHOP_VAT_ID", "fr 40 303265045")];
    let config = read(&variables).unwrap();
    assert_eq!(config.shop_address.unwrap().lines(), ["Doorbuster SAS", "75001 Paris"]);
    assert_eq!(config.shop_vat_id.unwrap().as_str(), "FR40303265045");
    let config = read(&[]).unwrap();
    assert_eq!((config.shop_address, config.shop_vat_id), (None, None));
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

#[test]
fn secrets_come_from_files_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("url"), "postgres://shop:hunter2@db/shop\n").unwrap();
    std::fs::write(path("jwt"), format!("{SECRET}\n")).unwrap();
    std::fs::write(path("empty"), "\n").unwrap();
    std::fs::write(path("redis"), "redis://:hunter3@cache\n").unwrap();
    std::fs::write(path("aws"), "hunter4\n").unwrap();
    let config = read(&[
        ("DATABASE_URL_FILE", &path("url")),
        ("JWT_SECRET_FILE", &path("jwt")),
        ("REDIS_URL_FILE", &path("redis")),
        ("STORAGE_URL", "s3://shop?endpoint=https://storage.test"),
        ("AWS_ACCESS_KEY_ID", "key"),
        ("AWS_SECRET_ACCESS_KEY_FILE", &path("aws")),
        ("AWS_REGION", "garage"),
    ])
    .unwrap();
    assert!(config.redis.is_some());
    let region = Some("garage".to_owned());
    assert!(matches!(&config.storage, StorageUrl::S3 { region: known, .. } if *known == region));
    let key = &config.s3_credentials.as_ref().unwrap().secret_access_key;
    assert_eq!(key.expose_secret(), "hunter4");
    assert_eq!(config.environment, Environment::Production, "a database from a file is one too");
    let DatabaseConfig::External { url, migration_url: None } = &config.database else {
        panic!("{config:?}")
    };
    assert_eq!(url.expose_secret(), "postgres://shop:hunter2@db/shop", "without the line's end");
    assert_eq!(config.jwt_secret.as_ref().unwrap().expose_secret(), SECRET);
    assert!(!format!("{config:?}").contains("hunter"));

    // Each mistake is one, and says which variable.
    for (variables, mistake) in [
        ([("JWT_SECRET_FILE", path("nowhere")), ("LISTEN", String::new())], "JWT_SECRET_FILE: cannot read"),
        ([("JWT_SECRET_FILE", path("empty")), ("LISTEN", String::new())], "JWT_SECRET_FILE: "),
        ([("JWT_SECRET_FILE", path("jwt")), ("JWT_SECRET", SECRET.to_owned())], "JWT_SECRET: set it or"),
    ] {
        let variables: Vec<(&str, &str)> =
            variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let errors = read(&variables).unwrap_err();
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(errors[0].starts_with(mistake), "{errors:?}");
    }
}

#[test]
fn stripe_is_configured_as_a_whole() {
    let keys = [
        ("STRIPE_SECRET_KEY", "sk_test_hunter2"),
        ("STRIPE_PUBLISHABLE_KEY", "pk_test_1"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_hunter3"),
    ];
    let config = read(&keys).unwrap();
    assert_eq!(config.stripe.as_ref().unwrap().publishable_key, "pk_test_1");
    assert!(!format!("{config:?}").contains("hunter"));
    assert!(read(&[]).unwrap().stripe.is_none());

    let refused = |variables: &[(&str, &str)], names: &[&str]| {
        let errors = read(variables).unwrap_err();
        assert_eq!(errors.len(), names.len(), "{errors:?}");
        for name in names {
            assert!(errors.iter().any(|error| error.starts_with(name)), "{name}: {errors:?}");
        }
        assert!(!format!("{errors:?}").contains("hunter"), "{errors:?}");
    };
    refused(&keys[..1], &["STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET"]);
    refused(&keys[1..], &["STRIPE_SECRET_KEY"]);
    refused(&[("STRIPE_API_BASE", "http://127.0.0.1:1")], &["STRIPE_API_BASE"]);
    // The two keys in each other's place: the secret one would go to every browser.
    let swapped = [
        ("STRIPE_SECRET_KEY", "pk_test_1"),
        ("STRIPE_PUBLISHABLE_KEY", "sk_test_hunter2"),
        ("STRIPE_WEBHOOK_SECRET", "hunter3"),
    ];
    refused(&swapped, &["STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET"]);
    let with = |more| [keys.as_slice(), &[more]].concat();
    refused(&with(("SHOP_CURRENCY", "UGX")), &["SHOP_CURRENCY"]);
    for base in ["http://stripe.test", "http://127.0.0.1.evil.test", "ftp://x", "nowhere"] {
        refused(&with(("STRIPE_API_BASE", base)), &["STRIPE_API_BASE"]);
    }
    for base in ["https://stripe.test", "http://127.0.0.1:8110", "http://localhost:8110/"] {
        assert!(read(&with(("STRIPE_API_BASE", base))).is_ok(), "{base}");
    }
    refused(&with(("STRIPE_RATE", "0")), &["STRIPE_RATE"]);
    assert_eq!(read(&with(("STRIPE_RATE", "8"))).unwrap().stripe.unwrap().rate.get(), 8);
    let mixed = [keys[0], ("STRIPE_PUBLISHABLE_KEY", "pk_live_1"), keys[2]];
    refused(&mixed, &["STRIPE_PUBLISHABLE_KEY"]);
}
