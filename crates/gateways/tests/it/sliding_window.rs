//! The limiter's counting on a real Redis.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use doorbuster_gateways::redis::client::{AsyncCommands as _, cmd};
use doorbuster_gateways::redis::{Count, Log, Redis, RedisError, SlidingWindow};
use doorbuster_testkit::redis::RedisServer;
use futures::future::join_all;
use tokio::time::sleep;

fn log(key: &str, quota: u32, window: Duration) -> Log {
    Log { key: format!("{{test}}:{key}"), quota: NonZeroU32::new(quota).unwrap(), window }
}

const MINUTE: Duration = Duration::from_secs(60);

/// A process that waits for Redis on a busy machine too: what is tested is what Redis says.
async fn process(server: &RedisServer, number: u64) -> SlidingWindow {
    let patience = Duration::from_secs(10);
    SlidingWindow::start(Redis::connect_with_patience(server.address(), patience).await.unwrap(), number)
}

fn admitted(counts: &[Result<Count, RedisError>]) -> usize {
    counts.iter().filter(|count| matches!(count, Ok(Count::Admitted { .. }))).count()
}

#[tokio::test]
async fn the_quota_is_admitted_and_then_told_when_to_come_back() {
    let server = RedisServer::start();
    let window = process(&server, 1).await;
    for remaining in [2, 1, 0] {
        let count = window.count(vec![log("a", 3, MINUTE)]).await.unwrap();
        let Count::Admitted { remaining: left, reset } = count else { panic!("{count:?}") };
        assert_eq!(left, remaining);
        assert!(reset > MINUTE - Duration::from_secs(10) && reset <= MINUTE, "{reset:?}");
    }
    let count = window.count(vec![log("a", 3, MINUTE)]).await.unwrap();
    let Count::Refused { retry_after } = count else { panic!("{count:?}") };
    assert!(retry_after > MINUTE - Duration::from_secs(10) && retry_after <= MINUTE, "{retry_after:?}");
    assert_eq!(admitted(&[window.count(vec![log("b", 3, MINUTE)]).await]), 1, "another log");
    // A log that nobody asks for vanishes by itself, and holds one member per admitted request.
    let mut redis = server.connection().await;
    let (members, lives): (u32, u64) =
        (redis.zcard("{test}:a").await.unwrap(), redis.pttl("{test}:a").await.unwrap());
    assert_eq!(members, 3);
    assert!((50_000..=60_000).contains(&lives), "{lives}");
}

