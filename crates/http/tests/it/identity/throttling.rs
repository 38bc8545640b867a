use doorbuster_testkit::{Answer, Shop};
use serde_json::json;

use super::{PASSWORD, USERS, register};

async fn shop(limits: &str) -> Shop {
    Shop::builder().rate_limits(limits.parse().unwrap()).start().await
}

#[track_caller]
fn assert_limited(answer: Answer) {
    let answer = answer.assert_problem(429, "rate_limited");
    let wait: u64 = answer.field("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(answer.json["retry_after"], wait);
}

#[tokio::test]
async fn guessing_a_password_is_slowed_down() {
    let shop = shop("login=4/60s").await;
    let answer = register(&shop, "ada@example.com").await;
    assert_eq!(answer.field("ratelimit-policy"), "\"login\";q=4;w=60");
    for password in ["guess-one-guess", "guess-two-guess"] {
        shop.log_in("ada@example.com", password).await.assert_problem(401, "invalid_credentials");
    }
    let right = shop.log_in("Ada@example.com", PASSWORD).await.assert_status(200);
    assert!(right.field("ratelimit").starts_with("\"login\";r=0;"), "{}", right.field("ratelimit"));
    assert_limited(shop.log_in("ada@example.com", PASSWORD).await);
    // One address may not try one password on many accounts either.
    assert_limited(shop.log_in("bob@example.com", PASSWORD).await);
}

#[tokio::test]
async fn registering_counts_too() {
    let shop = shop("login=2/60s").await;
    for n in 0..2 {
        register(&shop, &format!("ada-{n}@example.com")).await;
    }
    let body = json!({"email": "ada-3@example.com", "password": PASSWORD});
    assert_limited(shop.post(USERS).json(&body).send().await);
}

#[tokio::test]
async fn signing_in_does_not_use_up_what_everything_else_has() {
    let shop = shop("login=1/60s,default=2/60s").await;
    let answer = register(&shop, "ada@example.com").await;
    assert_limited(shop.log_in("ada@example.com", PASSWORD).await);
    for _ in 0..2 {
        super::me(&shop, answer.text("/access_token")).await.assert_status(200);
    }
    assert_limited(super::me(&shop, answer.text("/access_token")).await);
}
