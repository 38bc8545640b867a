use doorbuster_testkit::Shop;
use serde_json::json;

use super::{LOG_OUT, REFRESH, execute, me, refresh, register, register_in_browser, with_token};

#[tokio::test]
async fn the_session_ends_with_its_tokens_at_once() {
    let shop = Shop::builder().without_tasks().start().await;
    let first = register(&shop, "ada@example.com").await;
    let other = shop.log_in("ada@example.com", Shop::password()).await.assert_status(200);
    let second = refresh(&shop, first.text("/refresh_token")).await.assert_status(200);
    let answer =
        with_token(shop.post(LOG_OUT), second.text("/refresh_token")).send().await.assert_status(204);
    assert!(answer.body.is_empty());
    for answer in [&first, &second] {
        refresh(&shop, answer.text("/refresh_token")).await.assert_problem(401, "invalid_refresh_token");
        me(&shop, answer.text("/access_token")).await.assert_problem(401, "unauthenticated");
    }
    me(&shop, other.text("/access_token")).await.assert_status(200);
    refresh(&shop, other.text("/refresh_token")).await.assert_status(200);
}

#[tokio::test]
async fn again_or_without_a_session_nothing_happens() {
    let shop = Shop::start().await;
    let answer = register(&shop, "ada@example.com").await;
    for _ in 0..3 {
        with_token(shop.post(LOG_OUT), answer.text("/refresh_token")).send().await.assert_status(204);
    }
    with_token(shop.post(LOG_OUT), "unknown").send().await.assert_status(204);
    shop.post(LOG_OUT).json(&json!({})).send().await.assert_status(204);
}

#[tokio::test]
async fn an_old_token_ends_its_session_too() {
    let shop = Shop::start().await;
    let first = register(&shop, "ada@example.com").await;
    let second = refresh(&shop, first.text("/refresh_token")).await.assert_status(200);
    execute(&shop, "UPDATE refresh_tokens SET used_at = used_at - interval '1 hour'").await;
    with_token(shop.post(LOG_OUT), first.text("/refresh_token")).send().await.assert_status(204);
    refresh(&shop, second.text("/refresh_token")).await.assert_problem(401, "invalid_refresh_token");
}

#[tokio::test]
async fn the_browser_forgets_its_cookie() {
    let shop = Shop::start().await;
    let (answer, cookie) = register_in_browser(&shop, "ada@example.com").await;
    let request = shop.post(LOG_OUT).header("cookie", &cookie).header("origin", "http://shop.test");
    let left = request.json(&json!({})).send().await.assert_status(204);
    let cleared = left.field("set-cookie");
    assert!(cleared.starts_with("doorbuster_refresh=;"), "{cleared}");
    assert!(cleared.contains("Path=/api/v1/users;") && cleared.contains("Max-Age=0"), "{cleared}");
    me(&shop, answer.text("/access_token")).await.assert_problem(401, "unauthenticated");
}

#[tokio::test]
async fn other_sites_cannot_log_anybody_out() {
    let shop = Shop::start().await;
    let (answer, cookie) = register_in_browser(&shop, "ada@example.com").await;
    let request = shop.post(LOG_OUT).header("cookie", &cookie);
    for origin in ["", "null", "https://evil.test"] {
        let answer = request.clone().header("origin", origin).json(&json!({})).send().await;
        answer.assert_problem(403, "foreign_origin");
    }
    me(&shop, answer.text("/access_token")).await.assert_status(200);
    let request = shop.post(REFRESH).header("cookie", &cookie).header("origin", "http://shop.test");
    request.json(&json!({})).send().await.assert_status(200);
}
