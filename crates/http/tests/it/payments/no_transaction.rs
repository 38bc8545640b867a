//! No transaction is open while Stripe is asked: it would hold its locks for as long as Stripe thinks.

use std::time::Duration;

use chrono::TimeDelta;
use doorbuster_engine::payments::reconcile;
use doorbuster_testkit::stripe::StripeEmulator;
use doorbuster_testkit::{Person, Shop};
use sqlx::PgConnection;
use tokio::time::sleep;

const HELD: u64 = 1500;

/// Runs `work` while the emulator holds back what it answers at `endpoint`, and looks at the database meanwhile.
async fn watched(
    stripe: &StripeEmulator,
    owner: &mut PgConnection,
    endpoint: &str,
    work: impl Future<Output = ()>,
) {
    let before = seen(stripe, endpoint).await;
    stripe.delay(endpoint, HELD).await;
    let watching = async {
        while seen(stripe, endpoint).await == before {
            sleep(Duration::from_millis(10)).await;
        }
        // Now it is asked, and answers nothing.
        for _ in 0..20 {
            let open: Vec<(String, String)> = sqlx::query_as(
                "SELECT state, query FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                     AND (state LIKE 'idle in transaction%' OR (xact_start IS NOT NULL AND state = 'active'))",
            )
            .fetch_all(&mut *owner)
            .await
            .unwrap();
            assert!(open.is_empty(), "{endpoint}: {open:?}");
            sleep(Duration::from_millis(25)).await;
        }
    };
    let ((), ()) = tokio::join!(work, watching);
    stripe.heal().await;
}

async fn seen(stripe: &StripeEmulator, endpoint: &str) -> usize {
    stripe.requests().await.into_iter().filter(|request| request["endpoint"] == endpoint).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn stripe_is_asked_between_transactions() {
    let stripe = StripeEmulator::start();
    // Nothing moves by itself: whatever is open was opened by the payment.
    let shop = Shop::builder().stripe(&stripe, Duration::from_secs(15)).without_tasks().start().await;
    let sale = shop.live_sale(2).await;
    let mut owner = shop.sql().await;
    let buy =
        async |customer: &Person| shop.buy(customer, sale, 1).await.assert_status(201).text("/id").to_owned();

    let customer = shop.customer().await;
    let order = buy(&customer).await;
    let pay = async || {
        shop.pay_with_stripe(&customer, &order, "pay").await.assert_status(200);
    };
    Box::pin(watched(&stripe, &mut owner, "create", pay())).await;
    Box::pin(watched(&stripe, &mut owner, "retrieve", pay())).await;
    shop.confirmed(&stripe, &customer, &order, "pm_card_visa").await;
    Box::pin(watched(&stripe, &mut owner, "capture", pay())).await;
    let cancel = async || {
        shop.cancel(&customer, &order).await.assert_status(200);
    };
    Box::pin(watched(&stripe, &mut owner, "refund", cancel())).await;

    let customer = shop.customer().await;
    let order = buy(&customer).await;
    shop.confirmed(&stripe, &customer, &order, "pm_card_visa").await;
    shop.cancel(&customer, &order).await.assert_status(200);
    let settle = async || {
        assert_eq!(reconcile(&shop.engine, TimeDelta::zero()).await.unwrap().voided, 1);
    };
    Box::pin(watched(&stripe, &mut owner, "cancel", settle())).await;
    shop.audit().await;
}
