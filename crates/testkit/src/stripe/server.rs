use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use doorbuster_engine::ambient::now;
use futures::stream;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::time::sleep;

use super::api::Asked;
use super::control;
use super::faults::{Kind, Seen, take};
use super::world::{Said, World, refusal};

/// Where events go.
#[derive(Clone, Debug)]
pub(super) struct Webhook {
    pub(super) url: String,
    pub(super) secret: String,
    /// Nothing is sent before somebody says so.
    pub(super) held: bool,
}

/// What requests share.
#[derive(Debug, Default)]
pub(super) struct Emulator {
    world: Mutex<World>,
    pub(super) webhook: Mutex<Option<Webhook>>,
    /// Rings when there may be an event to send.
    pub(super) told: Notify,
}

impl Emulator {
    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn webhook(&self) -> Option<Webhook> {
        self.webhook.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Serves an emulator until the listener fails. With a URL and a secret, events are sent there by themselves.
///
/// # Errors
/// When it cannot listen any more.
pub async fn serve(listener: TcpListener, webhook: Option<(String, String)>) -> io::Result<()> {
    let emulator = Arc::new(Emulator::default());
    if let Some((url, secret)) = webhook {
        *emulator.webhook.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Webhook { url, secret, held: false });
    }
    tokio::spawn(control::deliver_when_told(Arc::clone(&emulator)));
    let router = Router::new().merge(control::routes()).fallback(any(answer)).with_state(emulator);
    axum::serve(listener, router).await
}

/// A request of the API, from a shop or from a browser.
async fn answer(
    State(emulator): State<Arc<Emulator>>,
    method: Method,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if method == Method::OPTIONS {
        return open_to_browsers(StatusCode::NO_CONTENT.into_response());
    }
    let body = String::from_utf8_lossy(&body).into_owned();
    let Some(asked) = Asked::read(&method, uri.path(), uri.query().unwrap_or_default(), &body) else {
        return say(refusal(StatusCode::NOT_FOUND, "url_invalid", "Unrecognized request URL"));
    };
    if !asked.is_allowed(&headers) {
        return say(refusal(StatusCode::UNAUTHORIZED, "api_key_invalid", "Invalid API Key provided"));
    }
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
    let request = asked.parameters();
    let fault = {
        let mut world = emulator.world();
        world.seen.push(Seen {
            endpoint: asked.endpoint,
            key: key.clone(),
            path: uri.path().to_owned(),
            at_millis: now().timestamp_millis(),
        });
        take(&mut world.faults, asked.endpoint)
    };
    let broken = |status: u16| {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, json!({"error": {"type": "api_error", "message": "as told"}}))
    };
    let said = match &fault {
        Some(fault) if fault.kind == Kind::Status => broken(fault.status),
        fault => {
            let mut world = emulator.world();
            let remembered = key.as_ref().and_then(|key| world.answers.get(key)).cloned();
            match remembered {
                Some((before, said)) if before == request => said,
                Some(_) => {
                    let said = json!({"error": {"type": "idempotency_error", "message":
                        "Keys for idempotent requests can only be used with the same parameters"}});
                    (StatusCode::BAD_REQUEST, said)
                }
                None => {
                    let said = match fault {
                        Some(fault) if fault.kind == Kind::Broken => broken(fault.status),
                        _ => asked.apply(&mut world),
                    };
                    if let Some(key) = key {
                        world.answers.insert(key, (request, said.clone()));
                    }
                    said
                }
            }
        }
    };
    emulator.told.notify_one();
    match fault {
        Some(fault) if fault.kind == Kind::Delay => {
            sleep(Duration::from_millis(fault.millis)).await;
            say(said)
        }
        Some(fault) if fault.kind == Kind::Lose => lost(),
        _ => say(said),
    }
}

fn say((status, body): Said) -> Response {
    open_to_browsers((status, axum::Json(body)).into_response())
}

/// The shop's pages are of another origin.
fn open_to_browsers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("authorization, content-type"),
    );
    response
}

/// Ends the connection in the middle of the answer.
fn lost() -> Response {
    let cut = stream::iter([Ok(Bytes::from_static(b"{")), Err(io::Error::other("as told"))]);
    Response::new(Body::from_stream(cut))
}
