use doorbuster_testkit::Shop;

#[tokio::test]
async fn a_cancelled_order_gives_its_units_back_at_once() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(1).await;
    let [first, second] = <[_; 2]>::try_from(shop.customers(2).await).unwrap();
    let order = shop.buy(&first, sale, 1).await.assert_status(201).text("/id").to_owned();
    shop.buy(&second, sale, 1).await.assert_problem(409, "sold_out");
    let cancelled = shop.cancel(&first, &order).await.assert_status(200);
    assert_eq!(cancelled.text("/status"), "cancelled");
    assert_eq!(cancelled.text("/timeline/1/actor"), "customer");
    let again = shop.cancel(&first, &order).await.assert_status(200);
    assert_eq!(
        again.json["timeline"].as_array().map(Vec::len),
        Some(2),
        "cancelling twice is one cancellation"
    );
    shop.buy(&second, sale, 1).await.assert_status(201);
    shop.audit().await;
}

#[tokio::test]
async fn a_paid_order_is_refunded() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(1).await;
    let customer = shop.customer().await;
    let order = shop.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();
    shop.pay(&customer, &order, "success").await.assert_status(200);
    let cancelled = shop.cancel(&customer, &order).await.assert_status(200);
    assert_eq!((cancelled.text("/status"), cancelled.text("/payment/status")), ("cancelled", "refunded"));
    assert_eq!(shop.remaining(sale).await, 1);
    shop.pay(&customer, &order, "success").await.assert_problem(409, "illegal_transition");
    shop.audit().await;
}

#[tokio::test]
async fn what_is_packed_is_not_cancelled_by_its_customer_any_more_once_shipped() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(1).await;
    let customer = shop.customer().await;
    let order = shop.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();
    shop.pay(&customer, &order, "success").await.assert_status(200);
    let mut owner = shop.sql().await;
    sqlx::raw_sql(
        "UPDATE orders SET status = 'shipped';
         INSERT INTO order_events (order_id, status, actor) SELECT id, 'packed', 'staff' FROM orders;
         INSERT INTO order_events (order_id, status, actor) SELECT id, 'shipped', 'staff' FROM orders;",
    )
    .execute(&mut owner)
    .await
    .unwrap();
    shop.cancel(&customer, &order).await.assert_problem(409, "illegal_transition");
    shop.audit().await;
}
