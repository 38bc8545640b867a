//! Several servers on one Redis, and what an operator reads when it is not right.

use std::process::Output;
use std::time::{Duration, Instant};

use doorbuster_testkit::redis::RedisServer;
use futures::future::join_all;
use hyper::{Method, StatusCode};
use serde_json::json;

use super::{Customer, Shop};

const SECRET: &str = "one secret for all three servers";
const LIMIT: usize = 10;
const EXCESS: usize = 1_000;

impl Shop {
    /// How many checks of the limiter this process had to decide alone.
    async fn decided_alone(&self) -> String {
        let metrics = self.exchange(Method::GET, "/metrics", None, None, None).await.unwrap().1;
        let metrics = String::from_utf8(metrics.to_vec()).unwrap();
        let alone = |line: &&str| line.starts_with("doorbuster_limiter_checks_total{store=\"process\"}");
        metrics.lines().find(alone).and_then(|line| line.split(' ').nth(1)).unwrap_or("0").to_owned()
    }
}

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Three real processes that share nothing but Redis.
#[tokio::test(flavor = "multi_thread")]
async fn three_servers_admit_exactly_the_limit_of_one_user() {
    let redis = RedisServer::start();
    let settings = [
        ("REDIS_URL", redis.url()),
        ("JWT_SECRET", SECRET.to_owned()),
        ("RATE_LIMIT", format!("purchase={LIMIT}/60s")),
    ];
    let mut servers = [Shop::with(&settings), Shop::with(&settings), Shop::with(&settings)];
    for server in &mut servers {
        server.start().await;
    }
    let customers = servers[0].customers(8);
    for customer in &customers {
        let admitted = storm(&servers, customer).await;
        // On a machine so busy that Redis does not answer in time, each process counts for itself, as it should.
        let alone = [
            servers[0].decided_alone().await,
            servers[1].decided_alone().await,
            servers[2].decided_alone().await,
        ];
        if alone.iter().all(|count| count == "0") {
            assert_eq!(admitted, LIMIT);
            return;
        }
        assert!((LIMIT..=3 * LIMIT).contains(&admitted), "{admitted}, alone {alone:?}");
        println!("Redis was too slow; {admitted} admitted, {alone:?} checks decided alone: once more");
        for server in &mut servers {
            server.kill();
            server.start().await;
        }
    }
    panic!("Redis never answered in time");
}

/// Everything that the user asks at once, on all servers. Returns how much was not refused by the limiter.
async fn storm(servers: &[Shop; 3], customer: &Customer) -> usize {
    // No such sale: what matters is whether the limiter lets the question through.
    let body = json!({"sale_id": "019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e", "quantity": 1});
    let answers = join_all((0..LIMIT + EXCESS).map(|n| {
        let (server, body) = (&servers[n % 3], body.clone());
        async move {
            let answer = server.send(Method::POST, "/api/v1/orders", Some(&customer.token), None, Some(body));
            answer.await.unwrap().0
        }
    }))
    .await;
    let refused = answers.iter().filter(|status| **status == StatusCode::TOO_MANY_REQUESTS).count();
    let unknown = answers.iter().filter(|status| **status == StatusCode::NOT_FOUND).count();
    assert_eq!(refused + unknown, LIMIT + EXCESS, "nothing else is answered");
    unknown
}

#[test]
fn a_wrong_password_ends_the_start_and_is_not_shown() {
    let redis = RedisServer::start();
    let shop = Shop::with(&[("REDIS_URL", format!("redis://:hunter2@127.0.0.1:{}", redis.port()))]);
    let shown = shop.command(&["check-config"]).output().unwrap();
    assert!(shown.status.success());
    assert!(
        words(&shown).contains("with a password") && !words(&shown).contains("hunter2"),
        "{}",
        words(&shown)
    );
    let served = shop.command(&["serve"]).output().unwrap();
    assert!(!served.status.success());
    assert!(words(&served).contains("REDIS_URL") && words(&served).contains("refused"), "{}", words(&served));
    assert!(!words(&served).contains("hunter2"), "{}", words(&served));
    let served = shop.command(&["serve"]).env("REDIS_URL", "cache:6379 hunter2").output().unwrap();
    assert!(!served.status.success());
    assert!(
        words(&served).contains("REDIS_URL") && !words(&served).contains("hunter2"),
        "{}",
        words(&served)
    );
}

/// The shop opens without its Redis, and uses it as soon as it is there.
#[tokio::test(flavor = "multi_thread")]
async fn a_redis_that_is_away_does_not_keep_the_shop_closed() {
    let mut redis = RedisServer::start();
    redis.kill();
    let mut shop = Shop::with(&[("REDIS_URL", redis.url())]);
    shop.start().await;
    let state = async |shop: &Shop| {
        let (status, health) = shop.send(Method::GET, "/health", None, None, None).await.unwrap();
        assert_eq!(status, StatusCode::OK, "Redis is never needed");
        health["redis"].clone()
    };
    assert_eq!(state(&shop).await, "away");
    redis.restart();
    let started = Instant::now();
    while state(&shop).await != "ok" {
        assert!(started.elapsed() < Duration::from_secs(10), "Redis is not noticed");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
