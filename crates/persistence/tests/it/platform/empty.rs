use doorbuster_persistence::platform::empty;
use doorbuster_testkit::Shop;

/// Tables point at each other: PostgreSQL refuses when one of them is forgotten.
#[tokio::test]
async fn a_shop_is_emptied_whole() {
    let shop = Shop::builder().without_tasks().start().await;
    let sale = shop.live_sale(2).await;
    let customer = shop.customer().await;
    shop.buy(&customer, sale, 1).await.assert_status(201);
    empty(&shop.owner()).await.unwrap();
    let mut owner = shop.sql().await;
    let left: i64 = sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM sales) + (SELECT count(*) FROM orders)",
    )
    .fetch_one(&mut owner)
    .await
    .unwrap();
    assert_eq!(left, 0);
}
