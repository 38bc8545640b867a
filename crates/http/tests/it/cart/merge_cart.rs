use doorbuster_testkit::Shop;
use futures::future::join_all;
use serde_json::json;

use super::{Shopper as _, cart, check_out, guest_with, pay, put};

#[tokio::test]
async fn a_guests_cart_goes_into_the_accounts() {
    let shop = Shop::start().await;
    let customer = shop.customer().await;
    let (shared, own) = (shop.product(5).await, shop.product(9).await);
    let guest = guest_with(&shop, shared, 4).await;
    put(&shop, &guest, own, 2).await.assert_status(200);
    put(&shop, &customer, shared, 3).await.assert_status(200);
    let merge = async || {
        let request = shop.post("/api/v1/cart/merge").bearer(&customer.token);
        guest.sign(request).send().await.assert_status(200)
    };
    // Many tabs at once: it happens once.
    for answer in join_all((0..8).map(|_| merge())).await {
        assert_eq!(answer.json["count"], 7, "five of the shared one, because there are five, and two");
    }
    assert_eq!(cart(&shop, &guest).await.json["count"], 0, "the guest is gone");
    assert_eq!(cart(&shop, &customer).await.json["count"], 7);
    shop.post("/api/v1/cart/merge").send().await.assert_problem(401, "unauthenticated");
    let bare = shop.post("/api/v1/cart/merge").bearer(&customer.token).send().await.assert_status(200);
    assert_eq!(bare.json["count"], 7);
    shop.audit().await;
}

#[tokio::test]
async fn what_the_guest_ordered_becomes_the_accounts() {
    let shop = Shop::start().await;
    let customer = shop.customer().await;
    let product = shop.product(5).await;
    let guest = guest_with(&shop, product, 1).await;
    let order = check_out(&shop, &guest).await.assert_status(201).text("/id").to_owned();
    let request = shop.post("/api/v1/cart/merge").bearer(&customer.token);
    guest.sign(request).send().await.assert_status(200);
    let list = shop.get("/api/v1/orders").bearer(&customer.token).send().await;
    assert_eq!(list.text("/items/0/id"), order);
    guest.sign(shop.get(&format!("/api/v1/orders/{order}"))).send().await.assert_problem(404, "not_found");
    assert_eq!(pay(&shop, &customer, &order, "success").await.assert_status(200).text("/status"), "paid");
    assert_eq!(cart(&shop, &customer).await.json["items"], json!([]), "what was bought left the merged cart");
    shop.audit().await;
}
