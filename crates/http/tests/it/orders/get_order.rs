use doorbuster_testkit::Shop;

#[tokio::test]
async fn somebody_elses_order_does_not_exist() {
    let shop = Shop::start().await;
    let sale = shop.live_sale(1).await;
    let [owner, stranger] = <[_; 2]>::try_from(shop.customers(2).await).unwrap();
    let order = shop.buy(&owner, sale, 1).await.assert_status(201).text("/id").to_owned();
    let path = format!("/api/v1/orders/{order}");
    shop.get(&path).bearer(&owner.token).send().await.assert_status(200);
    shop.get(&path).bearer(&stranger.token).send().await.assert_problem(404, "not_found");
    let receipt = format!("{path}/receipt");
    shop.get(&receipt).bearer(&owner.token).send().await.assert_status(200);
    shop.get(&receipt).bearer(&stranger.token).send().await.assert_problem(404, "not_found");
    shop.get(&receipt).send().await.assert_problem(401, "unauthenticated");
    shop.cancel(&stranger, &order).await.assert_problem(404, "not_found");
    shop.pay(&stranger, &order, "success").await.assert_problem(404, "not_found");
    shop.get("/api/v1/orders/no-uuid").bearer(&owner.token).send().await.assert_problem(404, "not_found");
    shop.get(&path).send().await.assert_problem(401, "unauthenticated");
}
