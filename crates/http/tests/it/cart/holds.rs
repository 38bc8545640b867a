use doorbuster_engine::cart::{end_holds, forget_old_carts};
use doorbuster_testkit::Shop;
use serde_json::json;

use super::{Shopper as _, apply, cart, check_out, code, guest_with, pay, run_out, stock};

#[tokio::test]
async fn an_abandoned_payment_gives_everything_back_and_keeps_the_cart() {
    let shop = Shop::builder().without_tasks().start().await;
    let product = shop.product(2).await;
    let guest = guest_with(&shop, product, 2).await;
    let made = code(&shop, &json!({"total_limit": 1})).await.assert_status(201);
    apply(&shop, &guest, made.text("/code")).await.assert_status(200);
    let order = check_out(&shop, &guest).await.assert_status(201).text("/id").to_owned();
    let other = guest_with(&shop, shop.product(1).await, 1).await;
    let used = apply(&shop, &other, made.text("/code")).await.assert_problem(422, "code_not_valid");
    assert_eq!(used.text("/code_problem"), "used_up");
    assert_eq!(end_holds(&shop.engine).await.unwrap(), 0);
    run_out(&shop).await;
    assert_eq!(end_holds(&shop.engine).await.unwrap(), 1);
    assert_eq!(end_holds(&shop.engine).await.unwrap(), 0);
    let path = format!("/api/v1/orders/{order}");
    assert_eq!(guest.sign(shop.get(&path)).send().await.text("/status"), "expired");
    pay(&shop, &guest, &order, "success").await.assert_problem(409, "hold_expired");
    assert_eq!(stock(&shop, product).await, 2);
    let seen = cart(&shop, &guest).await;
    assert_eq!((&seen.json["count"], &seen.json["code"]["problem"]), (&json!(2), &json!(null)));
    apply(&shop, &other, made.text("/code")).await.assert_status(200);
    shop.audit().await;
}

#[tokio::test]
async fn the_sweep_runs_by_itself() {
    let shop = Shop::start().await;
    let product = shop.product(1).await;
    let guest = guest_with(&shop, product, 1).await;
    check_out(&shop, &guest).await.assert_status(201);
    run_out(&shop).await;
    for _ in 0..100 {
        if stock(&shop, product).await == 1 {
            return shop.audit().await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("nobody ended the hold");
}

#[tokio::test]
async fn carts_that_nobody_touched_for_a_month_are_forgotten() {
    let shop = Shop::builder().without_tasks().start().await;
    let product = shop.product(9).await;
    let (idle, ordered, fresh) = (
        guest_with(&shop, product, 1).await,
        guest_with(&shop, product, 1).await,
        guest_with(&shop, product, 1).await,
    );
    let customer = shop.customer().await;
    super::put(&shop, &customer, product, 1).await.assert_status(200);
    let order = check_out(&shop, &ordered).await.assert_status(201).text("/id").to_owned();
    let mut owner = shop.sql().await;
    sqlx::raw_sql("UPDATE carts SET touched_at = now() - interval '31 days'")
        .execute(&mut owner)
        .await
        .unwrap();
    super::put(&shop, &fresh, product, 2).await.assert_status(200);
    forget_old_carts(&shop.engine).await.unwrap();
    for (who, count) in [(&idle, 0), (&ordered, 0), (&fresh, 2)] {
        assert_eq!(cart(&shop, who).await.json["count"], count);
    }
    assert_eq!(cart(&shop, &customer).await.json["count"], 1, "accounts keep theirs");
    // The token is the key to what was ordered with it.
    ordered.sign(shop.get(&format!("/api/v1/orders/{order}"))).send().await.assert_status(200);
    let carts: i64 = sqlx::query_scalar("SELECT count(*) FROM carts").fetch_one(&mut owner).await.unwrap();
    assert_eq!(carts, 3);
    shop.audit().await;
}
