use std::collections::BTreeSet;

use doorbuster_domain::InvoiceId;
use doorbuster_domain::invoices::{Contents, Invoice, InvoiceKind, Seller};
use doorbuster_engine::ambient::fresh_id;
use doorbuster_engine::invoices::number_due;
use doorbuster_persistence::invoices::{due_invoices, hold_series, issue};
use doorbuster_testkit::Shop;
use futures::future::join_all;

use super::{invoice, json};

/// Numbers as they are printed, from the first.
fn numbers(year: &str, count: usize) -> BTreeSet<String> {
    (1..=count).map(|number| format!("{year}-{number:06}")).collect()
}

/// Two processes, each with its own sweep, and everybody asks for their invoice as soon as they have paid.
#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_paid_at_once_have_two_hundred_numbers() {
    let shop = Shop::start().await;
    let other = Shop::builder().beside(&shop).await;
    let sale = shop.live_sale(200).await;
    let customers = shop.customers(200).await;
    let asked = customers.iter().enumerate().map(async |(place, customer)| {
        let (here, there) = if place % 2 == 0 { (&shop, &other) } else { (&other, &shop) };
        let order = here.paid(customer, sale, 1).await;
        let told = json(invoice(there, &order).bearer(&customer.token)).send().await.assert_status(200);
        let again = json(invoice(here, &order).bearer(&customer.token)).send().await.assert_status(200);
        assert_eq!(told.json, again.json);
        told.text("/number").to_owned()
    });
    let given: Vec<String> = join_all(asked).await;
    let year = given[0].split('-').next().unwrap().to_owned();
    assert_eq!(given.len(), 200);
    assert_eq!(given.into_iter().collect::<BTreeSet<_>>(), numbers(&year, 200));
    shop.audit().await;
}

/// Whoever dies before the commit took no number, and what was due is still due.
#[tokio::test(flavor = "multi_thread")]
async fn a_crash_leaves_no_gap() {
    let shop = Shop::builder().without_tasks().start().await;
    let sale = shop.live_sale(4).await;
    let customers = shop.customers(4).await;
    let orders = join_all(customers.iter().map(|customer| shop.paid(customer, sale, 1))).await;
    for _ in 0..3 {
        let mut work = shop.engine.database.begin_work().await.unwrap();
        let mut series = hold_series(&mut work, InvoiceKind::Invoice, "UTC").await.unwrap();
        let due = due_invoices(&mut work, "UTC", 2).await.unwrap();
        let issued = due.into_iter().map(|order| Invoice {
            id: InvoiceId(fresh_id()),
            number: series.take(),
            order: order.id,
            refund: None,
            issued_at: series.now,
            contents: Contents::of(order, &Seller::default(), series.today).unwrap(),
            void: false,
        });
        let issued: Vec<Invoice> = issued.collect();
        assert_eq!(issued.iter().map(|invoice| invoice.number.number).collect::<Vec<_>>(), [1, 2]);
        issue(&mut work, series, &issued).await.unwrap();
        let pid: i32 = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut *work).await.unwrap();
        // The process is gone: its connection is cut while everything but the commit is done, and somebody else waits.
        let waiting = tokio::spawn({
            let engine = std::sync::Arc::clone(&shop.engine);
            async move { number_due(&engine).await }
        });
        let kill = sqlx::query("SELECT pg_terminate_backend($1)").bind(pid);
        kill.execute(&mut shop.sql().await).await.unwrap();
        assert!(work.commit().await.is_err());
        // Whoever waited goes on, from the number that nobody took.
        waiting.await.unwrap().unwrap();
        shop.audit().await;
        sqlx::raw_sql(
            "INSERT INTO invoice_queue (kind, about, due_at) SELECT kind, order_id, issued_at FROM invoices;
             DELETE FROM invoices; UPDATE invoice_series SET last = 0;",
        )
        .execute(&mut shop.sql().await)
        .await
        .unwrap();
    }
    assert_eq!(number_due(&shop.engine).await.unwrap(), 4);
    assert_eq!(number_due(&shop.engine).await.unwrap(), 0);
    let mut given = BTreeSet::new();
    for (order, customer) in orders.iter().zip(&customers) {
        let told = json(invoice(&shop, order).bearer(&customer.token)).send().await.assert_status(200);
        given.insert(told.text("/number").to_owned());
    }
    let year = given.first().unwrap().split('-').next().unwrap().to_owned();
    assert_eq!(given, numbers(&year, 4));
    shop.audit().await;
}

#[tokio::test]
async fn numbers_follow_the_payments_and_begin_anew_each_year() {
    let shop = Shop::builder().without_tasks().start().await;
    let sale = shop.live_sale(3).await;
    let customers = shop.customers(3).await;
    let mut orders = Vec::new();
    for customer in &customers {
        orders.push(shop.paid(customer, sale, 1).await);
    }
    let number = async |place: usize| {
        let request = invoice(&shop, &orders[place]).bearer(&customers[place].token);
        json(request).send().await.assert_status(200).text("/number").to_owned()
    };
    // The last one asks first.
    let last = number(2).await;
    let year: i32 = last.split('-').next().unwrap().parse().unwrap();
    assert_eq!(last, format!("{year}-000003"));
    assert_eq!((number(0).await, number(1).await), (format!("{year}-000001"), format!("{year}-000002")));

    // Last year's series is over.
    let mut owner = shop.sql().await;
    sqlx::raw_sql("UPDATE invoices SET year = year - 1; UPDATE invoice_series SET year = year - 1")
        .execute(&mut owner)
        .await
        .unwrap();
    shop.audit().await;
    let next = shop.live_sale(1).await;
    let order = shop.paid(&customers[0], next, 1).await;
    let told = json(invoice(&shop, &order).bearer(&customers[0].token)).send().await.assert_status(200);
    assert_eq!(told.text("/number"), format!("{year}-000001"));
    shop.audit().await;
}

/// Whoever pays does not wait for whoever numbers.
#[tokio::test(flavor = "multi_thread")]
async fn numbering_holds_up_nobody_who_pays() {
    let shop = Shop::builder().without_tasks().start().await;
    let sale = shop.live_sale(2).await;
    let [first, second] = <[_; 2]>::try_from(shop.customers(2).await).unwrap();
    let order = shop.paid(&first, sale, 1).await;
    let mut work = shop.engine.database.begin_work().await.unwrap();
    hold_series(&mut work, InvoiceKind::Invoice, "UTC").await.unwrap();
    due_invoices(&mut work, "UTC", 10).await.unwrap();
    // All of this while the numbers are held.
    shop.paid(&second, sale, 1).await;
    shop.cancel(&first, &order).await.assert_status(200);
    drop(work);
    assert_eq!(number_due(&shop.engine).await.unwrap(), 3, "two invoices and a credit note");
    shop.audit().await;
}
