//! What belongs to everything, orphans and messages, fires when the data is broken by hand.

use doorbuster_testkit::Shop;

use crate::broken::{after, broken, run};

#[tokio::test]
async fn orphans_are_seen() {
    let fired = after(&["UPDATE orders SET user_id = gen_random_uuid() WHERE status = 'paid'"]).await;
    assert_eq!(fired, ["orphans", "sale_journals"]);
    let fired = after(&["UPDATE order_lines SET order_id = gen_random_uuid()"]).await;
    assert_eq!(fired, ["order_totals", "orphans", "sale_journals", "refunds"]);
    let fired =
        after(&["UPDATE order_events SET order_id = gen_random_uuid() WHERE status = 'cancelled'"]).await;
    assert_eq!(fired, ["order_timelines", "orphans", "sale_journals"]);
    let fired = after(&[
        // Without a hash it would be chained to its sale, which must be there.
        "INSERT INTO sale_ledger (sale_id, seq, kind, units, previous, hash)
         VALUES (gen_random_uuid(), 1, 'released', 1, '', '')",
    ])
    .await;
    assert_eq!(fired, ["orphans", "sale_journals"]);
}

#[tokio::test]
async fn an_outbox_that_speaks_of_nothing_is_seen() {
    // Nothing moves by itself here: the relay would pass the messages on before the audit sees them.
    let shop = Shop::builder().without_tasks().start().await;
    shop.live_sale(1).await;
    assert_eq!(broken(&shop).await, Vec::<&str>::new());
    let mut owner = shop.sql().await;
    run(
        &mut owner,
        "INSERT INTO outbox (topic, sale_id, payload) SELECT topic, sale_id, payload FROM outbox",
    )
    .await;
    assert_eq!(broken(&shop).await, ["outbox"]);
    run(&mut owner, "DELETE FROM outbox").await;
    run(
        &mut owner,
        "INSERT INTO outbox (topic, sale_id, payload) SELECT 'x', id, '{\"seq\": 4711}' FROM sales",
    )
    .await;
    assert_eq!(broken(&shop).await, ["outbox"]);
}
