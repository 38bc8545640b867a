use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::response::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

/// A request to the shop's router, in this process.
#[derive(Clone)]
#[must_use]
pub struct Request {
    router: Router,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Bytes,
}

/// What the shop answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The header fields.
    pub headers: HeaderMap,
    /// The body as JSON, or null when it is none.
    pub json: Value,
    /// The body.
    pub body: Bytes,
}

impl Request {
    pub(crate) fn new(router: Router, method: Method, path: &str) -> Self {
        Self { router, method, path: path.to_owned(), headers: Vec::new(), body: Bytes::new() }
    }

    /// Adds a header field.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Signs the request.
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// Adds an `Idempotency-Key`.
    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// Sends this JSON.
    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").raw(body.to_string())
    }

    /// Sends these bytes, whatever they are.
    pub fn raw(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Sends it.
    ///
    /// # Panics
    /// When the shop does not answer within a minute.
    pub async fn send(self) -> Answer {
        let answered = tokio::time::timeout(Duration::from_secs(60), async {
            let (parts, body) = self.answered().await;
            (parts, body.collect().await.expect("the body arrives whole").to_bytes())
        });
        let (parts, body) = answered.await.expect("an answer within a minute");
        let json = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, json, body }
    }

    /// Sends it. What is answered is not read yet.
    pub(crate) async fn answered(self) -> (Parts, Body) {
        let mut request = axum::http::Request::builder().method(self.method).uri(self.path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request =
            request.header(header::HOST, "shop.test").body(Body::from(self.body)).expect("a request");
        let answered = tokio::time::timeout(Duration::from_secs(60), self.router.oneshot(request));
        answered.await.expect("an answer within a minute").expect("the router never fails").into_parts()
    }
}

impl Answer {
    /// The problem's code, or an empty text when it is no problem.
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }

    /// A text of the body; empty when there is none at `pointer`.
    pub fn text(&self, pointer: &str) -> &str {
        self.json.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    /// A header field's value; empty when there is none.
    pub fn field(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Asserts status and code of a problem, and that it is a proper one. Returns it for more.
    ///
    /// # Panics
    /// When it is something else.
    #[track_caller]
    pub fn assert_problem(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status.as_u16(), self.code()), (status, code), "{}", self.json);
        assert_eq!(self.field("content-type"), "application/problem+json");
        assert_eq!(self.json["status"], status);
        assert_eq!(self.text("/type"), format!("urn:doorbuster:problem:{code}"));
        assert_eq!(self.text("/request_id"), self.field("x-request-id"));
        assert!(!self.text("/title").is_empty() && !self.text("/detail").is_empty());
        self
    }

    /// Asserts the status. Returns the answer for more.
    ///
    /// # Panics
    /// When it is another.
    #[track_caller]
    pub fn assert_status(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.json);
        self
    }
}
