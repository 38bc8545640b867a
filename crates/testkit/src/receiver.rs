use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

const PATIENCE: Duration = Duration::from_secs(30);

/// Somebody else's system that receives webhooks: a real HTTP server of a test's own. It ends when this is dropped.
#[derive(Debug)]
pub struct Receiver {
    address: SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

/// How it answers.
#[derive(Clone, Debug)]
pub enum Reply {
    /// With this status.
    Status(u16),
    /// By sending the shop elsewhere.
    Redirect(String),
    /// Not at all.
    Never,
}

/// What it received.
#[derive(Clone, Debug)]
pub struct Received {
    /// The header fields.
    pub headers: HeaderMap,
    /// The body as it came.
    pub body: Bytes,
    /// The body as JSON.
    pub json: Value,
}

#[derive(Debug)]
struct Shared {
    received: Mutex<Vec<Received>>,
    /// The replies to the next messages, then the one to all others.
    replies: Mutex<(VecDeque<Reply>, Reply)>,
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Receiver {
    /// Starts one that takes everything.
    ///
    /// # Panics
    /// When it cannot listen.
    pub async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let shared = Arc::new(Shared {
            received: Mutex::default(),
            replies: Mutex::new((VecDeque::new(), Reply::Status(204))),
            now: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
        });
        let router = Router::new().fallback(receive).with_state(Arc::clone(&shared));
        let server = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { address, shared, server }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Answers the next messages so, one each.
    pub fn next(&self, replies: impl IntoIterator<Item = Reply>) {
        hold(&self.shared.replies).0.extend(replies);
    }

    /// Answers all others so.
    pub fn always(&self, reply: Reply) {
        hold(&self.shared.replies).1 = reply;
    }

    /// All that it has received, as it came.
    pub fn received(&self) -> Vec<Received> {
        hold(&self.shared.received).clone()
    }

    /// Waits until it has received so many, and returns all.
    ///
    /// # Panics
    /// When they do not come within half a minute.
    pub async fn wait_for(&self, count: usize) -> Vec<Received> {
        let arrived = timeout(PATIENCE, async {
            while hold(&self.shared.received).len() < count {
                sleep(Duration::from_millis(20)).await;
            }
        });
        if arrived.await.is_err() {
            panic!("{count} messages were to come: {:#?}", self.received());
        }
        self.received()
    }

    /// The most messages that were being answered at the same time.
    pub fn most_at_once(&self) -> usize {
        self.shared.most.load(Ordering::SeqCst)
    }
}

impl Received {
    /// A header field's value; empty when there is none.
    pub fn field(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// A text of the body; empty when there is none at `pointer`.
    pub fn text(&self, pointer: &str) -> &str {
        self.json.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn receive(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let json = serde_json::from_slice(&body).unwrap_or(Value::Null);
    hold(&shared.received).push(Received { headers, body, json });
    let reply = {
        let mut replies = hold(&shared.replies);
        replies.0.pop_front().unwrap_or_else(|| replies.1.clone())
    };
    let busy = Busy::one_more(&shared);
    match reply {
        Reply::Status(code) => StatusCode::from_u16(code).expect("a status").into_response(),
        Reply::Redirect(to) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response(),
        Reply::Never => {
            std::future::pending::<()>().await;
            drop(busy);
            StatusCode::NO_CONTENT.into_response()
        }
    }
}

/// One message that is being answered, also when its sender goes away.
struct Busy<'a>(&'a Shared);

impl<'a> Busy<'a> {
    fn one_more(shared: &'a Shared) -> Self {
        let now = shared.now.fetch_add(1, Ordering::SeqCst) + 1;
        shared.most.fetch_max(now, Ordering::SeqCst);
        Self(shared)
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::SeqCst);
    }
}

fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
