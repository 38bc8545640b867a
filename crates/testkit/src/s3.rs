//! A real S3 server of a test's own, in memory.

use std::env;
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use doorbuster_gateways::storage::{Objects, S3Credentials};
use secrecy::SecretString;

use crate::port::free_port;

const START_LIMIT: Duration = Duration::from_secs(60);
/// The one that there is.
const BUCKET: &str = "shop";

/// moto's S3 on a loopback port, with one bucket. It ends when this is dropped, or with the thread that started it.
#[derive(Debug)]
pub struct S3Server {
    port: u16,
    child: Child,
}

impl S3Server {
    /// Starts one and makes the bucket.
    ///
    /// # Panics
    /// When `moto_server` is not installed or does not start.
    pub fn start() -> Self {
        let port = free_port();
        let child = Command::new("setpriv")
            .args(["--pdeathsig", "KILL"])
            .arg(program())
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let mut server = Self { port, child: child.expect("setpriv (package util-linux) runs moto_server") };
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if let Some(status) = server.child.try_wait().expect("moto's status") {
                assert_ne!(
                    status.code(),
                    Some(127),
                    "moto_server is missing: `cargo xtask test` installs it"
                );
                panic!("moto_server ended with {status}");
            }
            assert!(started.elapsed() < START_LIMIT, "moto_server is not ready after {START_LIMIT:?}");
            sleep(Duration::from_millis(50));
        }
        server.make_bucket().expect("the bucket is made");
        server
    }

    /// moto believes everybody, so this needs no signature.
    fn make_bucket(&self) -> io::Result<()> {
        let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        connection.set_read_timeout(Some(START_LIMIT))?;
        let host = format!("Host: 127.0.0.1:{}", self.port);
        write!(
            connection,
            "PUT /{BUCKET} HTTP/1.1\r\n{host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer)?;
        if answer.starts_with("HTTP/1.1 200") { Ok(()) } else { Err(io::Error::other(answer)) }
    }

    /// Where it is.
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// `STORAGE_URL` for it, below `prefix`.
    pub fn url(&self, prefix: &str) -> String {
        format!("s3://{BUCKET}/{prefix}?endpoint={}&region=us-east-1", self.endpoint())
    }

    /// The store in it, below `prefix`.
    ///
    /// # Panics
    /// When the settings do not fit together.
    pub fn objects(&self, prefix: &str) -> Objects {
        let url = self.url(prefix).parse().expect("an address of a store");
        let credentials = S3Credentials {
            access_key_id: SecretString::from("a-key"),
            secret_access_key: SecretString::from("a-secret"),
            session_token: None,
        };
        Objects::at(&url, Some(&credentials)).expect("the settings fit together")
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Below the build folder, where `cargo xtask test` installs it, or on PATH.
fn program() -> PathBuf {
    let tests = env::current_exe().expect("the path of the tests");
    let installed = tests.ancestors().map(|folder| folder.join("moto/bin/moto_server"));
    installed.into_iter().find(|path| path.is_file()).unwrap_or_else(|| "moto_server".into())
}
