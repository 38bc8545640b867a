//! Pause, resume, cancel.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use doorbuster_domain::identity::Role;
use doorbuster_domain::orders::OrderStatus;
use doorbuster_domain::payments::Payment;
use doorbuster_domain::{Money, RefundId, SaleId};
use doorbuster_engine::ambient::fresh_id;
use doorbuster_engine::sales::{Swept, sweep};
use doorbuster_gateways::payments::{
    Instruction, PaymentProvider, ProviderError, RefundAnswer, Standing, TestOutcome, TestProvider,
};
use doorbuster_testkit::{Answer, Person, SaleSpec, Shop};
use futures::future::{BoxFuture, FutureExt, join_all, ready};
use tokio::sync::Notify;
use tokio::time::sleep;

async fn steer(shop: &Shop, staff: &Person, sale: SaleId, operation: &str) -> Answer {
    shop.post(&format!("/api/v1/sales/{sale}/{operation}")).bearer(&staff.token).send().await
}

/// How many orders are in each state.
async fn orders(shop: &Shop, status: OrderStatus) -> i64 {
    let mut owner = shop.sql().await;
    let count =
        sqlx::query_scalar("SELECT count(*) FROM orders WHERE status::text = $1").bind(status.as_str());
    count.fetch_one(&mut owner).await.unwrap()
}

async fn stock(shop: &Shop) -> i64 {
    let mut owner = shop.sql().await;
    sqlx::query_scalar("SELECT stock FROM products").fetch_one(&mut owner).await.unwrap()
}

#[tokio::test]
async fn a_paused_sale_sells_nothing_while_holds_and_payments_go_on() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Staff).await;
    let sale = shop.sale(SaleSpec { hold_seconds: 2, ..SaleSpec::of(5) }).await;
    let [payer, lapsed, late] = <[_; 3]>::try_from(shop.customers(3).await).unwrap();
    let paid = shop.buy(&payer, sale, 1).await.assert_status(201).text("/id").to_owned();
    shop.buy(&lapsed, sale, 1).await.assert_status(201);

    let paused = steer(&shop, &staff, sale, "pause").await.assert_status(200);
    assert_eq!((paused.text("/status"), paused.field("etag")), ("paused", "\"2\""));
    let refused = shop.buy(&late, sale, 1).await.assert_problem(409, "sale_not_live");
    assert_eq!(refused.text("/sale_status"), "paused");
    shop.pay(&payer, &paid, "success").await.assert_status(200);
    let waited = Instant::now();
    while orders(&shop, OrderStatus::Expired).await == 0 {
        assert!(waited.elapsed() < Duration::from_secs(7), "a hold ends in a paused sale too");
        sleep(Duration::from_millis(50)).await;
    }
    // Doing it twice does it once.
    let again = steer(&shop, &staff, sale, "pause").await.assert_status(200);
    assert_eq!((again.text("/status"), again.field("etag")), ("paused", "\"2\""));

    let resumed = steer(&shop, &staff, sale, "resume").await.assert_status(200);
    assert_eq!((resumed.text("/status"), resumed.field("etag")), ("live", "\"3\""));
    assert_eq!(steer(&shop, &staff, sale, "resume").await.assert_status(200).field("etag"), "\"3\"");
    shop.buy(&late, sale, 1).await.assert_status(201);
    assert_eq!(shop.remaining(sale).await, 3);
    shop.audit().await;
}