/// In one call all requests have the same time.
#[tokio::test]
async fn equal_times_are_different_requests() {
    let server = RedisServer::start();
    let window = process(&server, 1).await;
    let counts = join_all((0..500).map(|_| window.count(vec![log("a", 20, MINUTE)]))).await;
    assert_eq!(admitted(&counts), 20);
    let mut redis = server.connection().await;
    let members: Vec<(String, f64)> = redis.zrange_withscores("{test}:a", 0, -1).await.unwrap();
    let mut times: Vec<u64> = members.iter().map(|(_, time)| time.to_bits()).collect();
    times.dedup();
    assert!(members.len() == 20 && times.len() < 20, "no two requests at one time: {members:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_processes_admit_exactly_the_quota() {
    let server = RedisServer::start();
    let processes = [process(&server, 1).await, process(&server, 2).await, process(&server, 3).await];
    for quota in [1, 10, 100] {
        let key = format!("quota-{quota}");
        let asks = (0..quota + 1_000).map(|n| {
            let window = processes[usize::try_from(n % 3).unwrap()].clone();
            let log = log(&key, quota, MINUTE);
            tokio::spawn(async move { window.count(vec![log]).await })
        });
        let counts: Vec<_> = join_all(asks).await.into_iter().map(Result::unwrap).collect();
        let failures: Vec<_> = counts.iter().filter_map(|count| count.as_ref().err()).collect();
        assert!(failures.is_empty(), "{failures:?}");
        assert_eq!(admitted(&counts), usize::try_from(quota).unwrap());
    }
}

#[tokio::test]
async fn the_window_slides() {
    let server = RedisServer::start();
    let window = process(&server, 1).await;
    let short = || vec![log("a", 2, Duration::from_millis(600))];
    let started = Instant::now();
    assert_eq!(admitted(&[window.count(short()).await]), 1);
    sleep(Duration::from_millis(300)).await;
    assert_eq!(admitted(&[window.count(short()).await]), 1);
    let Ok(Count::Refused { retry_after }) = window.count(short()).await else { panic!("too many") };
    assert!(retry_after <= Duration::from_millis(300), "the first leaves before the second: {retry_after:?}");
    sleep(retry_after).await;
    assert_eq!(admitted(&[window.count(short()).await, window.count(short()).await]), 1);
    assert!(started.elapsed() >= Duration::from_millis(600), "two of three in one window");
}

#[tokio::test]
async fn several_logs_count_together_or_not_at_all() {
    let server = RedisServer::start();
    let window = process(&server, 1).await;
    let both = |account: &str| vec![log(account, 2, MINUTE), log("address", 3, MINUTE)];
    let counts = [window.count(both("ada")).await, window.count(both("ada")).await];
    assert_eq!(admitted(&counts), 2);
    assert_eq!(counts[1], window_left(&counts[1], 0), "what the account has left is less");
    assert_eq!(admitted(&[window.count(both("ada")).await, window.count(both("ada")).await]), 0);
    let mut redis = server.connection().await;
    let used: u32 = redis.zcard("{test}:address").await.unwrap();
    assert_eq!(used, 2, "what the account refused, the address does not count");
    assert_eq!(admitted(&[window.count(both("bob")).await, window.count(both("eve")).await]), 1);
}

fn window_left(count: &Result<Count, RedisError>, remaining: u32) -> Result<Count, RedisError> {
    match count {
        Ok(Count::Admitted { reset, .. }) => Ok(Count::Admitted { remaining, reset: *reset }),
        other => other.clone(),
    }
}

#[tokio::test]
async fn a_lowered_quota_holds_at_once() {
    let server = RedisServer::start();
    let window = process(&server, 1).await;
    let counts = join_all((0..5).map(|_| window.count(vec![log("a", 5, MINUTE)]))).await;
    assert_eq!(admitted(&counts), 5);
    let Ok(Count::Refused { retry_after }) = window.count(vec![log("a", 2, MINUTE)]).await else {
        panic!("too many")
    };
    assert!(retry_after <= MINUTE, "{retry_after:?}");
}

#[tokio::test]
async fn a_forgotten_script_is_taught_again() {
    let server = RedisServer::start();
    let window = process(&server, 1).await;
    assert_eq!(admitted(&[window.count(vec![log("a", 2, MINUTE)]).await]), 1);
    let _: () = cmd("SCRIPT").arg("FLUSH").query_async(&mut server.connection().await).await.unwrap();
    let count = window.count(vec![log("a", 2, MINUTE)]).await;
    assert_eq!(count, window_left(&count, 0), "the log is not forgotten");
    assert_eq!(admitted(&[count]), 1);
}

/// Whoever asks counts elsewhere, and Redis is asked again at once: it may be mended at any moment.
#[tokio::test]
async fn one_that_refuses_is_asked_again() {
    let server = RedisServer::start();
    let window = process(&server, 1).await;
    let mut redis = server.connection().await;
    let rule = async |redis: &mut _, rule: &str| {
        let mut command = cmd("ACL");
        let _: () = command.arg("SETUSER").arg("default").arg(rule).query_async(redis).await.unwrap();
    };
    rule(&mut redis, "-evalsha").await;
    let refused = window.count(vec![log("a", 1, MINUTE)]).await.unwrap_err();
    assert!(matches!(&refused, RedisError::Refused(why) if why.contains("NoPerm")), "{refused}");
    assert!(window.is_up());
    rule(&mut redis, "+evalsha").await;
    assert_eq!(
        admitted(&[window.count(vec![log("a", 1, MINUTE)]).await]),
        1,
        "what was refused does not count"
    );
}

#[tokio::test]
async fn one_round_trip_decides_a_request() {
    let server = RedisServer::start();
    let window = process(&server, 1).await;
    let logs = || vec![log("a", 100, MINUTE), log("b", 100, MINUTE)];
    window.count(logs()).await.unwrap();
    let mut redis = server.connection().await;
    let _: () = cmd("CONFIG").arg("RESETSTAT").query_async(&mut redis).await.unwrap();
    for _ in 0..50 {
        window.count(logs()).await.unwrap();
    }
    let stats: String = cmd("INFO").arg("commandstats").query_async(&mut redis).await.unwrap();
    let calls = |command: &str| {
        let line = stats.lines().find_map(|line| line.strip_prefix(&format!("cmdstat_{command}:calls=")));
        line.and_then(|line| line.split(',').next()).map_or(0, |calls| calls.parse().unwrap())
    };
    assert_eq!(
        (calls("evalsha"), calls("ping"), calls("eval"), calls("script|load")),
        (50, 0, 0, 0),
        "{stats}"
    );
    assert_eq!(calls("zadd"), 100);
}

#[tokio::test]
async fn nobody_waits_long_for_a_frozen_one_and_it_counts_again_when_it_thaws() {
    let server = RedisServer::start();
    let window = SlidingWindow::start(Redis::connect(server.address()).await.unwrap(), 1);
    assert_eq!(admitted(&[window.count(vec![log("a", 1_000, MINUTE)]).await]), 1);
    server.freeze();
    let started = Instant::now();
    let waits = join_all((0..300).map(|_| async {
        let count = window.count(vec![log("a", 1_000, MINUTE)]).await;
        assert!(count.is_err(), "{count:?}");
        started.elapsed()
    }))
    .await;
    let longest = waits.into_iter().max().unwrap();
    assert!(longest < Duration::from_millis(100), "{longest:?}");
    assert!(!window.is_up());
    server.thaw();
    while !window.is_up() {
        assert!(started.elapsed() < Duration::from_secs(10), "it does not come back");
        sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(admitted(&[window.count(vec![log("a", 1_000, MINUTE)]).await]), 1);
}
