use doorbuster_persistence::platform;
use doorbuster_testkit::Shop;
use sqlx::ConnectOptions;

/// Replicas start together: each migrates, and each gives the application its privileges.
#[tokio::test]
async fn many_processes_migrate_at_once() {
    let shop = Shop::builder().without_tasks().start().await;
    for _ in 0..5 {
        // A grant that must be made again, on the same tables, by everybody.
        let (owner, application) = (shop.owner(), shop.application());
        let migrate = || platform::migrate(&owner, application.get_username());
        tokio::try_join!(migrate(), migrate(), migrate(), migrate()).unwrap();
    }
    // Nobody keeps the lock.
    let mut owner = shop.sql().await;
    let locks: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
         WHERE locktype = 'advisory' AND datname = current_database()",
    )
    .fetch_one(&mut owner)
    .await
    .unwrap();
    assert_eq!(locks, 0);
    shop.application().connect().await.unwrap();
}
