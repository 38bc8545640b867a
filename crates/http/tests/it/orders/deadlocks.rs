//! Expiry, cancel, payment and re-buy against each other: no deadlock, no unit lost.

use std::time::Duration;

use doorbuster_engine::sales::sweep;
use doorbuster_testkit::{Race, SaleSpec, Shop};
use futures::future::join_all;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everything_at_once() {
    let shop = Shop::start().await;
    let other = Shop::builder().beside(&shop).await;
    let spec = SaleSpec { hold_seconds: 1, limit: 2, ..SaleSpec::of(60) };
    let sales = [shop.sale(spec).await, shop.sale(spec).await];
    let customers = shop.customers(80).await;
    let race = Race::until(100);

    let lives = customers.iter().enumerate().map(async |(n, customer)| {
        let shop = if n % 2 == 0 { &shop } else { &other };
        for turn in 0.. {
            if !race.is_on() {
                break;
            }
            let sale = sales[(n + turn) % 2];
            let answer = shop.buy(customer, sale, 1 + i64::from(n % 3 == 0)).await;
            assert!(answer.status.as_u16() < 500, "{}", answer.json);
            if answer.status != 201 {
                tokio::time::sleep(Duration::from_millis(5)).await;
                continue;
            }
            race.count();
            let order = answer.text("/id");
            let next = match (n + turn) % 4 {
                0 => shop.cancel(customer, order).await,
                1 => shop.pay(customer, order, "decline").await,
                // Cancelled right after it is paid, or while it expires.
                2 => {
                    let (paid, cancelled) =
                        tokio::join!(shop.pay(customer, order, "success"), shop.cancel(customer, order));
                    assert!(cancelled.status.as_u16() < 500, "{}", cancelled.json);
                    paid
                }
                _ => continue,
            };
            assert!(next.status.as_u16() < 500, "{}", next.json);
        }
    });
    let sweeping = async {
        while race.is_on() {
            sweep(&shop.engine).await.unwrap();
            sweep(&other.engine).await.unwrap();
        }
    };
    tokio::join!(join_all(lives), sweeping);
    race.finish();

    let mut owner = shop.sql().await;
    let deadlocks: i64 =
        sqlx::query_scalar("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            .fetch_one(&mut owner)
            .await
            .unwrap();
    assert_eq!(deadlocks, 0);
    // The last holds end before the audit looks at them.
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    shop.audit().await;
}
