use std::io::Write as _;
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use hyper::Method;
use tokio::time::sleep;

use super::Shop;

async fn start_draining(shop: &mut Shop, delay: &str, limit: &str) -> (Child, Instant) {
    let mut serve = shop.command(&["serve"]);
    let server =
        serve.env("DRAIN_DELAY", delay).env("DRAIN_LIMIT", limit).stdout(Stdio::null()).spawn().unwrap();
    shop.ready().await;
    let asked = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(asked.success());
    (server, Instant::now())
}

async fn ended(server: &mut Child) -> bool {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(20) {
        if let Some(status) = server.try_wait().unwrap() {
            return status.success();
        }
        sleep(Duration::from_millis(20)).await;
    }
    server.kill().unwrap();
    false
}

/// Between SIGTERM and its end a replica is not ready but sells: proxies need a moment to learn that it leaves.
#[tokio::test(flavor = "multi_thread")]
async fn a_replica_that_leaves_serves_until_everybody_knows() {
    let mut shop = Shop::new();
    shop.start().await;
    let sale = shop.sale(10).await;
    let customers = shop.customers(2);
    assert!(shop.run(&["health"]).status.success());
    shop.kill();
    assert!(!shop.run(&["health"]).status.success(), "nobody is there");
    let (mut server, asked) = start_draining(&mut shop, "2", "30").await;
    sleep(Duration::from_millis(200)).await;
    assert_eq!(shop.send(Method::GET, "/health/ready", None, None, None).await.unwrap().0, 503);
    assert!(!shop.run(&["health"]).status.success(), "what a container's health check asks");
    assert_eq!(shop.buy(&customers[0], &sale, "once").await.unwrap().0, 201);
    assert!(ended(&mut server).await, "it ends well");
    let took = asked.elapsed();
    assert!((Duration::from_secs(2)..Duration::from_secs(12)).contains(&took), "{took:?}");
    assert!(shop.buy(&customers[1], &sale, "once").await.is_none(), "nobody is there any more");
    shop.audit();
}

/// Somebody who never finishes a request does not keep a process from ending.
#[tokio::test(flavor = "multi_thread")]
async fn a_drain_has_a_limit() {
    let mut shop = Shop::new();
    let (mut server, asked) = start_draining(&mut shop, "0.5", "3").await;
    let mut endless = TcpStream::connect(&shop.address).unwrap();
    endless.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
    assert!(ended(&mut server).await, "it ends well");
    let took = asked.elapsed();
    assert!((Duration::from_secs(3)..Duration::from_secs(12)).contains(&took), "{took:?}");
}
