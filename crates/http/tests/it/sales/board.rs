//! What one process does, the boards of the others learn.

use std::time::{Duration, Instant};

use doorbuster_testkit::Shop;
use tokio::time::sleep;

#[tokio::test]
async fn another_process_learns_within_a_second() {
    let here = Shop::start().await;
    let there = Shop::builder().beside(&here).await;
    let sale = here.live_sale(1).await;
    let path = format!("/api/v1/sales/{sale}");
    let shows = async |status: &str| {
        let waited = Instant::now();
        while there.get(&path).send().await.text("/status") != status {
            assert!(waited.elapsed() < Duration::from_millis(1_500), "not {status} in time");
            sleep(Duration::from_millis(20)).await;
        }
    };
    shows("live").await;
    let customer = here.customer().await;
    let order = here.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();
    shows("sold_out").await;
    here.cancel(&customer, &order).await.assert_status(200);
    shows("live").await;
}

/// The bus is quicker than the refresh: without the refresh, the outbox's message still arrives.
#[tokio::test]
async fn the_outbox_is_passed_on_and_emptied() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(3).await;
    let customer = shop.customer().await;
    shop.buy(&customer, sale, 1).await.assert_status(201);
    let mut owner = shop.sql().await;
    let waited = Instant::now();
    loop {
        let waiting: i64 =
            sqlx::query_scalar("SELECT count(*) FROM outbox").fetch_one(&mut owner).await.unwrap();
        if waiting == 0 {
            break;
        }
        assert!(waited.elapsed() < Duration::from_secs(3));
        sleep(Duration::from_millis(20)).await;
    }
    shop.audit().await;
}
