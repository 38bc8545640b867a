use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::Shop;

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_shop_is_complete_and_seeding_twice_changes_nothing() {
    let mut shop = Shop::new();
    let first = shop.run(&["seed"]);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let second = shop.run(&["seed"]);
    assert_eq!(first.stdout, second.stdout, "the same accounts with the same passwords");
    shop.start().await;
    let (_, sales) =
        shop.send(hyper::Method::GET, "/api/v1/sales?limit=100", None, None, None).await.unwrap();
    let sales = sales["items"].as_array().unwrap().clone();
    let count = |wanted: &str| sales.iter().filter(|sale| sale["status"] == wanted).count();
    assert_eq!((count("scheduled"), count("live"), count("sold_out"), count("ended")), (2, 2, 1, 2));
    let live = |check: fn(i64) -> bool| {
        sales.iter().any(|sale| sale["status"] == "live" && check(sale["allocated"].as_i64().unwrap()))
    };
    assert!(live(|units| units == 100) && live(|units| units >= 100_000));
    for (path, expected) in [("products?", 218), ("banners?", 4), ("brands?", 134), ("regions?", 12)] {
        assert_eq!(all(&shop, path).await.len(), expected, "{path}");
    }
    assert!(all(&shop, "products?on_sale=true&").await.len() > 50);
    for kind in ["category=cheese", "region=corsica", "tag=protected-origin", "category=knives"] {
        let found = all(&shop, &format!("products?{kind}&")).await;
        assert!(found.len() > 5, "{kind}: {}", found.len());
    }
    let drawn = all(&shop, "products?region=jura&").await;
    let drawn = drawn.iter().find(|product| product["slug"] == "morbier").unwrap();
    assert_eq!(
        (&drawn["images"][0]["width"], &drawn["vat_basis_points"]),
        (&Value::from(1200), &Value::from(550))
    );
    let picture = drawn["images"][0]["url"].as_str().unwrap().to_owned();
    let (status, _) = shop.send(hyper::Method::GET, &picture, None, None, None).await.unwrap();
    assert_eq!(status, hyper::StatusCode::OK, "{picture}");
    // A command of the same DATA_DIR uses the running server's database.
    shop.audit();
    let audit = shop.run(&["audit", "--json"]);
    let report: Value = serde_json::from_slice(&audit.stdout).unwrap();
    assert_eq!(report["checks"].as_array().map(Vec::len), Some(21));
    let reconciled = shop.run(&["reconcile"]);
    assert!(String::from_utf8_lossy(&reconciled.stdout).contains("0 overdue orders expired"));
    // A second server of this DATA_DIR is a clear error.
    let second = shop.command(&["serve"]).env("LISTEN", "127.0.0.1:0").output().unwrap();
    assert!(!second.status.success());
    assert!(
        String::from_utf8_lossy(&second.stderr).contains("already"),
        "{}",
        String::from_utf8_lossy(&second.stderr)
    );
}

/// Everything that a list has, page by page.
async fn all(shop: &Shop, list: &str) -> Vec<Value> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/{list}limit=100{cursor}");
        let (_, page) = shop.send(hyper::Method::GET, &path, None, None, None).await.unwrap();
        found.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_signal_drains() {
    let mut shop = Shop::new();
    shop.start().await;
    let mut server = shop.server.take().unwrap();
    let asked = Instant::now();
    let status =
        std::process::Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(status.success());
    let ended = tokio::task::spawn_blocking(move || server.wait().unwrap()).await.unwrap();
    assert!(ended.success(), "a clean end is exit code 0");
    assert!(asked.elapsed() < Duration::from_secs(30));
    assert!(!shop.data_dir.join("postgres/data/postmaster.pid").exists(), "PostgreSQL was stopped cleanly");
}

#[test]
fn production_refuses_what_is_only_for_trying_out() {
    let shop = Shop::new();
    let refused = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = shop.command(arguments);
        let output = command.envs(variables.iter().copied()).stdin(Stdio::null()).output().unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let secret = ("JWT_SECRET", "0123456789abcdef0123456789abcdef");
    let production = ("ENVIRONMENT", "production");
    assert!(refused(&["serve"], &[production]).contains("JWT_SECRET"));
    assert!(refused(&["serve", "--demo"], &[production, secret]).contains("development"));
    assert!(refused(&["seed"], &[production, secret]).contains("development"));
    let load = ["load-users", "--count", "1", "--csv", "users.csv"];
    assert!(refused(&load, &[production, secret]).contains("--yes-load-test"));
    assert!(refused(&["check-config"], &[("LISTEN", "nowhere")]).contains("LISTEN"));
}

#[test]
fn the_configuration_is_shown_without_secrets() {
    let shop = Shop::new();
    let secret = "0123456789abcdef0123456789abcdef";
    let shown = shop.command(&["check-config"]).env("JWT_SECRET", secret).output().unwrap();
    assert!(shown.status.success());
    let text = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(text.contains("development") && !text.contains(secret), "{text}");
}
