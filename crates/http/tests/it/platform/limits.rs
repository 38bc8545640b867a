//! Who may ask how often: on one process, on several with Redis, and while that Redis is away.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use doorbuster_testkit::redis::RedisServer;
use doorbuster_testkit::{Answer, Person, SaleSpec, Shop, ShopBuilder};
use futures::future::join_all;
use tokio::time::sleep;

use crate::identity::{PASSWORD, register};

/// How long a request may wait for Redis, and as much again for everything else on a busy machine.
const LONGEST: Duration = Duration::from_millis(200);

fn limited(limits: &str, redis: &RedisServer) -> ShopBuilder {
    Shop::builder().rate_limits(limits.parse().unwrap()).redis(redis.address())
}

fn count(answers: &[Answer]) -> BTreeMap<u16, usize> {
    let mut counts = BTreeMap::new();
    for answer in answers {
        *counts.entry(answer.status.as_u16()).or_default() += 1;
    }
    counts
}

async fn until_up(shop: &Shop, up: bool) {
    let started = Instant::now();
    while shop.engine.redis.as_ref().unwrap().is_up() != up {
        assert!(started.elapsed() < Duration::from_secs(10), "Redis does not get {up}");
        sleep(Duration::from_millis(10)).await;
    }
}

/// The shops of `customer` admit so many purchases of theirs before each of them refuses.
async fn admitted(shops: &[&Shop], customer: &Person, limit: usize) -> usize {
    let sale = shops[0].live_sale(1).await;
    let mut admitted = 0;
    for shop in shops {
        for _ in 0..=limit {
            admitted += usize::from(shop.buy(customer, sale, 1).await.status != 429);
        }
    }
    admitted
}

