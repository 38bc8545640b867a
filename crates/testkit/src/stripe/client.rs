use std::io;
use std::net::SocketAddr;
use std::thread;

use axum::http::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio::sync::oneshot;

use super::server::serve;

/// An emulator on a loopback port and a thread of its own, which ends when this is dropped.
#[derive(Debug)]
pub struct StripeEmulator {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
}

impl StripeEmulator {
    /// Starts one that sends no events by itself.
    ///
    /// # Panics
    /// When it cannot listen.
    pub fn start() -> Self {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        listener.set_nonblocking(true).expect("a listener that does not block");
        let address = listener.local_addr().expect("its address");
        let (stop, stopped) = oneshot::channel::<()>();
        thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).expect("the listener moves");
                tokio::select! {
                    _ = stopped => {}
                    ended = serve(listener, None) => ended.expect("the emulator serves"),
                }
            });
        });
        Self { address, stop: Some(stop) }
    }

    /// `STRIPE_API_BASE` for it.
    pub fn api_base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Asks it something: `POST` with a body, else `GET`.
    ///
    /// # Panics
    /// When it does not answer.
    pub async fn ask(&self, path: &str, body: Option<&Value>) -> (u16, Value) {
        let method = if body.is_some() { Method::POST } else { Method::GET };
        let body = body.map_or_else(String::new, Value::to_string);
        let url = format!("{}{path}", self.api_base());
        let headers = [("content-type", "application/json")];
        let (status, answer) = send(&url, &method, &headers, &body).await.expect("the emulator answers");
        (status, serde_json::from_str(&answer).unwrap_or(Value::Null))
    }

    /// Confirms a payment as the customer's browser does, with what a payment view's `browser` says.
    ///
    /// # Panics
    /// When it does not answer.
    pub async fn confirm(&self, client_secret: &str, payment_method: &str) -> (u16, Value) {
        let id = client_secret.split("_secret_").next().unwrap_or_default();
        let body = format!("client_secret={client_secret}&payment_method={payment_method}");
        let headers =
            [("authorization", "Bearer pk_test_1"), ("content-type", "application/x-www-form-urlencoded")];
        let url = format!("{}/v1/payment_intents/{id}/confirm", self.api_base());
        let (status, answer) =
            send(&url, &Method::POST, &headers, &body).await.expect("the emulator answers");
        (status, serde_json::from_str(&answer).unwrap_or(Value::Null))
    }

    /// Lets something go wrong: see `Fault`.
    pub async fn fault(&self, fault: &Value) {
        let (status, _) = self.ask("/_control/faults", Some(fault)).await;
        assert_eq!(status, 204, "{fault}");
    }

    /// Lets requests to `endpoint` be answered late.
    pub async fn delay(&self, endpoint: &str, millis: u64) {
        self.fault(&json!({"endpoint": endpoint, "kind": "delay", "millis": millis})).await;
    }

    /// Nothing goes wrong any more.
    ///
    /// # Panics
    /// When it does not answer.
    pub async fn heal(&self) {
        let url = format!("{}/_control/faults", self.api_base());
        send(&url, &Method::DELETE, &[], "").await.expect("the emulator answers");
    }

    /// What it told or would have told: `id`, `type`, `body`.
    pub async fn events(&self) -> Vec<Value> {
        let (_, events) = self.ask("/_control/events", None).await;
        events.as_array().cloned().unwrap_or_default()
    }

    /// The requests so far: `endpoint`, `key`, `path`, `at_millis`.
    pub async fn requests(&self) -> Vec<Value> {
        let (_, requests) = self.ask("/_control/requests", None).await;
        requests.as_array().cloned().unwrap_or_default()
    }

    /// Every intent: `id`, `status`, `metadata`, and in minor units what is `capturable`, was `received` and was `refunded`.
    pub async fn books(&self) -> Vec<Value> {
        let (_, intents) = self.ask("/_control/intents", None).await;
        intents.as_array().cloned().unwrap_or_default()
    }

    /// An intent.
    pub async fn intent(&self, id: &str) -> Value {
        self.ask(&format!("/_control/intents/{id}"), None).await.1
    }

    /// What the bank, Stripe or its pages do with an intent: `succeed`, `fail`, `cancel`, `capture`.
    pub async fn finish(&self, id: &str, outcome: &str) {
        let path = format!("/_control/intents/{id}/finish");
        let (status, answer) = self.ask(&path, Some(&json!({"outcome": outcome}))).await;
        assert_eq!(status, 200, "{answer}");
    }
}

impl Drop for StripeEmulator {
    fn drop(&mut self) {
        // It fails only when the emulator has ended already.
        self.stop.take().map(|stop| stop.send(()));
    }
}

/// One request on a connection of its own. Returns the status and the body.
pub(super) async fn send(
    url: &str,
    method: &Method,
    headers: &[(&str, &str)],
    body: &str,
) -> io::Result<(u16, String)> {
    let rest = url.strip_prefix("http://").ok_or_else(|| io::Error::other("only http"))?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut connection = TcpStream::connect(host).await?;
    let mut head = format!("{method} /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    connection.write_all(head.as_bytes()).await?;
    connection.write_all(body.as_bytes()).await?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(|| io::Error::other("no answer"))?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    Ok((status.ok_or_else(|| io::Error::other("no status"))?, body.to_owned()))
}
