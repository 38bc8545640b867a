use std::time::{Duration, Instant};

use chrono::TimeDelta;
use doorbuster_engine::sales::{Swept, expire_stragglers, sweep};
use doorbuster_testkit::{SaleSpec, Shop};
use futures::future::join_all;
use tokio::time::sleep;

#[tokio::test]
async fn unpaid_orders_expire_and_the_sale_reopens_by_itself() {
    let shop = Shop::start().await;
    let sale = shop.sale(SaleSpec { hold_seconds: 1, ..SaleSpec::of(3) }).await;
    let customers = shop.customers(3).await;
    for customer in &customers {
        shop.buy(customer, sale, 1).await.assert_status(201);
    }
    let late = shop.customer().await;
    shop.buy(&late, sale, 1).await.assert_problem(409, "sold_out");
    let path = format!("/api/v1/sales/{sale}");
    assert_eq!(shop.get(&path).send().await.text("/status"), "sold_out");

    let waited = Instant::now();
    while shop.get(&path).send().await.text("/status") != "live" {
        assert!(waited.elapsed() < Duration::from_secs(6), "units return within 5 s of pay_by");
        sleep(Duration::from_millis(50)).await;
    }
    shop.buy(&late, sale, 1).await.assert_status(201);
    // Who let it lapse may try again.
    shop.buy(&customers[0], sale, 1).await.assert_status(201);
    let orders = shop.get("/api/v1/orders?status=expired").bearer(&customers[0].token).send().await;
    assert_eq!(orders.text("/items/0/timeline/1/actor"), "system");
    shop.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_expires_thousands_in_bounded_transactions() {
    let shop = Shop::builder().without_tasks().start().await;
    let sale = shop.sale(SaleSpec { hold_seconds: 1, ..SaleSpec::of(2_000) }).await;
    let customers = shop.customers(1_300).await;
    shop.engine.board.refresh(&shop.engine.database).await.unwrap();
    join_all(customers.iter().map(|customer| shop.buy(customer, sale, 1))).await;
    assert_eq!(shop.remaining(sale).await, 700);
    sleep(Duration::from_millis(1_100)).await;
    assert_eq!(sweep(&shop.engine).await.unwrap(), Swept { expired: 1_300, ..Swept::default() });
    assert_eq!(sweep(&shop.engine).await.unwrap(), Swept::default());
    assert_eq!(shop.remaining(sale).await, 2_000);
    shop.audit().await;
}

#[tokio::test]
async fn an_ended_sale_gives_its_units_back_to_the_stock() {
    let shop = Shop::builder().without_tasks().start().await;
    let spec = SaleSpec { hold_seconds: 10, ends_in: TimeDelta::seconds(3), ..SaleSpec::of(10) };
    let sale = shop.sale(spec).await;
    let [buyer, payer] = <[_; 2]>::try_from(shop.customers(2).await).unwrap();
    let held = shop.buy(&buyer, sale, 1).await.assert_status(201).text("/id").to_owned();
    let paid = shop.buy(&payer, sale, 1).await.assert_status(201).text("/id").to_owned();
    shop.pay(&payer, &paid, "success").await.assert_status(200);
    sleep(Duration::from_millis(3_100)).await;
    assert_eq!(sweep(&shop.engine).await.unwrap(), Swept { settled: 1, ..Swept::default() });
    let mut owner = shop.sql().await;
    let stock: i64 = sqlx::query_scalar("SELECT stock FROM products").fetch_one(&mut owner).await.unwrap();
    assert_eq!(stock, 8);
    // A hold that lapses after the end goes straight to the stock.
    shop.cancel(&buyer, &held).await.assert_status(200);
    let (stock, allocated): (i64, i64) =
        sqlx::query_as("SELECT p.stock, s.allocated FROM products p JOIN sales s ON s.product_id = p.id")
            .fetch_one(&mut owner)
            .await
            .unwrap();
    assert_eq!((stock, allocated), (9, 1));
    shop.audit().await;
}

#[tokio::test]
async fn reconcile_finds_what_every_sweep_missed() {
    let shop = Shop::builder().without_tasks().start().await;
    let sale = shop.live_sale(5).await;
    let customer = shop.customer().await;
    shop.buy(&customer, sale, 1).await.assert_status(201);
    let mut owner = shop.sql().await;
    sqlx::raw_sql(
        "UPDATE orders SET pay_by = now() - interval '1 minute';
         UPDATE sale_ledger SET swept_at = now() WHERE kind = 'sold';",
    )
    .execute(&mut owner)
    .await
    .unwrap();
    assert_eq!(sweep(&shop.engine).await.unwrap(), Swept::default());
    assert!(shop.findings().await.iter().any(|finding| finding.violations > 0));
    assert_eq!(expire_stragglers(&shop.engine).await.unwrap(), 1);
    assert_eq!(shop.remaining(sale).await, 5);
    shop.audit().await;
}
