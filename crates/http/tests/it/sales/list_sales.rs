use chrono::TimeDelta;
use doorbuster_testkit::{SaleSpec, Shop};

#[tokio::test]
async fn sales_are_listed_by_state_and_by_page() {
    let shop = Shop::start().await;
    let hour = TimeDelta::hours(1);
    let live = shop.live_sale(1).await;
    let scheduled = shop.sale(SaleSpec { starts_in: hour, ends_in: hour * 2, ..SaleSpec::of(1) }).await;
    let ended = shop.sale(SaleSpec { starts_in: hour * -2, ends_in: hour * -1, ..SaleSpec::of(1) }).await;
    let ids = async |query: &str| {
        let answer = shop.get(&format!("/api/v1/sales{query}")).send().await.assert_status(200);
        let items = answer.json["items"].as_array().unwrap();
        items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let text = |ids: &[doorbuster_domain::SaleId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(ids("").await, text(&[scheduled, live, ended]));
    assert_eq!(ids("?status=live").await, text(&[live]));
    assert_eq!(ids("?status=ended,scheduled").await, text(&[scheduled, ended]));
    let page = shop.get("/api/v1/sales?limit=2").send().await;
    let cursor = page.text("/next_cursor").to_owned();
    assert_eq!(ids(&format!("?limit=2&cursor={cursor}")).await, text(&[ended]));
    for query in ["?status=gone", "?status=", "?limit=0", "?limit=101", "?cursor=%00", "?page=2"] {
        shop.get(&format!("/api/v1/sales{query}")).send().await.assert_problem(422, "validation");
    }
}
