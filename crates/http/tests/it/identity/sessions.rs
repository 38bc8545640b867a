//! Whoever is signed in sees where, ends one sign-in, or all of them.

use std::time::{Duration, Instant};

use doorbuster_domain::identity::Role;
use doorbuster_testkit::{Answer, Shop};
use futures::future::join_all;
use serde_json::{Value, json};
use sqlx::{ConnectOptions, Connection};
use tokio::time::sleep;

use super::{AUTHENTICATE, ME, SESSIONS, cookie, execute, me, refresh, register, register_in_browser};

async fn sessions(shop: &Shop, token: &str) -> Vec<Value> {
    let answer = shop.get(SESSIONS).bearer(token).send().await.assert_status(200);
    answer.json["items"].as_array().unwrap().clone()
}

async fn current(shop: &Shop, token: &str) -> String {
    let sessions = sessions(shop, token).await;
    let current: Vec<&Value> = sessions.iter().filter(|session| session["current"] == true).collect();
    assert_eq!(current.len(), 1, "{sessions:#?}");
    current[0]["id"].as_str().unwrap().to_owned()
}

async fn revoke(shop: &Shop, token: &str, session: &str) -> Answer {
    shop.delete(&format!("{SESSIONS}/{session}")).bearer(token).send().await
}

async fn log_out_everywhere(shop: &Shop, token: &str) -> Answer {
    shop.delete(SESSIONS).bearer(token).send().await
}

async fn log_in(shop: &Shop, email: &str) -> Answer {
    shop.log_in(email, Shop::password()).await.assert_status(200)
}

/// Both kinds of token are worthless.
async fn assert_over(shop: &Shop, tokens: &Answer) {
    me(shop, tokens.text("/access_token")).await.assert_problem(401, "unauthenticated");
    refresh(shop, tokens.text("/refresh_token")).await.assert_problem(401, "invalid_refresh_token");
}

async fn assert_goes_on(shop: &Shop, tokens: &Answer) {
    me(shop, tokens.text("/access_token")).await.assert_status(200);
    refresh(shop, tokens.text("/refresh_token")).await.assert_status(200);
}

/// How long `there` still takes the token.
async fn taken_for(there: &Shop, token: &str) -> Duration {
    let started = Instant::now();
    while there.get(SESSIONS).bearer(token).send().await.status == 200 {
        assert!(started.elapsed() < Duration::from_secs(10), "still not known");
        sleep(Duration::from_millis(5)).await;
    }
    started.elapsed()
}

#[tokio::test]
async fn the_list_says_where_one_is_signed_in() {
    let shop = Shop::start().await;
    let phone = register(&shop, "ada@example.com").await;
    register(&shop, "bob@example.com").await;
    let body = json!({"email": "ada@example.com", "password": Shop::password(), "refresh": "body"});
    let long = format!("Firefox {}", "x".repeat(500));
    let laptop = shop.post(AUTHENTICATE).header("user-agent", &long).json(&body).send().await;
    let laptop = laptop.assert_status(200);

    let listed = sessions(&shop, phone.text("/access_token")).await;
    assert_eq!(listed.len(), 2, "nobody else's");
    let mut fields: Vec<&str> = listed[0].as_object().unwrap().keys().map(String::as_str).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["created_at", "current", "id", "last_used_at", "user_agent"]);
    assert_eq!(listed[0]["user_agent"], long[..200], "latest first, cut short");
    assert_eq!(listed[1]["user_agent"], Value::Null, "who says nothing is nobody special");
    assert_eq!([&listed[0]["current"], &listed[1]["current"]], [false, true]);
    let seen = sessions(&shop, laptop.text("/access_token")).await;
    assert_eq!([&seen[0]["current"], &seen[1]["current"]], [true, false]);
}

#[tokio::test]
async fn a_renewal_is_the_last_use_and_a_refused_one_is_not() {
    let shop = Shop::start().await;
    let first = register(&shop, "ada@example.com").await;
    let watch = log_in(&shop, "ada@example.com").await;
    let last_used = async || {
        let listed = sessions(&shop, watch.text("/access_token")).await;
        let session = listed.iter().find(|session| session["current"] == false).unwrap();
        session["last_used_at"].as_str().unwrap().to_owned()
    };
    let at_sign_in = last_used().await;
    refresh(&shop, first.text("/refresh_token")).await.assert_status(200);
    let renewed = last_used().await;
    assert!(renewed > at_sign_in, "{renewed} {at_sign_in}");

    execute(&shop, "UPDATE refresh_tokens SET expires_at = now()").await;
    refresh(&shop, first.text("/refresh_token")).await.assert_problem(401, "invalid_refresh_token");
    assert_eq!(last_used().await, renewed);
}

