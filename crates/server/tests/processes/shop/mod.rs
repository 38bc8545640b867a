//! The whole binary, as an operator runs it, and the faults it must survive.

mod commands;
mod crashes;
mod drain;
mod redis;

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

const BINARY: &str = env!("CARGO_BIN_EXE_doorbuster");

/// A DATA_DIR, an address, and the server on them while it runs.
pub(super) struct Shop {
    _guard: TempDir,
    data_dir: PathBuf,
    address: String,
    settings: Vec<(&'static str, String)>,
    server: Option<Child>,
}

/// A customer of `load-users`.
#[derive(Clone)]
pub(super) struct Customer {
    token: String,
}

impl Shop {
    fn new() -> Self {
        let guard =
            tempfile::Builder::new().permissions(fs::Permissions::from_mode(0o755)).tempdir().unwrap();
        let data_dir = guard.path().join("data");
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        Self { _guard: guard, data_dir, address: free.to_string(), settings: Vec::new(), server: None }
    }

    /// The same with these settings besides.
    fn with(settings: &[(&'static str, String)]) -> Self {
        let mut shop = Self::new();
        shop.settings = settings.to_vec();
        shop
    }

    /// `doorbuster` with this DATA_DIR and nothing else from our environment that could matter.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        for name in ["DATABASE_URL", "JWT_SECRET", "PUBLIC_URL", "ENVIRONMENT", "REDIS_URL"] {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .current_dir(self.data_dir.parent().unwrap_or(Path::new("/")))
            .env("DATA_DIR", &self.data_dir)
            .env("LISTEN", &self.address)
            .env("RATE_LIMIT", "off")
            .env("RUST_LOG", "warn")
            .envs(self.settings.iter().cloned());
        command
    }

    /// Runs a command to its end.
    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Starts the server and waits until it is ready.
    async fn start(&mut self) {
        let server = self.command(&["serve"]).stdout(Stdio::null()).spawn().unwrap();
        self.server = Some(server);
        self.ready().await;
    }

    async fn ready(&self) {
        let started = Instant::now();
        loop {
            let answer = self.send(Method::GET, "/health/ready", None, None, None).await;
            if answer.is_some_and(|(status, _)| status == StatusCode::OK) {
                break;
            }
            assert!(started.elapsed() < Duration::from_secs(90), "the server does not get ready");
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// `kill -9`.
    fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill().unwrap();
            server.wait().unwrap();
        }
    }

    /// One request on a connection of its own; none when the connection or the answer is lost.
    async fn send(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        key: Option<&str>,
        body: Option<Value>,
    ) -> Option<(StatusCode, Value)> {
        let (status, bytes) = self.exchange(method, path, token, key, body).await?;
        Some((status, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
    }

    async fn exchange(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        key: Option<&str>,
        body: Option<Value>,
    ) -> Option<(StatusCode, Bytes)> {
        let exchange = async {
            let stream = TcpStream::connect(&self.address).await.ok()?;
            let (mut sender, connection) =
                hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.ok()?;
            tokio::spawn(connection);
            let mut request = Request::builder().method(method).uri(path).header("host", &self.address);
            if let Some(token) = token {
                request = request.header("authorization", format!("Bearer {token}"));
            }
            if let Some(key) = key {
                request = request.header("idempotency-key", key);
            }
            if body.is_some() {
                request = request.header("content-type", "application/json");
            }
            let text = body.map(|body| body.to_string()).unwrap_or_default();
            let response =
                sender.send_request(request.body(Full::new(Bytes::from(text))).unwrap()).await.ok()?;
            let status = response.status();
            let bytes = response.into_body().collect().await.ok()?.to_bytes();
            Some((status, bytes))
        };
        timeout(Duration::from_secs(40), exchange).await.unwrap_or(None)
    }

    /// A token of a staff account that is made for it.
    async fn staff(&self) -> String {
        let mut create = self.command(&[
            "users",
            "create",
            "--email",
            "s@shop.test",
            "--role",
            "staff",
            "--password-stdin",
        ]);
        let mut child = create.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"velvet-anchor-quarry\n").unwrap();
        assert!(child.wait().unwrap().success());
        let body = json!({"email": "s@shop.test", "password": "velvet-anchor-quarry"});
        let answer = self.send(Method::POST, "/api/v1/users/authenticate", None, None, Some(body)).await;
        answer.unwrap().1["access_token"].as_str().unwrap().to_owned()
    }

    /// A live sale of so many units, made through the API.
    async fn sale(&self, units: u32) -> String {
        let staff = self.staff().await;
        let price = json!({"amount": 5_900, "currency": "EUR"});
        let body = json!({"slug": "kettle", "name": "Kettle", "price": price, "stock": units});
        let (status, product) =
            self.send(Method::POST, "/api/v1/products", Some(&staff), None, Some(body)).await.unwrap();
        assert_eq!(status, 201, "{product}");
        let now = doorbuster_engine::ambient::now();
        let body = json!({
            "product_id": product["id"], "title": "Kettles", "price": price, "allocated": units,
            "starts_at": now - chrono::TimeDelta::seconds(5), "ends_at": now + chrono::TimeDelta::hours(1),
        });
        let (status, sale) =
            self.send(Method::POST, "/api/v1/sales", Some(&staff), None, Some(body)).await.unwrap();
        assert_eq!(status, 201, "{sale}");
        sale["id"].as_str().unwrap().to_owned()
    }

    fn customers(&self, count: u32) -> Vec<Customer> {
        let csv = self.data_dir.join("users.csv");
        let made = self.run(&["load-users", "--count", &count.to_string(), "--csv", csv.to_str().unwrap()]);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let text = fs::read_to_string(&csv).unwrap();
        let tokens = text.lines().skip(1).filter_map(|line| line.rsplit(',').next());
        tokens.map(|token| Customer { token: token.to_owned() }).collect()
    }

    async fn buy(&self, customer: &Customer, sale: &str, key: &str) -> Option<(StatusCode, Value)> {
        let body = json!({"sale_id": sale, "quantity": 1});
        self.send(Method::POST, "/api/v1/orders", Some(&customer.token), Some(key), Some(body)).await
    }

    /// `doorbuster audit` finds nothing.
    fn audit(&self) {
        let audit = self.run(&["audit"]);
        assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stdout));
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.kill();
    }
}
