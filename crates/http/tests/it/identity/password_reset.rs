//! Who forgot their password sets a new one with a mail, and nobody learns whether an account exists.

use std::time::{Duration, Instant};

use doorbuster_testkit::{Answer, Shop};
use futures::future::join_all;
use serde_json::json;

use super::{PASSWORD, essence, execute, mailed_token, me, refresh, register};

const REQUEST: &str = "/api/v1/users/password-reset";
const CONFIRM: &str = "/api/v1/users/password-reset/confirm";
const NEW: &str = "copper-lantern-meadow";

async fn request(shop: &Shop, email: &str) -> Answer {
    shop.post(REQUEST).json(&json!({"email": email})).send().await
}

async fn reset(shop: &Shop, token: &str, password: &str) -> Answer {
    shop.post(CONFIRM).json(&json!({"token": token, "password": password})).send().await
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_and_everybody_logged_out() {
    let shop = Shop::start().await;
    let ada = register(&shop, "ada@example.com").await;
    request(&shop, " ADA@example.com ").await.assert_status(202);
    let token = mailed_token(&shop, "ada@example.com", "A new password").await;
    let weak = reset(&shop, &token, "ada@example.com").await.assert_problem(422, "weak_password");
    assert_eq!(weak.text("/errors/0/pointer"), "/password");
    reset(&shop, &token, NEW).await.assert_status(204);
    reset(&shop, &token, NEW).await.assert_problem(410, "link_expired");

    me(&shop, ada.text("/access_token")).await.assert_problem(401, "unauthenticated");
    refresh(&shop, ada.text("/refresh_token")).await.assert_problem(401, "invalid_refresh_token");
    shop.log_in("ada@example.com", PASSWORD).await.assert_problem(401, "invalid_credentials");
    let again = shop.log_in("ada@example.com", NEW).await.assert_status(200);
    assert_eq!(again.json["user"]["email_verified"], true, "the mail was read");
    shop.mail("ada@example.com", "Your password").await;
    shop.audit().await;
}

#[tokio::test]
async fn nobody_learns_whether_there_is_an_account() {
    let shop = Shop::start().await;
    register(&shop, "ada@example.com").await;
    let known = request(&shop, "ada@example.com").await.assert_status(202);
    let unknown = request(&shop, "eve@example.com").await.assert_status(202);
    assert_eq!(essence(&known), essence(&unknown));
    mailed_token(&shop, "ada@example.com", "A new password").await;
    // Both are jobs of one kind: what differs is done later, by nobody's request.
    // Whatever else the machine does only adds to a time, so the shortest of each are compared.
    let (mut known, mut unknown) = (Duration::MAX, Duration::MAX);
    for _ in 0..30 {
        for (email, shortest) in [("ada@example.com", &mut known), ("eve@example.com", &mut unknown)] {
            let started = Instant::now();
            request(&shop, email).await.assert_status(202);
            *shortest = started.elapsed().min(*shortest);
        }
    }
    assert!(known < unknown * 3 && unknown < known * 3, "{known:?} {unknown:?}");
    assert!(shop.mails().await.iter().all(|mail| mail.to == "ada@example.com"));
    request(&shop, "nobody").await.assert_problem(422, "validation");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_sets_one_password_however_many_follow_it() {
    let shop = Shop::start().await;
    register(&shop, "ada@example.com").await;
    request(&shop, "ada@example.com").await.assert_status(202);
    let token = mailed_token(&shop, "ada@example.com", "A new password").await;
    let passwords: Vec<String> = (0..8).map(|n| format!("{NEW}-{n}")).collect();
    let answers = join_all(passwords.iter().map(|password| reset(&shop, &token, password))).await;
    let winners: Vec<usize> = (0..8).filter(|&n| answers[n].status == 204).collect();
    assert_eq!(winners.len(), 1, "{answers:?}");
    shop.log_in("ada@example.com", &passwords[winners[0]]).await.assert_status(200);
}

#[tokio::test]
async fn a_link_is_worthless_when_its_time_or_its_reason_is_over() {
    let shop = Shop::start().await;
    register(&shop, "ada@example.com").await;
    let verification = mailed_token(&shop, "ada@example.com", "Confirm").await;
    reset(&shop, &verification, NEW).await.assert_problem(410, "link_expired");
    request(&shop, "ada@example.com").await.assert_status(202);
    let token = mailed_token(&shop, "ada@example.com", "A new password").await;
    // The account has another address by now: who reads the old one is nobody.
    execute(&shop, "UPDATE users SET email = 'ada@example.org'").await;
    reset(&shop, &token, NEW).await.assert_problem(410, "link_expired");
    execute(&shop, "UPDATE users SET email = 'ada@example.com'").await;
    execute(&shop, "UPDATE mailed_tokens SET expires_at = clock_timestamp()").await;
    reset(&shop, &token, NEW).await.assert_problem(410, "link_expired");
    shop.log_in("ada@example.com", PASSWORD).await.assert_status(200);
}

#[tokio::test]
async fn asking_too_often_is_slowed_down() {
    let shop = Shop::builder().rate_limits("login=3/60s".parse().unwrap()).start().await;
    for _ in 0..3 {
        request(&shop, "ada@example.com").await.assert_status(202);
    }
    request(&shop, "ada@example.com").await.assert_problem(429, "rate_limited");
}

#[tokio::test]
async fn no_table_holds_a_token_that_works() {
    let shop = Shop::start().await;
    register(&shop, "ada@example.com").await;
    request(&shop, "ada@example.com").await.assert_status(202);
    let token = mailed_token(&shop, "ada@example.com", "A new password").await;
    let mut owner = shop.sql().await;
    let dump: Vec<String> = sqlx::query_scalar(
        "SELECT t::text FROM mailed_tokens t UNION ALL SELECT j::text FROM jobs j UNION ALL SELECT u::text FROM users u",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    assert!(dump.len() >= 3);
    assert!(!dump.iter().any(|row| row.contains(&token)));
    // A hash of the table is no token either.
    for row in dump {
        let texts = row.split([',', '(', ')', '"']).filter(|text| text.len() > 30);
        for text in texts {
            reset(&shop, text.trim_start_matches('\\'), NEW).await.assert_problem(410, "link_expired");
        }
    }
}
