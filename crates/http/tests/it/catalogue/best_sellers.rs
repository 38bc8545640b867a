use chrono::TimeDelta;
use doorbuster_engine::ambient::now;
use doorbuster_engine::catalogue::count_best_sellers;
use doorbuster_persistence::catalogue::count_best_sellers as count;
use doorbuster_testkit::SaleSpec;

use super::{Backoffice, walk};

/// Only what was paid counts, and only lately; counting again says the same.
#[tokio::test]
async fn best_sellers_are_what_was_paid() {
    let office = Backoffice::open().await;
    let shop = &office.shop;
    let mut sales = Vec::new();
    for _ in 0..4 {
        sales.push(shop.sale(SaleSpec { limit: 9, ..SaleSpec::of(20) }).await);
    }
    let paid = async |sale, units| {
        let customer = shop.customer().await;
        let order = shop.buy(&customer, sale, units).await.assert_status(201).text("/id").to_owned();
        shop.pay(&customer, &order, "success").await.assert_status(200);
        (customer, order)
    };
    // The first sells most, but its orders are not paid, cancelled or old.
    let waiting = shop.customer().await;
    shop.buy(&waiting, sales[0], 9).await.assert_status(201);
    let (customer, order) = paid(sales[0], 8).await;
    shop.cancel(&customer, &order).await.assert_status(200);
    paid(sales[1], 1).await;
    paid(sales[2], 2).await;
    paid(sales[2], 2).await;
    paid(sales[3], 3).await;
    let mut products = Vec::new();
    for sale in &sales {
        products.push(office.look(&format!("sales/{sale}")).await.text("/product/id").to_owned());
    }
    let expected = [2, 3, 1, 0].map(|place| products[place].clone());
    for _ in 0..2 {
        count_best_sellers(&shop.engine).await.unwrap();
        assert_eq!(walk(&office, "products?sort=best_selling&limit=1", "id").await, expected);
    }

    // A season later what was sold until now does not count any more.
    let mut work = shop.engine.database.begin_work().await.unwrap();
    count(&mut work, now() + TimeDelta::days(91)).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(walk(&office, "products?sort=best_selling&limit=2", "id").await, reversed(&products));
}

/// What nobody bought comes by id, latest first.
fn reversed(products: &[String]) -> Vec<String> {
    products.iter().rev().cloned().collect()
}
