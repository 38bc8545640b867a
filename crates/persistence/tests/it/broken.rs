//! A shop of which something is broken by hand, so that the audit has something to find. What each capability promises is in
//! its `audit.rs`.

use doorbuster_engine::invoices::number_due;
use doorbuster_testkit::{Person, SaleSpec, Shop};
use sqlx::PgConnection;

/// A shop with something of everything: a paid order, a cancelled paid one, a pending one, an expired one.
pub(crate) async fn lived_in() -> (Shop, Person) {
    let shop = Shop::start().await;
    let sale = shop.sale(SaleSpec { limit: 3, ..SaleSpec::of(20) }).await;
    let customer = shop.customer().await;
    let order = shop.buy(&customer, sale, 2).await.assert_status(201).text("/id").to_owned();
    shop.pay(&customer, &order, "success").await.assert_status(200);
    let regretful = shop.customer().await;
    let order = shop.buy(&regretful, sale, 1).await.assert_status(201).text("/id").to_owned();
    shop.pay(&regretful, &order, "success").await.assert_status(200);
    shop.cancel(&regretful, &order).await.assert_status(200);
    let waiting = shop.customer().await;
    shop.buy(&waiting, sale, 1).await.assert_status(201);
    // Before anything is broken, so that no invoice is made of what is.
    number_due(&shop.engine).await.unwrap();
    (shop, customer)
}

/// Which checks fire.
pub(crate) async fn broken(shop: &Shop) -> Vec<&'static str> {
    let findings = shop.findings().await;
    findings.iter().filter(|finding| finding.violations > 0).map(|finding| finding.check).collect()
}

/// Runs statements that change something.
pub(crate) async fn run(owner: &mut PgConnection, statement: &'static str) {
    let done = sqlx::raw_sql(statement).execute(&mut *owner).await;
    let done = done.unwrap_or_else(|error| panic!("{statement}: {error}"));
    assert!(
        done.rows_affected() > 0 || statement.starts_with("ALTER") || statement.starts_with("DROP"),
        "{statement}"
    );
}

/// Breaks the data with `statements` and returns which checks fire.
pub(crate) async fn after(statements: &[&'static str]) -> Vec<&'static str> {
    let (shop, _) = lived_in().await;
    assert_eq!(broken(&shop).await, Vec::<&str>::new(), "before anything is broken");
    let mut owner = shop.sql().await;
    for statement in statements {
        run(&mut owner, statement).await;
    }
    let fired = broken(&shop).await;
    // A test that breaks many shops keeps the connections of one.
    shop.engine.stop().await;
    fired
}
