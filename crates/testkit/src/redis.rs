//! A real Redis of a test's own, which can be killed, frozen and started again.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use doorbuster_gateways::redis::client::aio::MultiplexedConnection;
use doorbuster_gateways::redis::{RedisAddress, client};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::port::free_port;

const PASSWORD: &str = "a password of the tests";
/// In an address, a space is written so.
const PASSWORD_IN_URL: &str = "a%20password%20of%20the%20tests";
const START_LIMIT: Duration = Duration::from_secs(20);

/// A Redis on a loopback port, with a password and without persistence. It ends when this is dropped, or with the thread
/// that started it.
#[derive(Debug)]
pub struct RedisServer {
    folder: TempDir,
    port: u16,
    child: Option<Child>,
}

impl RedisServer {
    /// Starts one and waits until it answers.
    ///
    /// # Panics
    /// When `redis-server` is not installed or does not start.
    pub fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("doorbuster-redis-").tempdir();
        let mut server = Self { folder: folder.expect("a folder for Redis"), port: 0, child: None };
        // Another process may take the port before Redis does: then it does not start there.
        for _ in 0..5 {
            server.port = free_port();
            if server.spawn() {
                return server;
            }
        }
        panic!("redis-server does not start on any of five ports");
    }

    fn spawn(&mut self) -> bool {
        let Self { folder, port, child } = self;
        let config = folder.path().join("redis.conf");
        let settings = format!(
            "bind 127.0.0.1\nport {port}\nrequirepass \"{PASSWORD}\"\nsave \"\"\nappendonly no\n\
             dir {folder}\nlogfile {folder}/redis.log\n",
            folder = folder.path().display(),
        );
        fs::write(&config, settings).expect("Redis' configuration");
        let spawned = Command::new("setpriv")
            .args(["--pdeathsig", "KILL", "redis-server"])
            .arg(&config)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let running = child.insert(spawned.expect("setpriv (package util-linux) runs redis-server"));
        let started = Instant::now();
        while !answers(*port) {
            if let Some(status) = running.try_wait().expect("Redis' status") {
                assert_ne!(
                    status.code(),
                    Some(127),
                    "redis-server is missing: `cargo xtask test` installs it"
                );
                *child = None;
                return false;
            }
            assert!(started.elapsed() < START_LIMIT, "Redis is not ready after {START_LIMIT:?}");
            sleep(Duration::from_millis(2));
        }
        true
    }

    /// `REDIS_URL` for it.
    pub fn url(&self) -> String {
        format!("redis://:{PASSWORD_IN_URL}@127.0.0.1:{}", self.port)
    }

    /// The same, understood.
    ///
    /// # Panics
    /// Never.
    pub fn address(&self) -> RedisAddress {
        self.url().parse().expect("an address of a Redis")
    }

    /// Its process id, while it runs.
    pub fn pid(&mut self) -> Option<u32> {
        let child = self.child.as_mut()?;
        matches!(child.try_wait(), Ok(None)).then(|| child.id())
    }

    /// Its password.
    pub fn password(&self) -> &'static str {
        PASSWORD
    }

    /// Its port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// A connection for looking at what it holds.
    ///
    /// # Panics
    /// When it is away.
    pub async fn connection(&self) -> MultiplexedConnection {
        let client = client::Client::open(self.url()).expect("an address of a Redis");
        client.get_multiplexed_async_connection().await.expect("Redis answers")
    }

    /// `kill -9`: what it held is lost.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // Both fail only when it has ended already.
            child.kill().ok();
            child.wait().ok();
        }
    }

    /// Starts it again, on the same port.
    ///
    /// # Panics
    /// When it does not start, or still runs.
    pub fn restart(&mut self) {
        assert!(self.child.is_none(), "it still runs");
        assert!(self.spawn(), "Redis does not start again");
    }

    /// SIGSTOP: it keeps its connections and answers nothing.
    pub fn freeze(&self) {
        self.signal(Signal::STOP);
    }

    /// SIGCONT: it goes on where it was, and answers what was asked meanwhile.
    pub fn thaw(&self) {
        self.signal(Signal::CONT);
    }

    fn signal(&self, signal: Signal) {
        let child = self.child.as_ref().expect("Redis runs");
        kill_process(Pid::from_child(child), signal).expect("a signal to Redis");
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Whether it is our Redis that answers there: another server does not know the password.
fn answers(port: u16) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        write!(stream, "AUTH \"{PASSWORD}\"\r\n")?;
        let mut answer = [0; 3];
        stream.read_exact(&mut answer)?;
        Ok(&answer == b"+OK")
    };
    ask().unwrap_or(false)
}