#[tokio::test]
async fn what_is_over_is_not_listed() {
    let shop = Shop::start().await;
    let watch = register(&shop, "ada@example.com").await;
    log_in(&shop, "ada@example.com").await;
    let count = async || sessions(&shop, watch.text("/access_token")).await.len();
    let age = async |age: &str| {
        sqlx::query(
            "UPDATE sessions SET last_used_at = now() - $1::interval
             WHERE id = (SELECT id FROM sessions ORDER BY created_at DESC LIMIT 1)",
        )
        .bind(age)
        .execute(&mut shop.sql().await)
        .await
    };
    age("29 days 23 hours").await.unwrap();
    assert_eq!(count().await, 2);
    age("30 days 1 second").await.unwrap();
    assert_eq!(count().await, 1, "its refresh token has expired");
}

#[tokio::test]
async fn the_list_is_paged() {
    let shop = Shop::start().await;
    let tokens = register(&shop, "ada@example.com").await;
    let token = tokens.text("/access_token");
    // Some of the same moment: the id decides between them.
    execute(
        &shop,
        "INSERT INTO sessions (id, user_id, created_at)
         SELECT gen_random_uuid(), u.id, now() - make_interval(mins => n / 3) FROM users u, generate_series(1, 24) n",
    )
    .await;
    let mut walked = Vec::new();
    let mut query = "?limit=7".to_owned();
    loop {
        let page = shop.get(&format!("{SESSIONS}{query}")).bearer(token).send().await.assert_status(200);
        let items = page.json["items"].as_array().unwrap();
        assert!(items.len() <= 7);
        walked.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        let Some(cursor) = page.json["next_cursor"].as_str() else { break };
        query = format!("?limit=7&cursor={cursor}");
    }
    let all: Vec<String> =
        sqlx::query_scalar("SELECT id::text FROM sessions ORDER BY created_at DESC, id DESC")
            .fetch_all(&mut shop.sql().await)
            .await
            .unwrap();
    assert_eq!((walked.len(), walked), (25, all));

    for query in ["limit=0", "limit=101", "limit=x", "cursor=x", "unknown=1"] {
        let answer = shop.get(&format!("{SESSIONS}?{query}")).bearer(token).send().await;
        answer.assert_problem(422, "validation");
    }
}

#[tokio::test]
async fn one_is_revoked_and_the_others_go_on() {
    let shop = Shop::builder().without_tasks().start().await;
    let here = register(&shop, "ada@example.com").await;
    let lost = log_in(&shop, "ada@example.com").await;
    let session = current(&shop, lost.text("/access_token")).await;
    let answer = revoke(&shop, here.text("/access_token"), &session).await.assert_status(204);
    assert!(answer.body.is_empty());
    assert_eq!(answer.field("set-cookie"), "", "the one who asks stays");
    assert_over(&shop, &lost).await;
    assert_goes_on(&shop, &here).await;
    assert_eq!(sessions(&shop, here.text("/access_token")).await.len(), 1);

    let revoked_at = "SELECT revoked_at::text FROM sessions WHERE revoked_at IS NOT NULL";
    let mut owner = shop.sql().await;
    let first: String = sqlx::query_scalar(revoked_at).fetch_one(&mut owner).await.unwrap();
    revoke(&shop, here.text("/access_token"), &session).await.assert_status(204);
    let again: String = sqlx::query_scalar(revoked_at).fetch_one(&mut owner).await.unwrap();
    assert_eq!(first, again, "again changes nothing");
}

#[tokio::test]
async fn revoking_the_session_that_asks_is_logging_out() {
    let shop = Shop::builder().without_tasks().start().await;
    let (tokens, kept) = register_in_browser(&shop, "ada@example.com").await;
    let session = current(&shop, tokens.text("/access_token")).await;
    let answer = revoke(&shop, tokens.text("/access_token"), &session).await.assert_status(204);
    let cleared = answer.field("set-cookie");
    assert!(cleared.starts_with("doorbuster_refresh=;") && cleared.contains("Max-Age=0"), "{cleared}");
    me(&shop, tokens.text("/access_token")).await.assert_problem(401, "unauthenticated");
    let request = shop.post(super::REFRESH).header("cookie", &kept).header("origin", "http://shop.test");
    request.json(&json!({})).send().await.assert_problem(401, "invalid_refresh_token");
}

#[tokio::test]
async fn somebody_elses_session_does_not_exist() {
    let shop = Shop::start().await;
    let ada = register(&shop, "ada@example.com").await;
    let session = current(&shop, ada.text("/access_token")).await;
    for role in Role::ALL {
        let other = shop.person(role).await;
        revoke(&shop, &other.token, &session).await.assert_problem(404, "not_found");
    }
    for id in ["019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e", "x", "%00", "1", "current"] {
        revoke(&shop, ada.text("/access_token"), id).await.assert_problem(404, "not_found");
    }
    shop.delete(&format!("{SESSIONS}/{session}")).send().await.assert_problem(401, "unauthenticated");
    assert_goes_on(&shop, &ada).await;
}

