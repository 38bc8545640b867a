use std::collections::BTreeSet;

use doorbuster_testkit::{Answer, Shop};
use futures::future::join_all;
use serde_json::json;

use super::{REFRESH, cookie, execute, me, refresh, register, register_in_browser};

const ORIGIN: &str = "http://shop.test";

#[tokio::test]
async fn each_use_answers_the_next_tokens() {
    let shop = Shop::start().await;
    let first = register(&shop, "ada@example.com").await;
    let second = refresh(&shop, first.text("/refresh_token")).await.assert_status(200);
    let third = refresh(&shop, second.text("/refresh_token")).await.assert_status(200);
    let tokens: BTreeSet<&str> = [&first, &second, &third].map(|answer| answer.text("/refresh_token")).into();
    assert_eq!(tokens.len(), 3);
    assert_eq!(third.json["user"], first.json["user"]);
    assert_eq!(third.field("cache-control"), "no-store");
    assert_eq!(third.field("set-cookie"), "");
    me(&shop, third.text("/access_token")).await.assert_status(200);
    me(&shop, first.text("/access_token")).await.assert_status(200);
}

#[tokio::test]
async fn a_used_token_stays_good_for_half_a_minute() {
    let shop = Shop::start().await;
    let first = register(&shop, "ada@example.com").await;
    let lost = refresh(&shop, first.text("/refresh_token")).await.assert_status(200);
    execute(&shop, "UPDATE refresh_tokens SET used_at = used_at - interval '20 s'").await;
    let sibling = refresh(&shop, first.text("/refresh_token")).await.assert_status(200);
    assert_ne!(sibling.text("/refresh_token"), lost.text("/refresh_token"));
    refresh(&shop, lost.text("/refresh_token")).await.assert_status(200);
    refresh(&shop, sibling.text("/refresh_token")).await.assert_status(200);
}