#[tokio::test]
async fn a_cancelled_sale_gives_everything_back_that_is_not_paid() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Staff).await;
    let sale = shop.live_sale(5).await;
    let [payer, waiting, late] = <[_; 3]>::try_from(shop.customers(3).await).unwrap();
    let paid = shop.buy(&payer, sale, 1).await.assert_status(201).text("/id").to_owned();
    shop.pay(&payer, &paid, "success").await.assert_status(200);
    let held = shop.buy(&waiting, sale, 1).await.assert_status(201).text("/id").to_owned();
    steer(&shop, &staff, sale, "pause").await.assert_status(200);

    let cancelled = steer(&shop, &staff, sale, "cancel").await.assert_status(200);
    assert_eq!((cancelled.text("/status"), cancelled.field("etag")), ("cancelled", "\"3\""));
    let refused = shop.buy(&late, sale, 1).await.assert_problem(409, "sale_not_live");
    assert_eq!(refused.text("/sale_status"), "cancelled");
    let waited = Instant::now();
    while stock(&shop).await < 4 {
        assert!(waited.elapsed() < Duration::from_secs(5), "the sweep does the rest");
        sleep(Duration::from_millis(50)).await;
    }
    let path = format!("/api/v1/orders/{held}");
    let order = shop.get(&path).bearer(&waiting.token).send().await.assert_status(200);
    assert_eq!((order.text("/status"), order.text("/timeline/1/actor")), ("cancelled", "staff"));
    shop.pay(&waiting, &held, "success").await.assert_status(409);
    let path = format!("/api/v1/orders/{paid}");
    assert_eq!(shop.get(&path).bearer(&payer.token).send().await.text("/status"), "paid");

    // For good, and once.
    assert_eq!(steer(&shop, &staff, sale, "cancel").await.assert_status(200).field("etag"), "\"3\"");
    for operation in ["pause", "resume"] {
        let refused = steer(&shop, &staff, sale, operation).await.assert_problem(409, "sale_over");
        assert_eq!(refused.text("/sale_status"), "cancelled");
    }
    // Staff may still call the paid one off: its unit goes straight to the stock.
    shop.cancel(&payer, &paid).await.assert_status(200);
    assert_eq!(stock(&shop).await, 5);
    shop.audit().await;
}

#[tokio::test]
async fn an_ended_sale_stays_ended() {
    let shop = Shop::start().await;
    let staff = shop.person(Role::Staff).await;
    let hour = TimeDelta::hours(1);
    let ended = shop.sale(SaleSpec { starts_in: hour * -2, ends_in: -hour, ..SaleSpec::of(2) }).await;
    for operation in ["pause", "resume", "cancel"] {
        let refused = steer(&shop, &staff, ended, operation).await.assert_problem(409, "sale_over");
        assert_eq!(refused.text("/sale_status"), "ended");
        steer(&shop, &staff, SaleId(fresh_id()), operation).await.assert_problem(404, "not_found");
    }
    // One that has not begun can be paused, and then does not begin.
    let scheduled = shop.sale(SaleSpec { starts_in: hour, ends_in: hour * 2, ..SaleSpec::of(2) }).await;
    assert_eq!(steer(&shop, &staff, scheduled, "pause").await.text("/status"), "paused");
    assert_eq!(steer(&shop, &staff, scheduled, "resume").await.text("/status"), "scheduled");
    shop.audit().await;
}

/// Holds end in portions of 500, each in its own transaction. A process that dies in between leaves the rest to the next
/// sweep of any other.
#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_that_was_cut_short_is_finished() {
    let shop = Shop::builder().without_tasks().start().await;
    let staff = shop.person(Role::Staff).await;
    let sale = shop.live_sale(1_500).await;
    shop.engine.board.refresh(&shop.engine.database).await.unwrap();
    let customers = shop.customers(1_200).await;
    join_all(customers.iter().map(|customer| shop.buy(customer, sale, 1))).await;
    steer(&shop, &staff, sale, "cancel").await.assert_status(200);
    // Nothing happened yet but the flag: this process has no sweep of its own. The stock gets nothing before the holds
    // have ended, or a crash here would leave orders that nobody looks for.
    assert_eq!(orders(&shop, OrderStatus::PendingPayment).await, 1_200);
    assert_eq!(stock(&shop).await, 0);

    // The sweep dies while it waits for the last order, which somebody else has locked.
    let mut holder = shop.sql().await;
    sqlx::raw_sql("BEGIN; SELECT FROM orders ORDER BY id DESC LIMIT 1 FOR UPDATE")
        .execute(&mut holder)
        .await
        .unwrap();
    let engine = Arc::clone(&shop.engine);
    let sweeping = tokio::spawn(async move { sweep(&engine).await });
    let waited = Instant::now();
    while orders(&shop, OrderStatus::Cancelled).await < 500 {
        assert!(waited.elapsed() < Duration::from_secs(10));
        sleep(Duration::from_millis(20)).await;
    }
    sweeping.abort();
    assert!(sweeping.await.is_err_and(|error| error.is_cancelled()), "it was cut short");
    sqlx::raw_sql("ROLLBACK").execute(&mut holder).await.unwrap();
    let left = orders(&shop, OrderStatus::PendingPayment).await;
    assert!(left > 0, "something was left to do");

    let other = Shop::builder().without_tasks().beside(&shop).await;
    let expected = Swept { cancelled: left, settled: 1, ..Swept::default() };
    assert_eq!(sweep(&other.engine).await.unwrap(), expected);
    assert_eq!(sweep(&other.engine).await.unwrap(), Swept::default());
    assert_eq!(orders(&shop, OrderStatus::Cancelled).await, 1_200);
    assert_eq!(stock(&shop).await, 1_500);
    shop.audit().await;
}

