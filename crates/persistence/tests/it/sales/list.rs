use chrono::TimeDelta;
use doorbuster_domain::platform::Limit;
use doorbuster_domain::sales::SaleStatus;
use doorbuster_persistence::sales::{Filter, list};
use doorbuster_testkit::{SaleSpec, Shop};

/// The filter's SQL and `Sale::status` are two texts of one rule.
#[tokio::test]
async fn the_filter_agrees_with_the_domain() {
    let shop = Shop::builder().without_tasks().start().await;
    let hour = TimeDelta::hours(1);
    let windows = [(hour, hour * 2), (hour * -1, hour), (hour * -2, hour * -1)];
    let mut owner = shop.sql().await;
    for (starts_in, ends_in) in windows {
        for change in
            ["paused = false", "paused = true", "cancelled = true", "settled = true", "remaining = 0"]
        {
            let sale = shop.sale(SaleSpec { starts_in, ends_in, ..SaleSpec::of(5) }).await;
            let update = format!("UPDATE sales SET {change} WHERE id = $1");
            sqlx::query(sqlx::AssertSqlSafe(update)).bind(sale.0).execute(&mut owner).await.unwrap();
        }
    }
    let mut connection = shop.engine.database.acquire().await.unwrap();
    let limit = Limit::new(100).unwrap();
    let all = list(&mut connection, &Filter::default(), None, limit).await.unwrap().items;
    assert_eq!(all.len(), 15);
    let mut found = 0;
    for status in SaleStatus::ALL {
        let filter = Filter { statuses: vec![status] };
        let sales = list(&mut connection, &filter, None, limit).await.unwrap().items;
        assert!(!sales.is_empty(), "{status:?}");
        for (sale, now) in &sales {
            assert_eq!(sale.status(*now), status);
        }
        found += sales.len();
    }
    assert_eq!(found, all.len());
}

#[tokio::test]
async fn pages_meet_every_sale_once() {
    let shop = Shop::builder().without_tasks().start().await;
    for _ in 0..7 {
        // All start in the same microsecond or not: the cursor breaks ties by id.
        shop.live_sale(1).await;
    }
    let mut connection = shop.engine.database.acquire().await.unwrap();
    let limit = Limit::new(3).unwrap();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = list(&mut connection, &Filter::default(), after, limit).await.unwrap();
        seen.extend(page.items.into_iter().map(|(sale, _)| sale.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 7);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 7);
}
