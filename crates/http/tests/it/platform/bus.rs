//! What one process does, the others hear: through Redis, through PostgreSQL without it, and by asking without either.

use std::time::{Duration, Instant};

use doorbuster_domain::SaleId;
use doorbuster_testkit::Shop;
use doorbuster_testkit::redis::RedisServer;
use tokio::time::{sleep, timeout};

use crate::identity::{execute, me, register, with_token};

/// PostgreSQL's bus says nothing about a sale sooner than this after a purchase.
const RELAY: Duration = Duration::from_millis(100);

async fn pair(redis: &RedisServer) -> (Shop, Shop) {
    let here = Shop::builder().redis(redis.address()).start().await;
    let there = Shop::builder().redis(redis.address()).beside(&here).await;
    until_they_listen(redis, 2).await;
    (here, there)
}

async fn until_they_listen(redis: &RedisServer, processes: u32) {
    let mut connection = redis.connection().await;
    let listening = async {
        loop {
            let mut count = doorbuster_gateways::redis::client::cmd("PUBSUB");
            count.arg("NUMSUB").arg("doorbuster:0:news");
            let (_, listeners): (String, u32) = count.query_async(&mut connection).await.unwrap();
            if listeners >= processes {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(10), listening).await.unwrap();
}

/// How long after a purchase here the board there knows of it.
async fn delay(here: &Shop, there: &Shop) -> Duration {
    let sale = here.live_sale(1).await;
    on_board(there, sale, 1).await;
    let customer = here.customer().await;
    // What was said about the new sale must not delay the next message.
    sleep(Duration::from_millis(150)).await;
    here.buy(&customer, sale, 1).await.assert_status(201);
    let bought = Instant::now();
    on_board(there, sale, 0).await;
    bought.elapsed()
}

async fn on_board(shop: &Shop, sale: SaleId, remaining: i64) {
    let started = Instant::now();
    while shop.engine.board.entry(sale).is_none_or(|entry| entry.sale().remaining != remaining) {
        assert!(started.elapsed() < Duration::from_secs(5), "not known in time");
        sleep(Duration::from_millis(1)).await;
    }
}

async fn shortest_delay(here: &Shop, there: &Shop) -> Duration {
    let mut shortest = Duration::MAX;
    for _ in 0..5 {
        shortest = shortest.min(delay(here, there).await);
    }
    shortest
}

#[tokio::test]
async fn a_purchase_is_known_elsewhere_sooner_with_redis() {
    let redis = RedisServer::start();
    let (here, there) = pair(&redis).await;
    let shortest = shortest_delay(&here, &there).await;
    println!("known elsewhere after {shortest:?}");
    assert!(shortest < RELAY / 2, "{shortest:?}");
}

#[tokio::test]
async fn the_bus_is_lost_and_found_again() {
    let mut redis = RedisServer::start();
    let (here, there) = pair(&redis).await;
    assert!(shortest_delay(&here, &there).await < RELAY / 2);
    redis.kill();
    // PostgreSQL's goes on, at its own pace.
    let longest = Duration::from_secs(2);
    for _ in 0..3 {
        let delay = delay(&here, &there).await;
        assert!(delay < longest, "{delay:?}");
    }
    redis.restart();
    until_they_listen(&redis, 2).await;
    let started = Instant::now();
    while !here.engine.redis.as_ref().unwrap().is_up() {
        assert!(started.elapsed() < Duration::from_secs(10), "it does not come back");
        sleep(Duration::from_millis(10)).await;
    }
    assert!(shortest_delay(&here, &there).await < RELAY / 2);
}

/// Without PostgreSQL's word, it is Redis that tells of a revocation, or else the poll, up to 800 ms later.
#[tokio::test]
async fn revocations_are_heard_through_redis() {
    let redis = RedisServer::start();
    let (here, there) = pair(&redis).await;
    let triggers: Vec<String> = sqlx::query_scalar(
        "SELECT format('DROP TRIGGER %I ON %s', t.tgname, t.tgrelid::regclass) FROM pg_trigger t
         JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND p.prosrc LIKE '%pg_notify%'",
    )
    .fetch_all(&mut here.sql().await)
    .await
    .unwrap();
    assert!(!triggers.is_empty());
    for drop in triggers {
        sqlx::query(sqlx::AssertSqlSafe(drop)).execute(&mut here.sql().await).await.unwrap();
    }
    let mut quick = 0;
    for n in 0..12 {
        let answer = register(&here, &format!("ada-{n}@example.com")).await;
        let token = answer.text("/access_token");
        me(&there, token).await.assert_status(200);
        if n % 2 == 0 {
            let log_out = here.post("/api/v1/users/logout");
            with_token(log_out, answer.text("/refresh_token")).send().await.assert_status(204);
        } else {
            here.delete("/api/v1/users/me/sessions").bearer(token).send().await.assert_status(204);
        }
        let revoked = Instant::now();
        while me(&there, token).await.status == 200 {
            assert!(revoked.elapsed() < Duration::from_secs(10), "it is never heard");
            sleep(Duration::from_millis(5)).await;
        }
        quick += u32::from(revoked.elapsed() < Duration::from_millis(250));
    }
    // A busy machine may be late now and then; the poll alone would be, two times out of three.
    assert!(quick > 6, "that was the poll: {quick} of 12");
}

#[tokio::test]
async fn without_redis_it_is_postgresql_that_tells() {
    let here = Shop::start().await;
    let there = Shop::builder().beside(&here).await;
    let mut delays = Vec::new();
    for _ in 0..6 {
        delays.push(delay(&here, &there).await);
    }
    delays.sort();
    println!("known elsewhere after {delays:?}");
    // The refresh alone needs half a second on average.
    assert!(delays[2] >= RELAY / 2 && delays[2] < Duration::from_millis(400), "{delays:?}");
}

/// With nobody to tell, the refresh finds out.
#[tokio::test]
async fn without_either_the_refresh_finds_out() {
    let here = Shop::builder().without_tasks().start().await;
    let there = Shop::builder().beside(&here).await;
    let sale = here.live_sale(1).await;
    let made = Instant::now();
    execute(&here, "DELETE FROM outbox").await;
    on_board(&there, sale, 1).await;
    assert!(made.elapsed() < Duration::from_millis(1_500), "{:?}", made.elapsed());
}
