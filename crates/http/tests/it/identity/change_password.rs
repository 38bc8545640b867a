//! Who knows their password replaces it, and is signed in nowhere else afterwards.

use axum::http::Method;
use doorbuster_testkit::{Answer, Shop};
use futures::future::join_all;
use serde_json::json;

use super::{PASSWORD, cookie, mailed_token, me, refresh, register, register_in_browser};

const NEW: &str = "copper-lantern-meadow";

async fn change(shop: &Shop, token: &str, current: &str, next: &str) -> Answer {
    let body = json!({"current_password": current, "new_password": next, "refresh": "body"});
    shop.request(Method::PUT, "/api/v1/users/me/password").bearer(token).json(&body).send().await
}

#[tokio::test]
async fn one_goes_on_here_and_nowhere_else() {
    let shop = Shop::start().await;
    let here = register(&shop, "ada@example.com").await;
    let there = shop.log_in("ada@example.com", PASSWORD).await.assert_status(200);
    let changed = change(&shop, here.text("/access_token"), PASSWORD, NEW).await.assert_status(200);
    me(&shop, changed.text("/access_token")).await.assert_status(200);
    refresh(&shop, changed.text("/refresh_token")).await.assert_status(200);
    for tokens in [&here, &there] {
        me(&shop, tokens.text("/access_token")).await.assert_problem(401, "unauthenticated");
        refresh(&shop, tokens.text("/refresh_token")).await.assert_problem(401, "invalid_refresh_token");
    }
    shop.log_in("ada@example.com", PASSWORD).await.assert_problem(401, "invalid_credentials");
    shop.log_in("ada@example.com", NEW).await.assert_status(200);
    let told = shop.mail("ada@example.com", "Your password").await;
    assert!(told.text.contains("http://shop.test/forgot-password"), "{}", told.text);
    shop.audit().await;
}

#[tokio::test]
async fn a_browser_gets_its_cookie_anew() {
    let shop = Shop::start().await;
    let (ada, before) = register_in_browser(&shop, "ada@example.com").await;
    let body = json!({"current_password": PASSWORD, "new_password": NEW});
    let changed = shop
        .request(Method::PUT, "/api/v1/users/me/password")
        .bearer(ada.text("/access_token"))
        .json(&body)
        .send()
        .await
        .assert_status(200);
    assert_ne!(cookie(&changed), before);
    assert!(changed.json["refresh_token"].is_null());
}

#[tokio::test]
async fn the_current_password_is_asked_for_and_the_new_one_judged() {
    let shop = Shop::start().await;
    let ada = register(&shop, "ada@example.com").await;
    let token = ada.text("/access_token");
    let wrong = change(&shop, token, NEW, NEW).await.assert_problem(422, "wrong_password");
    assert_eq!(wrong.text("/errors/0/pointer"), "/current_password");
    let weak = change(&shop, token, PASSWORD, "password123").await.assert_problem(422, "weak_password");
    assert_eq!(weak.text("/errors/0/pointer"), "/new_password");
    me(&shop, token).await.assert_status(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_changes_at_once_one_happens() {
    let shop = Shop::start().await;
    let ada = register(&shop, "ada@example.com").await;
    // A link that was mailed before proves nothing afterwards.
    shop.post("/api/v1/users/password-reset").json(&json!({"email": "ada@example.com"})).send().await;
    let link = mailed_token(&shop, "ada@example.com", "A new password").await;
    let passwords: Vec<String> = (0..6).map(|n| format!("{NEW}-{n}")).collect();
    let token = ada.text("/access_token");
    let answers = join_all(passwords.iter().map(|next| change(&shop, token, PASSWORD, next))).await;
    let winners: Vec<usize> = (0..6).filter(|&n| answers[n].status == 200).collect();
    assert_eq!(winners.len(), 1, "{answers:?}");
    shop.log_in("ada@example.com", &passwords[winners[0]]).await.assert_status(200);
    let body = json!({"token": link, "password": "velvet-anchor-quarry-2"});
    let late = shop.post("/api/v1/users/password-reset/confirm").json(&body).send().await;
    late.assert_problem(410, "link_expired");
}