#[tokio::test(flavor = "multi_thread")]
async fn three_processes_admit_exactly_the_limit_of_one_user() {
    let redis = RedisServer::start();
    let first = limited("purchase=10/60s", &redis).start().await;
    let second = limited("purchase=10/60s", &redis).beside(&first).await;
    let third = limited("purchase=10/60s", &redis).beside(&first).await;
    let sale = first.live_sale(100).await;
    let customers = first.customers(2).await;
    let shops = [&first, &second, &third];
    let answers = join_all((0..1_010).map(|n| shops[n % 3].buy(&customers[0], sale, 1))).await;
    assert_eq!(count(&answers), BTreeMap::from([(201, 1), (409, 9), (429, 1_000)]));
    let other = second.buy(&customers[1], sale, 1).await.assert_status(201);
    assert_eq!(other.field("ratelimit-policy"), r#""purchase";q=10;w=60"#);
    assert!(other.field("ratelimit").starts_with(r#""purchase";r=9;t="#), "{}", other.field("ratelimit"));
    first.audit().await;
}

#[tokio::test]
async fn who_is_refused_learns_which_limit_it_was_and_when_to_come_back() {
    let redis = RedisServer::start();
    for shop in [
        limited("purchase=1/60s", &redis).start().await,
        Shop::builder().rate_limits("purchase=1/60s".parse().unwrap()).start().await,
    ] {
        let sale = shop.live_sale(1).await;
        let customer = shop.customer().await;
        shop.buy(&customer, sale, 1).await.assert_status(201);
        let refused = shop.buy(&customer, sale, 1).await.assert_problem(429, "rate_limited");
        let wait: u64 = refused.field("retry-after").parse().unwrap();
        assert!((50..=60).contains(&wait), "{wait}");
        assert_eq!(refused.json["retry_after"], wait);
        assert_eq!(refused.field("ratelimit-policy"), r#""purchase";q=1;w=60"#);
        assert_eq!(refused.field("ratelimit"), format!(r#""purchase";r=0;t={wait}"#));
    }
}

#[tokio::test]
async fn a_sign_in_counts_for_its_account_and_its_address_on_all_processes() {
    let redis = RedisServer::start();
    let here = limited("login=4/60s", &redis).start().await;
    let there = limited("login=4/60s", &redis).beside(&here).await;
    register(&here, "ada@example.com").await;
    here.log_in("ada@example.com", "guess-one-guess").await.assert_problem(401, "invalid_credentials");
    there.log_in("Ada@example.com", "guess-two-guess").await.assert_problem(401, "invalid_credentials");
    there.log_in("ada@example.com", PASSWORD).await.assert_status(200);
    here.log_in("ada@example.com", PASSWORD).await.assert_problem(429, "rate_limited");
    there.log_in("bob@example.com", PASSWORD).await.assert_problem(429, "rate_limited");
}

/// A thousand addresses that guess at one account are slowed down as one address is; others may still sign in.
#[tokio::test]
async fn guesses_from_many_addresses_are_counted_for_the_account() {
    let redis = RedisServer::start();
    let alone = Shop::builder().rate_limits("login=3/60s".parse().unwrap());
    for builder in [limited("login=3/60s", &redis), alone] {
        let shop = builder.trusted_proxies(vec!["127.0.0.1/32".parse().unwrap()]).start().await;
        let guess = async |email: &str, address: &str| {
            let body = serde_json::json!({"email": email, "password": "guess-one-guess"});
            let request = shop.post("/api/v1/users/authenticate").json(&body);
            request.header("x-forwarded-for", address).send().await.status.as_u16()
        };
        for (address, status) in
            [("203.0.113.1", 401), ("203.0.113.2", 401), ("2001:db8::3", 401), ("203.0.113.4", 429)]
        {
            assert_eq!(guess("ada@example.com", address).await, status, "{address}");
        }
        assert_eq!(guess("bob@example.com", "203.0.113.5").await, 401);
        // One /64 is one client, whichever accounts it guesses at.
        assert_eq!(guess("cat@example.com", "2001:db8::4").await, 401);
        assert_eq!(guess("dan@example.com", "2001:db8::5:6:7:8").await, 401);
        assert_eq!(guess("eve@example.com", "2001:db8::9").await, 429);
        assert_eq!(guess("eve@example.com", "2001:db8:0:1::9").await, 401);
    }
}

/// Whoever looks into Redis learns nothing about persons, and finds nothing that stays.
#[tokio::test]
async fn redis_holds_no_personal_data_and_forgets_by_itself() {
    let redis = RedisServer::start();
    let proxies = vec!["127.0.0.1/32".parse().unwrap()];
    let shop = limited("", &redis).trusted_proxies(proxies).start().await;
    let from = |request: doorbuster_testkit::Request| request.header("x-forwarded-for", "203.0.113.9");
    let body = serde_json::json!({"email": "ada@example.com", "password": PASSWORD});
    from(shop.post("/api/v1/users").json(&body)).send().await.assert_status(201);
    from(shop.get("/api/v1/sales")).send().await.assert_status(200);
    let mut connection = redis.connection().await;
    let command = |name| doorbuster_gateways::redis::client::cmd(name);
    let keys: Vec<String> = command("KEYS").arg("*").query_async(&mut connection).await.unwrap();
    assert_eq!(keys.len(), 3, "account, address, address: {keys:?}");
    for key in keys {
        assert!(!key.contains("ada") && !key.contains("203.0.113.9"), "{key}");
        let lives: i64 = command("PTTL").arg(&key).query_async(&mut connection).await.unwrap();
        assert!((1..=60_000).contains(&lives), "{key} lives {lives} ms");
        let members: Vec<String> =
            command("ZRANGE").arg(&key).arg(0).arg(-1).query_async(&mut connection).await.unwrap();
        assert!(members.iter().all(|member| !member.contains("ada") && !member.contains("203.")));
    }
}

#[tokio::test]
async fn each_address_behind_a_trusted_proxy_has_a_quota_of_its_own() {
    let behind = Shop::builder().rate_limits("default=2/60s".parse().unwrap());
    let behind = behind.trusted_proxies(vec!["127.0.0.0/8".parse().unwrap()]).start().await;
    let open = Shop::builder().rate_limits("default=2/60s".parse().unwrap()).start().await;
    let ask = async |shop: &Shop, forwarded: &str| {
        shop.get("/api/v1/sales").header("x-forwarded-for", forwarded).send().await.status.as_u16()
    };
    let (one, other) = ("198.51.100.1, 203.0.113.9", "203.0.113.10");
    assert_eq!([ask(&behind, one).await, ask(&behind, one).await], [200, 200]);
    assert_eq!([ask(&behind, one).await, ask(&behind, other).await], [429, 200]);
    // Another first hop is what a client wrote.
    assert_eq!(ask(&behind, "198.51.100.2, 203.0.113.9").await, 429);
    assert_eq!(ask(&behind, "203.0.113.9, 127.0.0.7").await, 429, "a second proxy of ours");
    // Nobody is believed without TRUSTED_PROXIES.
    assert_eq!(
        [ask(&open, one).await, ask(&open, other).await, ask(&open, "2001:db8::1").await],
        [200, 200, 429]
    );
}

/// The processes count for themselves, with what each has seen, and together again as soon as Redis is back.
#[tokio::test]
async fn while_redis_is_away_each_process_counts_and_gives_back_when_it_returns() {
    let mut redis = RedisServer::start();
    let here = limited("purchase=4/60s", &redis).impatient().start().await;
    let there = limited("purchase=4/60s", &redis).impatient().beside(&here).await;
    let customers = here.customers(3).await;
    let sale = here.live_sale(1).await;
    for _ in 0..3 {
        assert_ne!(here.buy(&customers[0], sale, 1).await.status, 429);
    }
    redis.kill();
    assert_eq!(admitted(&[&here], &customers[0], 4).await, 1, "three were seen here");
    assert_eq!(admitted(&[&here, &there], &customers[1], 4).await, 8, "four on each");
    redis.restart();
    count_together_again(&here, &there).await;

    redis.freeze();
    assert_eq!(admitted(&[&here, &there], &customers[2], 4).await, 8, "four on each");
    redis.thaw();
    count_together_again(&here, &there).await;
}

/// Both find Redis and admit four between them. On a busy machine one of its first answers may come too late and begin
/// another absence; who buys then is counted by each process, and the next customer decides.
async fn count_together_again(here: &Shop, there: &Shop) {
    for _ in 0..5 {
        until_up(here, true).await;
        until_up(there, true).await;
        let customer = here.customer().await;
        match admitted(&[here, there], &customer, 4).await {
            4 => return,
            apart => assert!((5..=8).contains(&apart), "{apart}: four together, eight apart"),
        }
    }
    panic!("they go on counting apart");
}

#[tokio::test]
async fn nobody_waits_long_for_a_redis_that_stops() {
    let redis = RedisServer::start();
    let shop = limited("purchase=1000/60s", &redis).impatient().start().await;
    let sale = shop.live_sale(1).await;
    let customer = shop.customer().await;
    let ask = async || {
        let asked = Instant::now();
        shop.buy(&customer, sale, 1).await;
        asked.elapsed()
    };
    for _ in 0..20 {
        ask().await;
    }
    redis.freeze();
    let first = ask().await;
    until_up(&shop, false).await;
    let mut later = Duration::ZERO;
    // Past the first probes, which are frozen too.
    let frozen = Instant::now();
    while frozen.elapsed() < Duration::from_millis(900) {
        later = later.max(ask().await);
    }
    println!("frozen: the first request took {first:?}, the longest of the others {later:?}");
    assert!(first < LONGEST, "{first:?}");
    assert!(later < LONGEST / 2, "{later:?}");
}

enum Fault {
    Killed,
    Frozen,
}

/// The same units to the same number of customers, each once, whatever becomes of Redis.
async fn sale_with(fault: Fault) {
    let mut redis = RedisServer::start();
    let here = limited("purchase=10/60s", &redis).impatient().start().await;
    let there = limited("purchase=10/60s", &redis).impatient().beside(&here).await;
    let sale = here.sale(SaleSpec { limit: 2, ..SaleSpec::of(300) }).await;
    let customers = here.customers(600).await;
    let storm = join_all(customers.iter().enumerate().map(async |(n, customer)| {
        sleep(Duration::from_millis(u64::try_from(n).unwrap())).await;
        let shop = if n % 2 == 0 { &here } else { &there };
        shop.buy(customer, sale, 1).await
    }));
    let fault = async {
        sleep(Duration::from_millis(150)).await;
        match fault {
            Fault::Killed => redis.kill(),
            Fault::Frozen => redis.freeze(),
        }
        let away = Instant::now();
        until_up(&here, false).await;
        sleep(Duration::from_millis(200)).await;
        match fault {
            Fault::Killed => redis.restart(),
            Fault::Frozen => redis.thaw(),
        }
        until_up(&here, true).await;
        println!("away for {:?}", away.elapsed());
    };
    let (answers, ()) = tokio::join!(storm, fault);
    assert_eq!(count(&answers), BTreeMap::from([(201, 300), (409, 300)]));
    assert_eq!(here.remaining(sale).await, 0);
    here.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redis_killed_in_mid_sale_changes_nothing() {
    sale_with(Fault::Killed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redis_frozen_in_mid_sale_changes_nothing() {
    sale_with(Fault::Frozen).await;
}
