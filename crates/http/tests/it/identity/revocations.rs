use std::time::{Duration, Instant};

use doorbuster_domain::identity::Role;
use doorbuster_testkit::{Shop, ShopBuilder};
use serde_json::json;

use super::{LOG_OUT, execute, me, refresh, register, with_token};

fn quiet() -> ShopBuilder {
    Shop::builder().without_tasks()
}

#[tokio::test]
async fn a_role_change_ends_the_old_tokens_and_the_next_have_the_new_role() {
    let shop = quiet().start().await;
    let first = register(&shop, "ada@example.com").await;
    execute(&shop, "UPDATE users SET role = 'staff'").await;
    me(&shop, first.text("/access_token")).await.assert_status(200);
    shop.engine.identity.poll_revocations().await.unwrap();
    me(&shop, first.text("/access_token")).await.assert_problem(401, "unauthenticated");

    let next = refresh(&shop, first.text("/refresh_token")).await.assert_status(200);
    assert_eq!(next.text("/user/role"), "staff");
    let answer = shop.post("/api/v1/sales").bearer(next.text("/access_token")).json(&json!({})).send().await;
    assert_ne!(answer.code(), "forbidden", "{}", answer.json);

    execute(&shop, "UPDATE users SET role = 'customer'").await;
    shop.engine.identity.poll_revocations().await.unwrap();
    me(&shop, next.text("/access_token")).await.assert_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_disabled_account_is_out() {
    let shop = quiet().start().await;
    let ada = shop.person(Role::Staff).await;
    let bob = shop.person(Role::Staff).await;
    sqlx::query("UPDATE users SET disabled_at = now() WHERE id = $1")
        .bind(ada.id.0)
        .execute(&mut shop.sql().await)
        .await
        .unwrap();
    shop.engine.identity.poll_revocations().await.unwrap();
    me(&shop, &ada.token).await.assert_problem(401, "unauthenticated");
    me(&shop, &bob.token).await.assert_status(200);
}

#[tokio::test]
async fn what_changes_nothing_ends_nothing() {
    let shop = quiet().start().await;
    let ada = shop.person(Role::Customer).await;
    execute(&shop, "UPDATE users SET role = role, disabled_at = disabled_at, name = 'Ada'").await;
    shop.engine.identity.poll_revocations().await.unwrap();
    me(&shop, &ada.token).await.assert_status(200);
}

#[tokio::test]
async fn an_epoch_never_falls() {
    let shop = quiet().start().await;
    let ada = shop.person(Role::Customer).await;
    execute(&shop, "UPDATE users SET role = 'staff'").await;
    execute(&shop, "UPDATE users SET epoch = 0").await;
    shop.engine.identity.poll_revocations().await.unwrap();
    me(&shop, &ada.token).await.assert_problem(401, "unauthenticated");
}

#[tokio::test]
async fn another_process_hears_of_it_with_its_next_poll() {
    let here = quiet().start().await;
    let there = quiet().beside(&here).await;
    there.engine.identity.poll_revocations().await.unwrap();
    let answer = register(&here, "ada@example.com").await;
    me(&there, answer.text("/access_token")).await.assert_status(200);
    with_token(here.post(LOG_OUT), answer.text("/refresh_token")).send().await.assert_status(204);
    me(&here, answer.text("/access_token")).await.assert_problem(401, "unauthenticated");
    there.engine.identity.poll_revocations().await.unwrap();
    me(&there, answer.text("/access_token")).await.assert_problem(401, "unauthenticated");
}

#[tokio::test]
async fn another_process_hears_of_it_by_itself_within_a_second_or_so() {
    let here = Shop::start().await;
    let there = Shop::builder().beside(&here).await;
    let answer = register(&here, "ada@example.com").await;
    with_token(here.post(LOG_OUT), answer.text("/refresh_token")).send().await.assert_status(204);
    let started = Instant::now();
    while me(&there, answer.text("/access_token")).await.status == 200 {
        assert!(started.elapsed() < Duration::from_secs(5), "still not known");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_process_that_starts_later_knows_what_happened_before() {
    let here = quiet().start().await;
    let ada = register(&here, "ada@example.com").await;
    let bob = register(&here, "bob@example.com").await;
    let load = here.customer().await;
    with_token(here.post(LOG_OUT), ada.text("/refresh_token")).send().await.assert_status(204);
    execute(&here, "UPDATE sessions SET revoked_at = revoked_at - interval '10 minutes'").await;
    execute(
        &here,
        "UPDATE users SET epoch = epoch + 1 WHERE email NOT LIKE 'ada@%' AND email NOT LIKE 'bob@%'",
    )
    .await;
    execute(&here, "UPDATE users SET epoch_raised_at = epoch_raised_at - interval '23 hours'").await;
    let later = quiet().beside(&here).await;
    later.engine.identity.poll_revocations().await.unwrap();
    me(&later, ada.text("/access_token")).await.assert_problem(401, "unauthenticated");
    me(&later, &load.token).await.assert_problem(401, "unauthenticated");
    me(&later, bob.text("/access_token")).await.assert_status(200);
}

/// A transaction may commit long after it has stamped its revocation.
#[tokio::test]
async fn a_late_commit_is_not_missed() {
    let shop = quiet().start().await;
    let ada = register(&shop, "ada@example.com").await;
    let mut owner = shop.sql().await;
    let mut change = sqlx::Connection::begin(&mut owner).await.unwrap();
    sqlx::query("UPDATE users SET role = 'staff'").execute(&mut *change).await.unwrap();
    sqlx::query("UPDATE users SET epoch_raised_at = epoch_raised_at - interval '29 s'")
        .execute(&mut *change)
        .await
        .unwrap();
    for _ in 0..3 {
        shop.engine.identity.poll_revocations().await.unwrap();
    }
    me(&shop, ada.text("/access_token")).await.assert_status(200);
    change.commit().await.unwrap();
    shop.engine.identity.poll_revocations().await.unwrap();
    me(&shop, ada.text("/access_token")).await.assert_problem(401, "unauthenticated");
}

#[tokio::test]
async fn tokens_of_another_shop_are_worthless() {
    let shop = Shop::start().await;
    let other = Shop::start().await;
    let stranger = other.customer().await;
    // The same secret verifies it, but nobody here has this id.
    me(&shop, &stranger.token).await.assert_problem(401, "unauthenticated");
}