#[tokio::test]
async fn everywhere_means_everywhere() {
    let shop = Shop::builder().without_tasks().start().await;
    let (browser, _) = register_in_browser(&shop, "ada@example.com").await;
    let phone = log_in(&shop, "ada@example.com").await;
    let laptop = log_in(&shop, "ada@example.com").await;
    let bob = register(&shop, "bob@example.com").await;
    let answer = log_out_everywhere(&shop, phone.text("/access_token")).await.assert_status(204);
    let cleared = cookie(&answer);
    assert_eq!(cleared, "doorbuster_refresh=");
    me(&shop, browser.text("/access_token")).await.assert_problem(401, "unauthenticated");
    assert_over(&shop, &phone).await;
    assert_over(&shop, &laptop).await;
    assert_goes_on(&shop, &bob).await;
    log_out_everywhere(&shop, phone.text("/access_token")).await.assert_problem(401, "unauthenticated");
    let again = log_in(&shop, "ada@example.com").await;
    assert_goes_on(&shop, &again).await;
    assert_eq!(sessions(&shop, again.text("/access_token")).await.len(), 1);
}

/// A token of a load test belongs to no stored session: the epoch ends it.
#[tokio::test]
async fn everywhere_ends_tokens_without_a_session_too() {
    let shop = Shop::builder().without_tasks().start().await;
    let ada = shop.customer().await;
    assert_eq!(sessions(&shop, &ada.token).await.len(), 0);
    log_out_everywhere(&shop, &ada.token).await.assert_status(204);
    me(&shop, &ada.token).await.assert_problem(401, "unauthenticated");
}

/// Whatever order the database puts them in: a renewal that was answered before or during the logging out is worth
/// nothing after it.
#[tokio::test(flavor = "multi_thread")]
async fn no_renewal_slips_through_a_log_out_everywhere() {
    let shop = Shop::builder().without_tasks().start().await;
    let first = register(&shop, "ada@example.com").await;
    for _ in 0..8 {
        let sessions: Vec<Answer> = join_all((0..6).map(|_| log_in(&shop, "ada@example.com"))).await;
        let renewals = join_all(sessions.iter().map(|tokens| refresh(&shop, tokens.text("/refresh_token"))));
        let (answer, renewed) =
            tokio::join!(log_out_everywhere(&shop, sessions[0].text("/access_token")), renewals);
        answer.assert_status(204);
        for tokens in renewed.iter().filter(|answer| answer.status == 200).chain(&sessions) {
            assert_over(&shop, tokens).await;
        }
    }
    assert_over(&shop, &first).await;
}

/// A sign-in that is under way while somebody logs out everywhere is either ended with the others or comes after them,
/// whole: never a session that goes on with an access token that is refused.
#[tokio::test]
async fn a_sign_in_comes_before_or_after_a_log_out_everywhere() {
    let shop = Shop::builder().without_tasks().start().await;
    let ada = register(&shop, "ada@example.com").await;
    // A log-out that has raised the epoch and has not yet committed.
    let mut owner = shop.sql().await;
    let mut logging_out = owner.begin().await.unwrap();
    for statement in
        ["UPDATE users SET epoch = epoch + 1", "UPDATE sessions SET revoked_at = clock_timestamp()"]
    {
        sqlx::query(statement).execute(&mut *logging_out).await.unwrap();
    }
    let commit_when_it_waits = async {
        let mut watcher = shop.application().connect().await.unwrap();
        let waits = "SELECT EXISTS (SELECT FROM pg_stat_activity
                     WHERE datname = current_database() AND wait_event_type = 'Lock')";
        let started = Instant::now();
        while !sqlx::query_scalar::<_, bool>(waits).fetch_one(&mut watcher).await.unwrap() {
            assert!(started.elapsed() < Duration::from_secs(10), "it must wait to know its epoch");
            sleep(Duration::from_millis(20)).await;
        }
        logging_out.commit().await.unwrap();
    };
    let (late, ()) = tokio::join!(log_in(&shop, "ada@example.com"), commit_when_it_waits);
    shop.engine.identity.poll_revocations().await.unwrap();
    assert_over(&shop, &ada).await;
    assert_goes_on(&shop, &late).await;
}

