use doorbuster_testkit::{SaleSpec, Shop};

#[tokio::test]
async fn a_replay_answers_the_order_as_it_is_now() {
    let shop = Shop::start().await;
    let sale = shop.sale(SaleSpec { limit: 2, ..SaleSpec::of(2) }).await;
    let customer = shop.customer().await;
    let buy = async |key, quantity| shop.buying(&customer, sale, quantity).key(key).send().await;
    let first = buy("a", 1).await.assert_status(201);
    assert_eq!(first.field("idempotency-replayed"), "");
    let order = first.text("/id").to_owned();
    let replay = buy("a", 1).await.assert_status(201);
    assert_eq!((replay.text("/id"), replay.field("idempotency-replayed")), (order.as_str(), "true"));

    // Another body under the same key is a mistake; another key is another purchase.
    let mismatch = buy("a", 2).await.assert_problem(422, "idempotency_mismatch");
    assert_eq!(mismatch.text("/order_id"), order);
    assert_eq!(buy("b", 1).await.assert_problem(409, "already_purchased").text("/order_id"), order);

    // Released: the same key still means that order, a new key buys again.
    shop.cancel(&customer, &order).await.assert_status(200);
    let replay = buy("a", 1).await.assert_status(201);
    assert_eq!((replay.text("/id"), replay.text("/status")), (order.as_str(), "cancelled"));
    let again = buy("c", 1).await.assert_status(201);
    assert_ne!(again.text("/id"), order);
    shop.audit().await;
}

#[tokio::test]
async fn a_winner_whose_answer_was_lost_finds_the_order_after_the_sale_is_sold_out() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(1).await;
    let customer = shop.customer().await;
    let order = shop.buying(&customer, sale, 1).key("mine").send().await.assert_status(201);
    let loser = shop.customer().await;
    shop.buying(&loser, sale, 1).key("mine").send().await.assert_problem(409, "sold_out");
    let retry = shop.buying(&customer, sale, 1).key("mine").send().await.assert_status(201);
    assert_eq!(retry.text("/id"), order.text("/id"));
    assert_eq!(retry.field("idempotency-replayed"), "true");
}

#[tokio::test]
async fn refusals_are_not_remembered() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(1).await;
    let [winner, loser] = <[_; 2]>::try_from(shop.customers(2).await).unwrap();
    let order = shop.buy(&winner, sale, 1).await.assert_status(201);
    shop.buying(&loser, sale, 1).key("k").send().await.assert_problem(409, "sold_out");
    shop.cancel(&winner, order.text("/id")).await.assert_status(200);
    shop.buying(&loser, sale, 1).key("k").send().await.assert_status(201);
    shop.audit().await;
}
