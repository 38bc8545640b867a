//! What a review promises fires when the data is broken by hand.

use doorbuster_domain::identity::Role;

use crate::broken::{broken, lived_in, run};

/// Broken and mended again, one after the other.
#[tokio::test]
async fn a_review_of_what_nobody_got_is_seen() {
    let (shop, customer) = lived_in().await;
    let mut owner = shop.sql().await;
    run(
        &mut owner,
        "INSERT INTO reviews (id, order_id, position, product_id, user_id, stars, title, text)
         SELECT gen_random_uuid(), o.id, l.position, l.product_id, o.user_id, 5, '', ''
         FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.status = 'paid'",
    )
    .await;
    assert_eq!(broken(&shop).await, ["reviews"], "it was not delivered");
    let staff = shop.person(Role::Staff).await;
    let orders = shop.get("/api/v1/orders").bearer(&customer.token).send().await;
    shop.fulfil(&staff, orders.text("/items/0/id")).await;
    assert_eq!(broken(&shop).await, Vec::<&str>::new());
    run(&mut owner, "UPDATE reviews SET position = position + 1").await;
    assert_eq!(broken(&shop).await, ["reviews"], "there is no such line");
    run(&mut owner, "UPDATE reviews SET position = position - 1").await;
    run(
        &mut owner,
        "UPDATE reviews SET user_id = (SELECT user_id FROM orders WHERE status = 'pending_payment')",
    )
    .await;
    assert_eq!(broken(&shop).await, ["reviews"], "somebody else got it");
}
