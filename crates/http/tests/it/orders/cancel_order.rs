use doorbuster_domain::identity::Role;
use doorbuster_testkit::Shop;
use serde_json::json;

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
async fn what_is_packed_is_not_cancelled_by_its_customer_any_more_and_what_is_shipped_by_nobody() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(1).await;
    let customer = shop.customer().await;
    let order = shop.buy(&customer, sale, 1).await.assert_status(201).text("/id").to_owned();
    shop.pay(&customer, &order, "success").await.assert_status(200);
    let staff = shop.person(Role::Staff).await;
    shop.pack(&staff, &order).await.assert_status(200);
    shop.cancel(&customer, &order).await.assert_problem(409, "illegal_transition");
    shop.ship(&staff, &order, &json!({"carrier": "DHL"})).await.assert_status(201);
    shop.cancel(&customer, &order).await.assert_problem(409, "illegal_transition");
    shop.cancel(&staff, &order).await.assert_problem(409, "illegal_transition");
    shop.audit().await;
}

#[tokio::test]
async fn staff_cancel_what_is_packed_and_strangers_nothing() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(2).await;
    let [customer, stranger] = <[_; 2]>::try_from(shop.customers(2).await).unwrap();
    let staff = shop.person(Role::Staff).await;
    let order = shop.paid(&customer, sale, 1).await;
    shop.pack(&staff, &order).await.assert_status(200);
    shop.cancel(&stranger, &order).await.assert_problem(404, "not_found");
    let cancelled = shop.cancel(&staff, &order).await.assert_status(200);
    assert_eq!((cancelled.text("/status"), cancelled.text("/payment/status")), ("cancelled", "refunded"));
    assert_eq!(cancelled.text("/timeline/4/actor"), "staff");
    assert_eq!(shop.remaining(sale).await, 2);
    shop.mail(&customer.email, "Your order").await;
    shop.audit().await;
}
