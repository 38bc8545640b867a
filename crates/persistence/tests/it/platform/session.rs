use std::time::Duration;

use doorbuster_domain::OrderId;
use doorbuster_domain::sales::{Candidate, Purchase, Verdict};
use doorbuster_engine::ambient::fresh_id;
use doorbuster_persistence::orders::buy;
use doorbuster_persistence::platform::{end_sessions, session};
use doorbuster_testkit::Shop;
use tokio::time::timeout;

/// A lane gives up a connection whose batch waits in PostgreSQL. Once its session is ended, that batch never comes true:
/// who was refused meanwhile does not own an order after all.
#[tokio::test]
async fn a_given_up_batch_never_comes_true() {
    let shop = Shop::builder().without_tasks().start().await;
    let sale = shop.live_sale(5).await;
    let customers = shop.customers(2).await;
    let batch = |customer: usize| {
        let purchase = Purchase { user: customers[customer].id, quantity: 1, idempotency: None };
        [Candidate { order: OrderId(fresh_id()), purchase }]
    };
    let mut holder = shop.sql().await;
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("BEGIN; SELECT FROM sales WHERE id = '{sale}' FOR UPDATE")))
        .execute(&mut holder)
        .await
        .unwrap();

    let database = &shop.engine.database;
    let mut given_up = database.connect_writer().await.unwrap();
    let suspect = session(&mut given_up).await.unwrap();
    let patience = Duration::from_millis(300);
    assert!(
        timeout(patience, buy(&mut given_up, sale, false, &batch(0))).await.is_err(),
        "it waits for the lock"
    );
    drop(given_up);

    let mut writer = database.connect_writer().await.unwrap();
    let own = session(&mut writer).await.unwrap();
    assert_ne!(own, suspect);
    assert!(end_sessions(&mut writer, &[suspect]).await.unwrap());
    sqlx::raw_sql("ROLLBACK").execute(&mut holder).await.unwrap();
    // The lock is passed on in turn: had the first batch still waited, it would have been decided before this one.
    let decided = buy(&mut writer, sale, false, &batch(1)).await.unwrap();
    assert!(matches!(decided.verdicts[..], [Verdict::Sold { .. }]));
    assert_eq!(decided.counters.unwrap().remaining, 4);
    assert!(end_sessions(&mut writer, &[suspect]).await.unwrap(), "a session that is gone already is gone");
    shop.audit().await;
}
