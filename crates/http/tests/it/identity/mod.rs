mod addresses;
mod authenticate;
mod bodies;
mod change_password;
mod email_verification;
mod get_me;
mod load_users;
mod log_out;
mod mails;
mod password_reset;
mod refresh_session;
mod register;
mod revocations;
mod roles;
mod sessions;
mod throttling;
mod update_me;

use doorbuster_testkit::{Answer, Request, Shop};
use serde_json::{Value, json};

pub(crate) const PASSWORD: &str = "velvet-anchor-quarry";
const USERS: &str = "/api/v1/users";
const AUTHENTICATE: &str = "/api/v1/users/authenticate";
const REFRESH: &str = "/api/v1/users/refresh";
const LOG_OUT: &str = "/api/v1/users/logout";
const ME: &str = "/api/v1/users/me";
const SESSIONS: &str = "/api/v1/users/me/sessions";

/// Registers somebody who keeps the refresh token themselves.
pub(crate) async fn register(shop: &Shop, email: &str) -> Answer {
    let body = json!({"email": email, "password": PASSWORD, "refresh": "body"});
    shop.post(USERS).json(&body).send().await.assert_status(201)
}

/// Registers somebody whose browser keeps the refresh token. Returns its Cookie field.
pub(crate) async fn register_in_browser(shop: &Shop, email: &str) -> (Answer, String) {
    let body = json!({"email": email, "password": PASSWORD});
    let answer = shop.post(USERS).json(&body).send().await.assert_status(201);
    let cookie = cookie(&answer);
    (answer, cookie)
}

/// What a browser sends back.
fn cookie(answer: &Answer) -> String {
    answer.field("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

pub(crate) fn with_token(request: Request, token: &str) -> Request {
    request.json(&json!({"refresh_token": token}))
}

/// Refreshes with a token in the body.
async fn refresh(shop: &Shop, token: &str) -> Answer {
    with_token(shop.post(REFRESH), token).send().await
}

pub(crate) async fn me(shop: &Shop, token: &str) -> Answer {
    shop.get(ME).bearer(token).send().await
}

pub(crate) async fn execute(shop: &Shop, sql: &'static str) -> u64 {
    sqlx::query(sql).execute(&mut shop.sql().await).await.unwrap().rows_affected()
}

/// The token of the link in the newest mail to somebody about something.
async fn mailed_token(shop: &Shop, to: &str, subject: &str) -> String {
    token_of(&shop.mail(to, subject).await.text)
}

fn token_of(text: &str) -> String {
    let (_, rest) = text.split_once("#token=").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

/// The answer without what differs between any two answers.
fn essence(answer: &Answer) -> (u16, Value, Vec<String>) {
    let mut json = answer.json.clone();
    json["request_id"] = Value::Null;
    let mut fields: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
    fields.sort();
    (answer.status.as_u16(), json, fields)
}
