use doorbuster_testkit::Shop;

#[tokio::test]
async fn probes_tell_live_from_ready() {
    let shop = Shop::start().await;
    shop.get("/health/live").send().await.assert_status(200);
    shop.get("/health/ready").send().await.assert_status(200);
    let health = shop.get("/health").send().await.assert_status(200);
    assert_eq!((health.text("/status"), health.text("/database")), ("ok", "ok"));
    shop.get("/metrics").send().await.assert_status(200);
    shop.engine.begin_drain();
    shop.get("/health/live").send().await.assert_status(200);
    shop.get("/health/ready").send().await.assert_status(503);
    assert_eq!(shop.get("/health").send().await.assert_status(503).json["draining"], true);
}

#[tokio::test]
async fn while_draining_requests_are_served_and_connections_sent_elsewhere() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(5).await;
    let customer = shop.customer().await;
    let before = shop.get("/api/v1/shop").send().await.assert_status(200);
    assert_eq!(before.field("connection"), "");
    shop.engine.begin_drain();
    // A proxy that has not heard of it yet must not fail anybody.
    let sold = shop.buy(&customer, sale, 1).await.assert_status(201);
    assert_eq!(sold.field("connection"), "close");
}

#[tokio::test]
async fn an_idle_shop_stops_at_once() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(5).await;
    let customer = shop.customer().await;
    shop.buy(&customer, sale, 1).await.assert_status(201);
    let stopped = tokio::time::timeout(std::time::Duration::from_secs(5), shop.engine.stop()).await;
    assert!(stopped.is_ok());
}

#[tokio::test]
async fn without_its_database_it_is_live_and_not_ready() {
    let shop = Shop::builder().without_tasks().start().await;
    shop.engine.database.close().await;
    shop.get("/health/live").send().await.assert_status(200);
    shop.get("/health/ready").send().await.assert_status(503);
    let health = shop.get("/health").send().await.assert_status(503);
    assert_eq!((health.text("/database"), &health.json["draining"]), ("away", &false.into()));
}
