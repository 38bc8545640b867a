use std::time::{Duration, Instant};

use doorbuster_testkit::{Answer, Shop};
use futures::future::join_all;
use serde_json::json;

use super::{AUTHENTICATE, PASSWORD, essence, execute, me, register};

#[tokio::test]
async fn the_case_of_the_address_does_not_matter() {
    let shop = Shop::start().await;
    let registered = register(&shop, "ada@example.com").await;
    for email in ["ada@example.com", "ADA@EXAMPLE.COM", " Ada@example.com "] {
        let answer = shop.log_in(email, PASSWORD).await.assert_status(200);
        assert_eq!(answer.json["user"], registered.json["user"]);
        assert_eq!(answer.field("cache-control"), "no-store");
        me(&shop, answer.text("/access_token")).await.assert_status(200);
    }
}

#[tokio::test]
async fn the_password_is_taken_as_it_is() {
    let shop = Shop::start().await;
    register(&shop, "ada@example.com").await;
    for password in ["Velvet-anchor-quarry", " velvet-anchor-quarry", "velvet-anchor-quarry ", "", "velvet"] {
        shop.log_in("ada@example.com", password).await.assert_problem(401, "invalid_credentials");
    }
    let long = "x".repeat(60_000);
    shop.log_in("ada@example.com", &long).await.assert_problem(401, "invalid_credentials");
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    let shop = Shop::start().await;
    register(&shop, "ada@example.com").await;
    register(&shop, "gone@example.com").await;
    execute(&shop, "UPDATE users SET disabled_at = now() WHERE email = 'gone@example.com'").await;
    let wrong = shop.log_in("ada@example.com", "velvet-anchor-quarrz").await;
    let wrong = wrong.assert_problem(401, "invalid_credentials");
    let unknown = shop.log_in("bob@example.com", PASSWORD).await;
    let disabled = shop.log_in("gone@example.com", PASSWORD).await;
    assert_eq!(essence(&unknown), essence(&wrong));
    assert_eq!(essence(&disabled), essence(&wrong));
    assert_eq!(wrong.field("set-cookie"), "");
}

#[tokio::test]
async fn an_unknown_address_takes_as_long_as_a_wrong_password() {
    let shop = Shop::start().await;
    register(&shop, "ada@example.com").await;
    // In turns, and the fastest of each: what else the machine does makes some slower, so a busy one needs more turns.
    // Without the hash of nobody, an unknown address would be answered in a tenth of the time, whatever the turns.
    let mut fastest = [Duration::MAX; 2];
    for turn in 0..60 {
        for (email, fastest) in ["ada@example.com", "bob@example.com"].into_iter().zip(&mut fastest) {
            let started = Instant::now();
            shop.log_in(email, "velvet-anchor-quarrz").await.assert_problem(401, "invalid_credentials");
            *fastest = started.elapsed().min(*fastest);
        }
        let [wrong, unknown] = fastest;
        if turn > 4 && unknown.mul_f64(1.5) > wrong && unknown < wrong.mul_f64(1.5) {
            return;
        }
    }
    panic!("{fastest:?}");
}

#[tokio::test]
async fn an_account_that_comes_back_signs_in_again() {
    let shop = Shop::start().await;
    register(&shop, "ada@example.com").await;
    execute(&shop, "UPDATE users SET disabled_at = now()").await;
    shop.log_in("ada@example.com", PASSWORD).await.assert_problem(401, "invalid_credentials");
    execute(&shop, "UPDATE users SET disabled_at = NULL").await;
    shop.log_in("ada@example.com", PASSWORD).await.assert_status(200);
}

#[tokio::test]
async fn what_is_no_address_is_named() {
    let shop = Shop::start().await;
    let answer = shop.log_in("ada", PASSWORD).await.assert_problem(422, "validation");
    assert_eq!(answer.text("/errors/0/pointer"), "/email");
}

#[tokio::test]
async fn the_cookie_is_what_a_browser_gets() {
    let shop = Shop::start().await;
    register(&shop, "ada@example.com").await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD, "refresh": "cookie"});
    let answer = shop.post(AUTHENTICATE).json(&body).send().await.assert_status(200);
    assert!(answer.field("set-cookie").starts_with("doorbuster_refresh="));
    assert!(answer.json.get("refresh_token").is_none());
}

#[tokio::test]
async fn what_the_client_calls_itself_is_kept_shortened() {
    let shop = Shop::start().await;
    register(&shop, "ada@example.com").await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    shop.post(AUTHENTICATE)
        .header("user-agent", &"x".repeat(500))
        .json(&body)
        .send()
        .await
        .assert_status(200);
    let mut owner = shop.sql().await;
    let kept: Vec<Option<i32>> =
        sqlx::query_scalar("SELECT char_length(user_agent) FROM sessions ORDER BY created_at")
            .fetch_all(&mut owner)
            .await
            .unwrap();
    assert_eq!(kept, [None, Some(200)]);
}

/// A storm of sign-ins queues for a few workers: some are served, the rest are sent away at once, and the shop goes on.
#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_sign_ins_is_turned_away() {
    let shop = Shop::start().await;
    let person = shop.customer().await;
    register(&shop, "ada@example.com").await;
    let workers = std::thread::available_parallelism().unwrap().get().saturating_sub(1).max(1);
    let storm = async {
        let answers =
            join_all((0..workers * 41 + 20).map(|_| shop.log_in("ada@example.com", PASSWORD))).await;
        (answers, Instant::now())
    };
    let others = async {
        for _ in 0..20 {
            me(&shop, &person.token).await.assert_status(200);
        }
        Instant::now()
    };
    let ((answers, storm_over), others_served) = tokio::join!(storm, others);
    assert!(others_served < storm_over, "others had to wait for its end");
    let busy: Vec<&Answer> = answers.iter().filter(|answer| answer.code() == "busy").collect();
    let served = answers.iter().filter(|answer| answer.status == 200).count();
    assert!(!busy.is_empty());
    assert_eq!(served + busy.len(), answers.len());
    assert!(served >= workers, "{served}");
    for answer in busy {
        assert_eq!((answer.status.as_u16(), answer.field("retry-after")), (503, "2"));
    }
}
