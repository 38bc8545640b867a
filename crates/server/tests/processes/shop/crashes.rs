use std::collections::BTreeSet;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures::future::join_all;
use tokio::time::sleep;

use super::{Customer, Shop};

/// What a customer was told in the end.
struct Told {
    customer: usize,
    order: String,
}

/// Sixteen buyers at a time, each asking for one customer after the other (their places come from `next`), until the
/// server is killed under them, which is after `enough` acknowledgements. Who got no answer comes back after the restart,
/// with the same key.
async fn stampede(
    shop: &Shop,
    customers: &[Customer],
    sale: &str,
    next: &AtomicUsize,
    enough: usize,
) -> (Vec<Told>, Vec<usize>) {
    let acknowledged = AtomicUsize::new(0);
    let server = shop.server.as_ref().unwrap().id();
    let buyers = (0..16).map(async |_| {
        let (mut told, mut lost) = (Vec::new(), Vec::new());
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(customer) = customers.get(place) else { break };
            match shop.buy(customer, sale, "once").await {
                Some((status, body)) if status == 201 => {
                    told.push(Told { customer: place, order: body["id"].as_str().unwrap().to_owned() });
                    if acknowledged.fetch_add(1, Ordering::Relaxed) + 1 == enough {
                        kill(server, "-KILL");
                    }
                }
                // Killed: this buyer comes back after the restart.
                _ => {
                    lost.push(place);
                    break;
                }
            }
        }
        (told, lost)
    });
    let (told, lost): (Vec<_>, Vec<_>) = join_all(buyers).await.into_iter().unzip();
    (told.into_iter().flatten().collect(), lost.into_iter().flatten().collect())
}

/// `kill -9` in mid-sale, five times: every acknowledged order is there afterwards, and a lost answer is found by its
/// key without buying twice.
#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_order_is_lost_when_the_server_is_killed() {
    let mut shop = Shop::new();
    shop.start().await;
    let sale = shop.sale(100_000).await;
    let customers = shop.customers(20_000);
    let next = AtomicUsize::new(0);
    let mut told = Vec::new();
    let mut lost = Vec::new();
    for round in 0..5 {
        let (acknowledged, unanswered) = stampede(&shop, &customers, &sale, &next, 40 + round * 25).await;
        assert!(!unanswered.is_empty(), "round {round}: nobody was waiting when the server was killed");
        told.extend(acknowledged);
        lost.extend(unanswered);
        shop.kill();
        shop.start().await;
    }
    let again = join_all(lost.iter().map(|place| shop.buy(&customers[*place], &sale, "once"))).await;
    for (place, answer) in lost.iter().zip(again) {
        let (status, body) = answer.unwrap();
        assert_eq!(status, 201, "{body}");
        told.push(Told { customer: *place, order: body["id"].as_str().unwrap().to_owned() });
    }
    let orders: BTreeSet<&str> = told.iter().map(|told| told.order.as_str()).collect();
    assert_eq!(orders.len(), told.len(), "one order per acknowledgement");
    for told in told.iter().step_by(7) {
        let path = format!("/api/v1/orders/{}", told.order);
        let read =
            shop.send(hyper::Method::GET, &path, Some(&customers[told.customer].token), None, None).await;
        assert_eq!(read.unwrap().0, 200, "an acknowledged order is gone");
    }
    let (_, seen) =
        shop.send(hyper::Method::GET, &format!("/api/v1/sales/{sale}"), None, None, None).await.unwrap();
    let sold = 100_000 - seen["remaining"].as_i64().unwrap();
    assert_eq!(usize::try_from(sold).unwrap(), told.len(), "an order that nobody was told about");
    shop.audit();
}

/// PostgreSQL is stopped under a running shop: it is started again, and the sale goes on.
#[tokio::test(flavor = "multi_thread")]
async fn the_sale_goes_on_after_postgresql_was_stopped() {
    let mut shop = Shop::new();
    shop.start().await;
    let sale = shop.sale(1_000).await;
    let customers = shop.customers(60);
    let mut told = 0;
    for (round, signal) in ["-INT", "-KILL"].into_iter().enumerate() {
        let (before, after) = customers[round * 30..][..30].split_at(10);
        for customer in before {
            assert_eq!(shop.buy(customer, &sale, "k").await.unwrap().0, 201);
            told += 1;
        }
        let note = std::fs::read_to_string(shop.data_dir.join("postgres/data/postmaster.pid")).unwrap();
        kill(note.lines().next().unwrap().parse().unwrap(), signal);
        for customer in after {
            let started = Instant::now();
            loop {
                let (status, body) = shop.buy(customer, &sale, "k").await.unwrap();
                if status == 201 {
                    break;
                }
                assert_eq!(status, 503, "only an honest 503: {body}");
                assert!(started.elapsed() < Duration::from_secs(60), "the shop does not come back");
                sleep(Duration::from_millis(100)).await;
            }
            told += 1;
        }
    }
    shop.ready().await;
    let (_, seen) =
        shop.send(hyper::Method::GET, &format!("/api/v1/sales/{sale}"), None, None, None).await.unwrap();
    assert_eq!(seen["remaining"], 1_000 - told);
    shop.audit();
}

fn kill(process: u32, signal: &str) {
    let killed = Command::new("kill").args([signal, &process.to_string()]).status().unwrap();
    assert!(killed.success());
}
