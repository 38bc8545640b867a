use chrono::{DateTime, TimeDelta, Utc};
use doorbuster_engine::ambient::{fresh_id, now};
use doorbuster_testkit::{SaleSpec, Shop};

#[tokio::test]
async fn everybody_sees_a_sale_and_what_remains() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(2).await;
    let path = format!("/api/v1/sales/{sale}");
    let seen = shop.get(&path).send().await.assert_status(200);
    assert_eq!((seen.text("/status"), &seen.json["remaining"]), ("live", &serde_json::json!(2)));
    let server_time: DateTime<Utc> = seen.text("/server_time").parse().unwrap();
    assert!((now() - server_time).abs() < TimeDelta::seconds(2));

    // Who has bought sees it on the next look.
    for left in [1, 0] {
        let customer = shop.customer().await;
        shop.buy(&customer, sale, 1).await.assert_status(201);
        assert_eq!(shop.get(&path).send().await.json["remaining"], left);
    }
    assert_eq!(shop.get(&path).send().await.text("/status"), "sold_out");
    shop.get(&format!("/api/v1/sales/{}", fresh_id())).send().await.assert_problem(404, "not_found");
    shop.get("/api/v1/sales/x").send().await.assert_problem(404, "not_found");
}

#[tokio::test]
async fn a_sale_that_is_long_over_is_still_readable() {
    let shop = Shop::start().await;
    let day = TimeDelta::days(1);
    let sale = shop.sale(SaleSpec { starts_in: day * -3, ends_in: day * -2, ..SaleSpec::of(2) }).await;
    shop.engine.board.refresh(&shop.engine.database).await.unwrap();
    assert!(shop.engine.board.entry(sale).is_none(), "the board forgets it");
    let seen = shop.get(&format!("/api/v1/sales/{sale}")).send().await.assert_status(200);
    assert_eq!(seen.text("/status"), "ended");
    let customer = shop.customer().await;
    shop.buy(&customer, sale, 1).await.assert_problem(409, "sale_not_live");
}
