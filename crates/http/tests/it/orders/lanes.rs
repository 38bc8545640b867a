//! The lane under faults of its connection.

use std::collections::BTreeMap;
use std::time::Duration;

use doorbuster_domain::sales::Limits;
use doorbuster_server::LANE_LIMITS;
use doorbuster_testkit::{SaleSpec, Shop};
use futures::future::join_all;
use tokio::time::{sleep, timeout};

/// Terminated backends in the middle of batches: nothing is lost or doubled, and everybody gets an answer.
#[tokio::test(flavor = "multi_thread")]
async fn the_lane_survives_the_death_of_its_connection() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(1_500).await;
    let customers = shop.customers(2_000).await;
    let buying = async {
        let mut answers = Vec::new();
        // In waves, so that the kills meet batches.
        for wave in customers.chunks(50) {
            answers.extend(join_all(wave.iter().map(|customer| shop.buy(customer, sale, 1))).await);
        }
        answers
    };
    let mut owner = shop.sql().await;
    let mut killed = 0;
    let killing = async {
        loop {
            let hit: i64 = sqlx::query_scalar(
                "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
                 WHERE application_name = 'doorbuster lane' AND datname = current_database()",
            )
            .fetch_one(&mut owner)
            .await
            .unwrap();
            killed += hit;
            // Long enough for the lane to come back and meet the next kill in the middle of a batch.
            sleep(Duration::from_millis(60)).await;
        }
    };
    let answers = tokio::select! {
        answers = buying => answers,
        () = killing => unreachable!("it never ends by itself"),
    };
    assert!(killed >= 3, "only {killed} kills met the lane");
    let mut codes = BTreeMap::new();
    for answer in &answers {
        let name = if answer.status == 201 { "201" } else { answer.code() };
        *codes.entry(name.to_owned()).or_insert(0) += 1;
    }
    assert_eq!(codes, BTreeMap::from([("201".to_owned(), 1_500), ("sold_out".to_owned(), 500)]));
    let stored: Vec<uuid::Uuid> =
        sqlx::query_scalar("SELECT id FROM orders ORDER BY id").fetch_all(&mut owner).await.unwrap();
    let mut told: Vec<uuid::Uuid> = answers
        .iter()
        .filter(|answer| answer.status == 201)
        .map(|answer| answer.text("/id").parse().unwrap())
        .collect();
    told.sort_unstable();
    assert_eq!(told, stored, "every acknowledged order exists, and none that nobody was told about");
    shop.audit().await;
}

/// Somebody else holds the sale's row: those who wait are told that the shop is busy, and nothing is bought for them.
#[tokio::test(flavor = "multi_thread")]
async fn who_waits_too_long_is_told_so() {
    let limits = Limits { wait: Duration::from_millis(300), ..LANE_LIMITS };
    let shop = Shop::builder().lane_limits(limits).start().await;
    let sale = shop.live_sale(10).await;
    let customers = shop.customers(5).await;
    let mut holder = shop.sql().await;
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("BEGIN; SELECT FROM sales WHERE id = '{sale}' FOR UPDATE")))
        .execute(&mut holder)
        .await
        .unwrap();
    let first = shop.buy(&customers[0], sale, 1);
    let others = async {
        sleep(Duration::from_millis(100)).await;
        join_all(customers[1..].iter().map(|customer| shop.buy(customer, sale, 1))).await
    };
    let release = async {
        sleep(Duration::from_millis(1_500)).await;
        sqlx::raw_sql("ROLLBACK").execute(&mut holder).await.unwrap();
    };
    let (first, others, ()) = tokio::join!(first, others, release);
    first.assert_status(201);
    for answer in others {
        let answer = answer.assert_problem(503, "busy");
        assert_eq!(answer.field("retry-after"), "1");
    }
    assert_eq!(shop.remaining(sale).await, 9);
    shop.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_lane_says_so() {
    let limits = Limits { queue: 20, batch: 5, ..LANE_LIMITS };
    let shop = Shop::builder().lane_limits(limits).start().await;
    let sale = shop.sale(SaleSpec::of(500)).await;
    let customers = shop.customers(500).await;
    let answers = join_all(customers.iter().map(|customer| shop.buy(customer, sale, 1))).await;
    let sold = answers.iter().filter(|answer| answer.status == 201).count();
    let busy = answers.iter().filter(|answer| answer.code() == "busy").count();
    assert_eq!(sold + busy, 500);
    assert!(sold >= 20 && busy > 0, "{sold} sold, {busy} busy");
    assert_eq!(shop.remaining(sale).await, 500 - i64::try_from(sold).unwrap());
    shop.audit().await;
}

/// A request whose sender went away before it was sent buys nothing; one that went away later finds its order.
#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_who_went_away_finds_the_order() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(10).await;
    let customer = shop.customer().await;
    let patience = Duration::from_micros(300);
    let gone = timeout(patience, shop.buying(&customer, sale, 1).key("k").send()).await;
    let answer = shop.buying(&customer, sale, 1).key("k").send().await.assert_status(201);
    if let Ok(gone) = gone {
        assert_eq!(gone.text("/id"), answer.text("/id"));
    }
    assert_eq!(shop.remaining(sale).await, 9);
    shop.audit().await;
}
