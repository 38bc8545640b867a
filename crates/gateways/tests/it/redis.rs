//! A real Redis that goes away in every way that it can, and comes back.

use std::time::{Duration, Instant};

use doorbuster_gateways::redis::client::{cmd, pipe};
use doorbuster_gateways::redis::{Redis, RedisAddress, RedisError};
use doorbuster_testkit::redis::RedisServer;
use tokio::time::sleep;

/// No request waits longer for Redis.
const LONGEST_WAIT: Duration = Duration::from_millis(100);

async fn ping(redis: &Redis) -> Result<String, RedisError> {
    redis.query(&cmd("PING")).await
}

/// Fails once, within the time that a request may lose, and rests then.
#[track_caller]
fn assert_quick(started: Instant, what: &str) {
    let took = started.elapsed();
    assert!(took < LONGEST_WAIT, "{what} took {took:?}");
}

async fn assert_comes_back(redis: &Redis) {
    let started = Instant::now();
    while !redis.is_up() {
        assert!(started.elapsed() < Duration::from_secs(10), "it does not come back");
        sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(ping(redis).await.as_deref(), Ok("PONG"));
}

#[tokio::test]
async fn it_is_asked() {
    let server = RedisServer::start();
    let redis = Redis::connect(server.address()).await.unwrap();
    assert!(redis.is_up());
    assert_eq!(ping(&redis).await.unwrap(), "PONG");
    let (first, second): (u32, u32) = redis.pipe(pipe().incr("key", 2).incr("key", 3)).await.unwrap();
    assert_eq!((first, second), (2, 5));
}

#[tokio::test]
async fn a_refused_command_says_why_and_does_not_make_it_rest() {
    let server = RedisServer::start();
    let redis = Redis::connect(server.address()).await.unwrap();
    let refused = redis.query::<()>(&cmd("NONSENSE")).await.unwrap_err();
    assert!(matches!(&refused, RedisError::Refused(why) if why.contains("NONSENSE")), "{refused}");
    assert!(redis.is_up());
}

#[tokio::test]
async fn a_killed_one_costs_one_request_a_moment_and_the_others_nothing() {
    let mut server = RedisServer::start();
    let redis = Redis::connect(server.address()).await.unwrap();
    server.kill();
    let started = Instant::now();
    let lost = ping(&redis).await.unwrap_err();
    assert!(matches!(lost, RedisError::Lost(_)), "{lost}");
    assert_eq!(ping(&redis).await.unwrap_err(), RedisError::Resting);
    assert_quick(started, "two requests");
    server.restart();
    assert_comes_back(&redis).await;
}

#[tokio::test]
async fn a_frozen_one_is_given_up_soon_and_used_again_when_it_thaws() {
    let server = RedisServer::start();
    let redis = Redis::connect(server.address()).await.unwrap();
    ping(&redis).await.unwrap();
    server.freeze();
    let started = Instant::now();
    assert_eq!(ping(&redis).await.unwrap_err(), RedisError::TimedOut);
    assert_eq!(ping(&redis).await.unwrap_err(), RedisError::Resting);
    assert!(matches!(redis.subscribe("channel").await, Err(RedisError::Resting)));
    assert_quick(started, "three requests");
    // Frozen sockets still connect: only an answer counts as a sign of life.
    sleep(Duration::from_millis(700)).await;
    assert!(!redis.is_up());
    server.thaw();
    assert_comes_back(&redis).await;
}

#[tokio::test]
async fn one_that_is_away_at_first_is_found_later() {
    let mut server = RedisServer::start();
    server.kill();
    let started = Instant::now();
    let redis = Redis::connect(server.address()).await.unwrap();
    assert_quick(started, "connecting");
    assert!(!redis.is_up());
    server.restart();
    assert_comes_back(&redis).await;
}

#[tokio::test]
async fn one_that_does_not_want_us_is_a_mistake_to_mend() {
    let server = RedisServer::start();
    for url in [
        format!("redis://127.0.0.1:{}", server.port()),
        format!("redis://:wrong-secret@127.0.0.1:{}", server.port()),
        format!("{}/77", server.url()),
    ] {
        let address: RedisAddress = url.parse().unwrap();
        let refused = Redis::connect(address).await.err().unwrap();
        assert!(matches!(refused, RedisError::Refused(_)), "{url}: {refused}");
        assert!(!refused.to_string().contains("wrong-secret"), "{refused}");
    }
}

#[tokio::test]
async fn what_is_published_is_heard_until_the_connection_is_lost() {
    let mut server = RedisServer::start();
    let redis = Redis::connect(server.address()).await.unwrap();
    let mut subscription = redis.subscribe("channel").await.unwrap();
    redis.publish("another", "not for us").await.unwrap();
    redis.publish("channel", "news").await.unwrap();
    assert_eq!(subscription.next().await.unwrap(), "news");
    server.freeze();
    sleep(Duration::from_millis(300)).await;
    server.thaw();
    assert_comes_back(&redis).await;
    redis.publish("channel", "more").await.unwrap();
    assert_eq!(subscription.next().await.unwrap(), "more", "a short pause loses no listener");
    server.kill();
    let lost = subscription.next().await.unwrap_err();
    assert!(matches!(lost, RedisError::Lost(_)), "{lost}");
}