/// The bus brings it, without any poll: the poll is kept waiting for the table that it reads first.
#[tokio::test]
async fn the_bus_brings_a_revocation_at_once() {
    let here = Shop::builder().without_tasks().start().await;
    let there = Shop::builder().beside(&here).await;
    let watch = register(&here, "ada@example.com").await;
    let lost = log_in(&here, "ada@example.com").await;
    let session = current(&here, lost.text("/access_token")).await;
    there.get(SESSIONS).bearer(lost.text("/access_token")).send().await.assert_status(200);
    let mut owner = here.sql().await;
    let mut lock = owner.begin().await.unwrap();
    sqlx::query("LOCK TABLE users IN ACCESS EXCLUSIVE MODE").execute(&mut *lock).await.unwrap();
    revoke(&here, watch.text("/access_token"), &session).await.assert_status(204);
    let took = taken_for(&there, lost.text("/access_token")).await;
    println!("over the bus alone: {took:?}");
    there.get(SESSIONS).bearer(watch.text("/access_token")).send().await.assert_status(200);
    lock.rollback().await.unwrap();

    execute(&here, "UPDATE users SET role = 'staff'").await;
    taken_for(&there, watch.text("/access_token")).await;
}

/// Nobody says anything on the bus: the poll alone keeps the promise.
#[tokio::test(flavor = "multi_thread")]
async fn without_the_bus_it_acts_within_a_second() {
    let here = Shop::builder().without_tasks().start().await;
    let there = Shop::builder().beside(&here).await;
    execute(&here, "ALTER TABLE sessions DISABLE TRIGGER sessions_announce").await;
    execute(&here, "ALTER TABLE users DISABLE TRIGGER users_announce").await;
    let watch = register(&here, "ada@example.com").await;
    let mut took = Vec::new();
    for _ in 0..5 {
        let lost = log_in(&here, "ada@example.com").await;
        let session = current(&here, lost.text("/access_token")).await;
        revoke(&here, watch.text("/access_token"), &session).await.assert_status(204);
        took.push(taken_for(&there, lost.text("/access_token")).await);
    }
    log_out_everywhere(&here, watch.text("/access_token")).await.assert_status(204);
    took.push(taken_for(&there, watch.text("/access_token")).await);
    took.sort();
    println!("by the poll alone: {took:?}");
    // One of them may have met a machine that was busy with other tests.
    assert!(took[4] <= Duration::from_secs(1), "{took:?}");
}

/// PostgreSQL ends the listener's connection: revocations act all the same, and the bus comes back.
#[tokio::test(flavor = "multi_thread")]
async fn a_bus_that_is_killed_comes_back() {
    let here = Shop::builder().without_tasks().start().await;
    let there = Shop::builder().beside(&here).await;
    let watch = register(&here, "ada@example.com").await;
    let lost = log_in(&here, "ada@example.com").await;
    let session = current(&here, lost.text("/access_token")).await;
    let mut application = here.application().connect().await.unwrap();
    let killed: i64 = sqlx::query_scalar(
        "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
         WHERE datname = current_database() AND query LIKE 'LISTEN %'",
    )
    .fetch_one(&mut application)
    .await
    .unwrap();
    assert_eq!(killed, 1);
    revoke(&here, watch.text("/access_token"), &session).await.assert_status(204);
    assert!(taken_for(&there, lost.text("/access_token")).await <= Duration::from_millis(1_500));

    let listening = "SELECT count(*) FROM pg_stat_activity
                     WHERE datname = current_database() AND query LIKE 'LISTEN %'";
    let started = Instant::now();
    while sqlx::query_scalar::<_, i64>(listening).fetch_one(&mut application).await.unwrap() == 0 {
        assert!(started.elapsed() < Duration::from_secs(5), "nobody listens again");
        sleep(Duration::from_millis(20)).await;
    }
}

/// Changing other things of an account or a session tells nobody anything.
#[tokio::test]
async fn only_revocations_are_announced() {
    let shop = Shop::builder().without_tasks().start().await;
    let mut heard = sqlx::postgres::PgListener::connect_with(
        &sqlx::PgPool::connect_with(shop.application()).await.unwrap(),
    )
    .await
    .unwrap();
    heard.listen("doorbuster_revocations").await.unwrap();
    let ada = register(&shop, "ada@example.com").await;
    let renewed = refresh(&shop, ada.text("/refresh_token")).await.assert_status(200);
    shop.patch(ME)
        .bearer(ada.text("/access_token"))
        .json(&json!({"name": "Ada"}))
        .send()
        .await
        .assert_status(200);
    execute(&shop, "UPDATE sessions SET user_agent = 'x'").await;
    let session = current(&shop, renewed.text("/access_token")).await;
    for _ in 0..2 {
        revoke(&shop, ada.text("/access_token"), &session).await;
    }
    execute(&shop, "UPDATE users SET disabled_at = now()").await;
    let first = heard.recv().await.unwrap();
    let second = heard.recv().await.unwrap();
    assert_eq!(first.payload(), format!("session {session}"));
    assert_eq!(second.payload(), format!("epoch 1 {}", ada.text("/user/id")));
}