/// The half minute begins with the first use: using it again does not prolong it.
#[tokio::test]
async fn used_later_it_ends_the_whole_session_at_once() {
    let shop = Shop::start().await;
    let first = register(&shop, "ada@example.com").await;
    let other = shop.log_in("ada@example.com", Shop::password()).await.assert_status(200);
    let second = refresh(&shop, first.text("/refresh_token")).await.assert_status(200);
    execute(&shop, "UPDATE refresh_tokens SET used_at = used_at - interval '20 s'").await;
    refresh(&shop, first.text("/refresh_token")).await.assert_status(200);
    execute(&shop, "UPDATE refresh_tokens SET used_at = used_at - interval '11 s'").await;
    let reused = refresh(&shop, first.text("/refresh_token")).await;
    reused.assert_problem(401, "invalid_refresh_token");

    refresh(&shop, second.text("/refresh_token")).await.assert_problem(401, "invalid_refresh_token");
    for answer in [&first, &second] {
        me(&shop, answer.text("/access_token")).await.assert_problem(401, "unauthenticated");
    }
    me(&shop, other.text("/access_token")).await.assert_status(200);
    refresh(&shop, other.text("/refresh_token")).await.assert_status(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_tabs_at_once_all_get_their_tokens() {
    let shop = Shop::start().await;
    let first = register(&shop, "ada@example.com").await;
    let token = first.text("/refresh_token");
    let answers = join_all((0..10).map(|_| refresh(&shop, token))).await;
    let answers: Vec<Answer> = answers.into_iter().map(|answer| answer.assert_status(200)).collect();
    let tokens: BTreeSet<&str> = answers.iter().map(|answer| answer.text("/refresh_token")).collect();
    assert_eq!(tokens.len(), 10);
    let mut owner = shop.sql().await;
    let sessions: i64 = sqlx::query_scalar("SELECT count(*) FROM sessions WHERE revoked_at IS NULL")
        .fetch_one(&mut owner)
        .await
        .unwrap();
    assert_eq!(sessions, 1);
    refresh(&shop, answers[9].text("/refresh_token")).await.assert_status(200);
}

/// A thief and the owner at the same moment, long after the first use: neither goes on.
#[tokio::test(flavor = "multi_thread")]
async fn late_reuse_and_the_next_refresh_at_once_leave_nobody_signed_in() {
    let shop = Shop::start().await;
    for n in 0..10 {
        let first = register(&shop, &format!("ada-{n}@example.com")).await;
        let second = refresh(&shop, first.text("/refresh_token")).await.assert_status(200);
        execute(&shop, "UPDATE refresh_tokens SET used_at = used_at - interval '31 s'").await;
        let (reused, next) = tokio::join!(
            refresh(&shop, first.text("/refresh_token")),
            refresh(&shop, second.text("/refresh_token")),
        );
        reused.assert_problem(401, "invalid_refresh_token");
        if next.status == 200 {
            me(&shop, next.text("/access_token")).await.assert_problem(401, "unauthenticated");
            let after = refresh(&shop, next.text("/refresh_token")).await;
            after.assert_problem(401, "invalid_refresh_token");
        }
    }
}

#[tokio::test]
async fn each_use_starts_thirty_days_anew() {
    let shop = Shop::start().await;
    let first = register(&shop, "ada@example.com").await;
    execute(&shop, "UPDATE refresh_tokens SET expires_at = now() + interval '1 minute'").await;
    let second = refresh(&shop, first.text("/refresh_token")).await.assert_status(200);
    let mut owner = shop.sql().await;
    let days: f64 = sqlx::query_scalar(
        "SELECT extract(epoch FROM max(expires_at) - now())::float8 / 86400 FROM refresh_tokens",
    )
    .fetch_one(&mut owner)
    .await
    .unwrap();
    assert!((29.99..=30.0).contains(&days), "{days}");

    execute(&shop, "UPDATE refresh_tokens SET expires_at = now() - interval '1 s' WHERE used_at IS NULL")
        .await;
    refresh(&shop, second.text("/refresh_token")).await.assert_problem(401, "invalid_refresh_token");
}

#[tokio::test]
async fn expired_tokens_are_forgotten_and_the_others_kept() {
    let shop = Shop::start().await;
    let first = register(&shop, "ada@example.com").await;
    let second = refresh(&shop, first.text("/refresh_token")).await.assert_status(200);
    let expired = "UPDATE refresh_tokens SET expires_at = now() - interval '1 s' WHERE used_at IS NOT NULL";
    execute(&shop, expired).await;
    shop.engine.identity.forget_expired().await.unwrap();
    let mut owner = shop.sql().await;
    let kept: i64 =
        sqlx::query_scalar("SELECT count(*) FROM refresh_tokens").fetch_one(&mut owner).await.unwrap();
    assert_eq!(kept, 1);
    refresh(&shop, first.text("/refresh_token")).await.assert_problem(401, "invalid_refresh_token");
    refresh(&shop, second.text("/refresh_token")).await.assert_status(200);
}

#[tokio::test]
async fn what_is_no_token_of_ours_is_refused() {
    let shop = Shop::start().await;
    let first = register(&shop, "ada@example.com").await;
    let access = first.text("/access_token");
    for token in ["", "x", "\0", access, &"A".repeat(43), &"A".repeat(50_000)] {
        refresh(&shop, token).await.assert_problem(401, "invalid_refresh_token");
    }
    let none = shop.post(REFRESH).json(&json!({})).send().await;
    none.assert_problem(401, "invalid_refresh_token");
    let null = shop.post(REFRESH).json(&json!({"refresh_token": null})).send().await;
    null.assert_problem(401, "invalid_refresh_token");
}

#[tokio::test]
async fn a_disabled_account_is_not_renewed() {
    let shop = Shop::start().await;
    let first = register(&shop, "ada@example.com").await;
    execute(&shop, "UPDATE users SET disabled_at = now()").await;
    refresh(&shop, first.text("/refresh_token")).await.assert_problem(401, "invalid_refresh_token");
    execute(&shop, "UPDATE users SET disabled_at = NULL").await;
    refresh(&shop, first.text("/refresh_token")).await.assert_status(200);
}

#[tokio::test]
async fn a_cookie_is_answered_with_a_cookie() {
    let shop = Shop::start().await;
    let (_, first) = register_in_browser(&shop, "ada@example.com").await;
    let request = shop.post(REFRESH).header("cookie", &format!("theme=dark; {first}; x=y"));
    let answer = request.header("origin", ORIGIN).json(&json!({})).send().await.assert_status(200);
    assert!(answer.json.get("refresh_token").is_none());
    assert_ne!(cookie(&answer), first);
    let next = shop.post(REFRESH).header("cookie", &cookie(&answer)).header("origin", ORIGIN);
    next.json(&json!({})).send().await.assert_status(200);
}

#[tokio::test]
async fn the_cookie_is_for_our_own_pages() {
    let shop = Shop::start().await;
    let (_, token) = register_in_browser(&shop, "ada@example.com").await;
    let request = shop.post(REFRESH).header("cookie", &token);
    request.clone().json(&json!({})).send().await.assert_problem(403, "foreign_origin");
    for origin in
        ["https://evil.test", "null", "http://shop.test.evil.test", "http://shop.test:81", "shop.test"]
    {
        let answer = request.clone().header("origin", origin).json(&json!({})).send().await;
        let answer = answer.assert_problem(403, "foreign_origin");
        assert_eq!(answer.field("set-cookie"), "");
    }
    let plain = request.clone().header("origin", ORIGIN).header("content-type", "text/plain").raw("{}");
    plain.send().await.assert_problem(415, "unsupported_media_type");
    // Nothing of that has used the token.
    let mut owner = shop.sql().await;
    let used: i64 =
        sqlx::query_scalar("SELECT count(used_at) FROM refresh_tokens").fetch_one(&mut owner).await.unwrap();
    assert_eq!(used, 0);
    request.header("origin", ORIGIN).json(&json!({})).send().await.assert_status(200);
}

#[tokio::test]
async fn behind_a_proxy_the_public_address_is_ours_too() {
    let shop = Shop::builder().public_url("https://doorbuster.test").start().await;
    let (_, token) = register_in_browser(&shop, "ada@example.com").await;
    let request = shop.post(REFRESH).header("cookie", &token).header("origin", "https://doorbuster.test");
    request.json(&json!({})).send().await.assert_status(200);
}

#[tokio::test]
async fn a_token_in_the_body_needs_no_origin_and_comes_before_the_cookie() {
    let shop = Shop::start().await;
    let (_, cookie) = register_in_browser(&shop, "ada@example.com").await;
    let bob = register(&shop, "bob@example.com").await;
    let request = shop.post(REFRESH).header("cookie", &cookie).header("origin", "https://elsewhere.test");
    let body = json!({"refresh_token": bob.text("/refresh_token")});
    let answer = request.json(&body).send().await.assert_status(200);
    assert_eq!(answer.text("/user/email"), "bob@example.com");
    assert_eq!(answer.text("/refresh_token").len(), 43);
    assert_eq!(answer.field("set-cookie"), "");
}
