use axum::http::Method;
use doorbuster_testkit::Shop;

use super::{AUTHENTICATE, LOG_OUT, ME, REFRESH, USERS};

const GOOD: [(&str, Method, &str); 5] = [
    ("register", Method::POST, USERS),
    ("authenticate", Method::POST, AUTHENTICATE),
    ("refresh_session", Method::POST, REFRESH),
    ("log_out", Method::POST, LOG_OUT),
    ("update_me", Method::PATCH, ME),
];

const JSON: &str = "application/json";

#[tokio::test]
async fn bad_bodies_are_named_as_what_they_are() {
    let shop = Shop::start().await;
    let person = shop.customer().await;
    let huge = format!(r#"{{"name": "{}"}}"#, "x".repeat(10 * 1024 * 1024));
    for (operation, method, path) in GOOD {
        for (content_type, body, status, code) in [
            (JSON, "", 400, "malformed_json"),
            (JSON, "{", 400, "malformed_json"),
            (JSON, "\u{feff}{}", 400, "malformed_json"),
            (JSON, "null", 422, "validation"),
            (JSON, "[]", 422, "validation"),
            (JSON, r#"["a@b.de", "velvet-anchor-quarry", null, "body"]"#, 422, "validation"),
            (JSON, "\"x\"", 422, "validation"),
            (JSON, r#"{"no such field": 1}"#, 422, "validation"),
            (JSON, &huge, 413, "body_too_large"),
            ("text/plain", "{}", 415, "unsupported_media_type"),
            ("application/x-www-form-urlencoded", "a=b", 415, "unsupported_media_type"),
            ("", "{}", 415, "unsupported_media_type"),
        ] {
            let request = shop.request(method.clone(), path).bearer(&person.token);
            let request = request.header("content-type", content_type).raw(body.to_owned());
            let shown: String = body.chars().take(30).collect();
            println!("{operation} {content_type} {shown}");
            request.send().await.assert_problem(status, code);
        }
    }
}

#[tokio::test]
async fn a_body_is_one_value() {
    let shop = Shop::start().await;
    for (path, body) in
        [(REFRESH, "{} {}"), (LOG_OUT, "{}x"), (AUTHENTICATE, r#"{"email": "a@b.de", "password": "x"}, {}"#)]
    {
        let answer = shop.post(path).header("content-type", JSON).raw(body).send().await;
        answer.assert_problem(400, "malformed_json");
    }
}

#[tokio::test]
async fn wrong_types_are_named_by_their_place() {
    let shop = Shop::start().await;
    let person = shop.customer().await;
    for (path, body, pointer) in [
        (USERS, r#"{"email": 1, "password": "x"}"#, "/email"),
        (USERS, r#"{"email": "a@b.de", "password": ["x"]}"#, "/password"),
        (USERS, r#"{"email": "a@b.de", "password": null}"#, "/password"),
        (USERS, r#"{"email": "a@b.de", "password": "x", "name": {}}"#, "/name"),
        (USERS, r#"{"email": "a@b.de", "password": "x", "refresh": "local_storage"}"#, "/refresh"),
        (AUTHENTICATE, r#"{"email": {"$ne": ""}, "password": "x"}"#, "/email"),
        (AUTHENTICATE, r#"{"email": "a@b.de", "password": {"$ne": ""}}"#, "/password"),
        (REFRESH, r#"{"refresh_token": 7}"#, "/refresh_token"),
        (LOG_OUT, r#"{"refresh_token": true}"#, "/refresh_token"),
    ] {
        let request = shop.post(path).bearer(&person.token).header("content-type", JSON).raw(body);
        let answer = request.send().await.assert_problem(422, "validation");
        assert_eq!(answer.text("/errors/0/pointer"), pointer, "{path} {body}");
    }
    for body in [r#"{"email": "a@b.de"}"#, r#"{"password": "x"}"#, "{}"] {
        for path in [USERS, AUTHENTICATE] {
            let request = shop.post(path).header("content-type", JSON).raw(body);
            request.send().await.assert_problem(422, "validation");
        }
    }
}
