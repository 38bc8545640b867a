use doorbuster_testkit::Shop;
use futures::future::join_all;
use serde_json::{Value, json};

use super::{PASSWORD, USERS, cookie, me, register};

#[tokio::test]
async fn a_browser_gets_its_refresh_token_in_a_cookie() {
    let shop = Shop::start().await;
    let body = json!({"email": " Ada@Example.COM ", "password": PASSWORD, "name": " Ada Lovelace "});
    let answer = shop.post(USERS).json(&body).send().await.assert_status(201);
    assert_eq!(answer.text("/user/email"), "ada@example.com");
    assert_eq!(answer.text("/user/name"), "Ada Lovelace");
    assert_eq!(answer.text("/user/role"), "customer");
    assert_eq!(answer.text("/token_type"), "Bearer");
    assert_eq!(answer.json["expires_in"], 900);
    assert!(answer.json.get("refresh_token").is_none(), "scripts must not see it");
    assert_eq!(answer.field("cache-control"), "no-store");
    let set = answer.field("set-cookie");
    assert!(set.ends_with("; HttpOnly; SameSite=Strict; Path=/api/v1/users; Max-Age=2592000"), "{set}");
    assert_eq!(cookie(&answer).len(), "doorbuster_refresh=".len() + 43);
    let me = me(&shop, answer.text("/access_token")).await.assert_status(200);
    assert_eq!(me.json, answer.json["user"]);
}

#[tokio::test]
async fn over_https_the_cookie_is_secure() {
    let shop = Shop::builder().public_url("https://shop.test").start().await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let answer = shop.post(USERS).json(&body).send().await.assert_status(201);
    assert!(answer.field("set-cookie").contains("; Secure;"), "{}", answer.field("set-cookie"));
}

#[tokio::test]
async fn a_client_may_have_it_in_the_body() {
    let shop = Shop::start().await;
    let answer = register(&shop, "ada@example.com").await;
    assert_eq!(answer.text("/refresh_token").len(), 43);
    assert_eq!(answer.field("set-cookie"), "");
    assert_eq!(answer.json["user"]["name"], Value::Null);
}

#[tokio::test]
async fn one_address_makes_one_account_whatever_its_case() {
    let shop = Shop::start().await;
    register(&shop, "ada@example.com").await;
    let again = json!({"email": "ADA@example.com", "password": PASSWORD});
    let answer = shop.post(USERS).json(&again).send().await.assert_problem(409, "email_taken");
    assert_eq!(answer.field("set-cookie"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_at_once_make_one_account() {
    let shop = Shop::start().await;
    let requests = (0..20).map(|n| {
        let email = if n % 2 == 0 { "ada@example.com" } else { "Ada@Example.Com" };
        shop.post(USERS).json(&json!({"email": email, "password": PASSWORD})).send()
    });
    let answers = join_all(requests).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.code() == "email_taken").count(), 19);
    let mut owner = shop.sql().await;
    let [users, sessions]: [i64; 2] = [
        sqlx::query_scalar("SELECT count(*) FROM users").fetch_one(&mut owner).await.unwrap(),
        sqlx::query_scalar("SELECT count(*) FROM sessions").fetch_one(&mut owner).await.unwrap(),
    ];
    assert_eq!((users, sessions), (1, 1), "the refused ones left nothing");
}

#[tokio::test]
async fn passwords_that_would_be_guessed_are_refused() {
    let shop = Shop::start().await;
    for password in ["", "x7$Kp", "password12", "1234567890", "lovelace42", "doorbuster1", &"ab3-".repeat(40)]
    {
        let body = json!({"email": "ada.lovelace@example.com", "password": password});
        let answer = shop.post(USERS).json(&body).send().await.assert_problem(422, "weak_password");
        assert_eq!(answer.text("/errors/0/pointer"), "/password", "{password}");
        assert!(!answer.text("/errors/0/detail").is_empty());
    }
    let mut owner = shop.sql().await;
    let users: i64 = sqlx::query_scalar("SELECT count(*) FROM users").fetch_one(&mut owner).await.unwrap();
    assert_eq!(users, 0);
}

#[tokio::test]
async fn all_mistakes_are_named_at_once() {
    let shop = Shop::start().await;
    let body = json!({"email": "ada", "password": PASSWORD, "name": "a\u{0}b"});
    let answer = shop.post(USERS).json(&body).send().await.assert_problem(422, "validation");
    assert_eq!(answer.text("/errors/0/pointer"), "/email");
    assert_eq!(answer.text("/errors/1/pointer"), "/name");
}

/// The systems that this one replaces let anybody register as an admin.
#[tokio::test]
async fn nobody_chooses_their_role() {
    let shop = Shop::start().await;
    for (field, value) in [("role", "admin"), ("is_admin", "true"), ("epoch", "9")] {
        let body = json!({"email": "eve@example.com", "password": PASSWORD, field: value});
        let answer = shop.post(USERS).json(&body).send().await.assert_problem(422, "validation");
        assert_eq!(answer.text("/errors/0/pointer"), format!("/{field}"));
    }
}

#[tokio::test]
async fn the_database_learns_neither_password_nor_token() {
    let shop = Shop::start().await;
    let answer = register(&shop, "ada@example.com").await;
    let mut owner = shop.sql().await;
    let hash: String =
        sqlx::query_scalar("SELECT password_hash FROM users").fetch_one(&mut owner).await.unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    let kept: bool = sqlx::query_scalar("SELECT hash = sha256(convert_to($1, 'UTF8')) FROM refresh_tokens")
        .bind(answer.text("/refresh_token"))
        .fetch_one(&mut owner)
        .await
        .unwrap();
    assert!(kept);
}