/// Reserves the money, then takes its time, and in the end does not hand it over.
#[derive(Default)]
struct Reluctant {
    asked: Notify,
    go_on: Notify,
}

impl PaymentProvider for Reluctant {
    fn name(&self) -> &'static str {
        "reluctant"
    }

    fn authorize<'a>(
        &'a self,
        payment: &'a Payment,
        _: Instruction,
    ) -> BoxFuture<'a, Result<Standing, ProviderError>> {
        TestProvider.authorize(payment, Instruction::Test(TestOutcome::Success))
    }

    fn look_up<'a>(&'a self, payments: &'a [Payment]) -> BoxFuture<'a, Vec<Result<Standing, ProviderError>>> {
        TestProvider.look_up(payments)
    }

    fn capture<'a>(&'a self, _: &'a Payment) -> BoxFuture<'a, Result<(), ProviderError>> {
        async {
            self.asked.notify_one();
            self.go_on.notified().await;
            Err(ProviderError::Declined)
        }
        .boxed()
    }

    fn void<'a>(&'a self, _: &'a Payment) -> BoxFuture<'a, Result<(), ProviderError>> {
        ready(Ok(())).boxed()
    }

    fn refund<'a>(
        &'a self,
        _: &'a Payment,
        _: Money,
        _: RefundId,
    ) -> BoxFuture<'a, Result<RefundAnswer, ProviderError>> {
        ready(Err(ProviderError::Declined)).boxed()
    }
}

/// A payment under way when its sale is cancelled is left alone. When it fails, nothing holds the order any more.
#[tokio::test]
async fn a_capture_that_fails_after_the_cancellation_leaves_no_hold() {
    let provider = Arc::new(Reluctant::default());
    let payments: Arc<dyn PaymentProvider> = Arc::<Reluctant>::clone(&provider);
    let shop = Shop::builder().without_tasks().payments(Some(payments)).start().await;
    let staff = shop.person(Role::Staff).await;
    let sale = shop.live_sale(3).await;
    let buyer = shop.customer().await;
    let order = shop.buy(&buyer, sale, 1).await.assert_status(201).text("/id").to_owned();
    let meanwhile = async {
        provider.asked.notified().await;
        steer(&shop, &staff, sale, "cancel").await.assert_status(200);
        let swept = sweep(&shop.engine).await.unwrap();
        provider.go_on.notify_one();
        swept
    };
    let (paid, swept) = tokio::join!(shop.pay(&buyer, &order, "success"), meanwhile);
    assert_eq!(swept, Swept { settled: 1, ..Swept::default() });
    assert_ne!(paid.text("/status"), "paid");
    let path = format!("/api/v1/orders/{order}");
    let seen = shop.get(&path).bearer(&buyer.token).send().await;
    let walk: Vec<_> = (0..4).map(|n| seen.text(&format!("/timeline/{n}/status"))).collect();
    assert_eq!(walk, ["pending_payment", "authorized", "pending_payment", "cancelled"]);
    assert_eq!(stock(&shop).await, 3);
    shop.audit().await;
}
