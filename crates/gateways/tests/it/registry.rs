use std::time::{Duration, Instant};

use doorbuster_gateways::redis::client::cmd;
use doorbuster_gateways::redis::{Redis, RedisError};
use doorbuster_gateways::registry::{KEY, Replica, TIME_TO_LIVE, announce, leave, list};
use doorbuster_testkit::redis::RedisServer;
use tokio::time::sleep;

fn replica(port: u16, id: &str) -> Replica {
    Replica { address: ([127, 0, 0, 1], port).into(), id: id.to_owned(), version: "1".to_owned() }
}

async fn until<F: Future<Output = bool>>(limit: Duration, what: &str, mut holds: impl FnMut() -> F) {
    let started = Instant::now();
    while !holds().await {
        assert!(started.elapsed() < limit, "{what}");
        sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn replicas_come_and_go() {
    let server = RedisServer::start();
    let redis = Redis::connect(server.address()).await.unwrap();
    assert_eq!(list(&redis).await.unwrap(), []);
    let (one, two) = (replica(1, "a"), replica(2, "b"));
    for _ in 0..2 {
        announce(&redis, &one).await.unwrap();
        announce(&redis, &two).await.unwrap();
    }
    let mut there = list(&redis).await.unwrap();
    there.sort_by_key(|replica| replica.address);
    assert_eq!(there, [one.clone(), two.clone()]);
    leave(&redis, &one).await.unwrap();
    leave(&redis, &one).await.unwrap();
    assert_eq!(list(&redis).await.unwrap(), [two]);
}

#[tokio::test]
async fn who_says_nothing_more_is_gone_after_its_time() {
    let server = RedisServer::start();
    let redis = Redis::connect(server.address()).await.unwrap();
    let (dead, alive) = (replica(1, "dead"), replica(2, "alive"));
    announce(&redis, &dead).await.unwrap();
    let announced = Instant::now();
    let limit = TIME_TO_LIVE + Duration::from_secs(2);
    until(limit, "the dead one is still there", || async {
        announce(&redis, &alive).await.unwrap();
        list(&redis).await.unwrap() == [alive.clone()]
    })
    .await;
    assert!(announced.elapsed() > TIME_TO_LIVE - Duration::from_secs(1), "{:?}", announced.elapsed());
    let members: u32 = redis.query(cmd("ZCARD").arg(KEY)).await.unwrap();
    assert_eq!(members, 1, "the dead one is removed, not only passed over");
}

#[tokio::test]
async fn a_redis_that_lost_everything_learns_it_anew() {
    let mut server = RedisServer::start();
    let redis = Redis::connect(server.address()).await.unwrap();
    let one = replica(1, "a");
    announce(&redis, &one).await.unwrap();
    server.kill();
    assert!(announce(&redis, &one).await.is_err());
    server.restart();
    let limit = Duration::from_secs(10);
    until(limit, "it is not announced again", || async { announce(&redis, &one).await.is_ok() }).await;
    assert_eq!(list(&redis).await, Ok::<_, RedisError>(vec![one]));
}
