use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use doorbuster_engine::ambient::fresh_id;

use super::address::is_trusted;
use crate::App;
use crate::extract::Json;
use crate::problem::{ApiError, Code};

const REQUEST_ID: &str = "x-request-id";

/// No answer takes longer than this.
const PATIENCE: Duration = Duration::from_secs(30);

/// The outermost layer: gives the request an id, turns errors into problem+json, notes the answer in log and metrics.
pub(crate) async fn envelope(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let request_id = inherited_id(&app, &request).unwrap_or_else(|| fresh_id().to_string());

    let answered = tokio::time::timeout(PATIENCE, next.run(request)).await;
    let mut response = answered.unwrap_or_else(|_| {
        ApiError::new(Code::Timeout, "The request was given up.")
            .retry_after(Duration::from_secs(1))
            .into_response()
    });
    if let Some(error) = error_of(&mut response) {
        response = render(&response, &error, &request_id);
    }
    if let Ok(value) = HeaderValue::try_from(request_id.as_str()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    if app.engine.is_draining() {
        // The client's next request goes through a new connection, to a process that stays.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    let route = route.as_ref().map_or("", MatchedPath::as_str);
    note(&method, route, response.status(), &request_id, started.elapsed());
    response
}

/// The id that one of our own proxies gave the request.
fn inherited_id(app: &App, request: &Request) -> Option<String> {
    let id = request.headers().get(REQUEST_ID)?.to_str().ok()?;
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?.0.ip().to_canonical();
    let plausible =
        (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (plausible && is_trusted(peer, &app.trusted_proxies)).then(|| id.to_owned())
}

/// The error that a handler returned, or what axum's own refusals mean.
fn error_of(response: &mut Response) -> Option<ApiError> {
    if let Some(error) = response.extensions_mut().remove::<ApiError>() {
        return Some(error);
    }
    match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => {
            Some(ApiError::new(Code::MethodNotAllowed, "The Allow field names the methods of this path."))
        }
        StatusCode::INTERNAL_SERVER_ERROR => {
            Some(ApiError::new(Code::Internal, "The mistake is ours and was noted. Please try again later."))
        }
        _ => None,
    }
}

fn render(from: &Response, error: &ApiError, request_id: &str) -> Response {
    let body = Json(error.body(request_id));
    let mut response = (error.code().status(), body).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for name in [&header::RETRY_AFTER, &header::WWW_AUTHENTICATE, &header::ALLOW, &header::SET_COOKIE] {
        for value in from.headers().get_all(name) {
            response.headers_mut().append(name, value.clone());
        }
    }
    for name in ["ratelimit", "ratelimit-policy"] {
        if let Some(value) = from.headers().get(name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

/// One line and one count per request. Purchases come by the ten thousand a second: theirs is a debug line, the lane
/// writes one line per batch.
fn note(method: &Method, route: &str, status: StatusCode, request_id: &str, took: Duration) {
    let code = status.as_u16();
    if route == "/api/v1/orders" && method == Method::POST && !status.is_server_error() {
        tracing::debug!(
            request_id,
            status = code,
            took_us = took.as_micros(),
            "POST {route} {code} ({request_id})"
        );
    } else {
        tracing::info!(
            request_id,
            status = code,
            took_us = took.as_micros(),
            "{method} {route} {code} ({request_id})"
        );
    }
    let labels = [
        ("route", route.to_owned()),
        ("method", method.as_str().to_owned()),
        ("status", status.as_str().to_owned()),
    ];
    metrics::histogram!("doorbuster_http_request_seconds", &labels).record(took.as_secs_f64());
}
